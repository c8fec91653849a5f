import Posture
import Testing

@testable import Imports

@Suite struct FeatureTableReaderTests {
    private func read(_ text: String) throws -> SeriesRecording {
        try withFile(text) { try SeriesReader(format: .attune).read([$0]) }
    }

    @Test func channelsAreFoundByName() throws {
        let recording = try read(
            """
            seat,time,presence,motion_energy,head_tilt,mood
            therapist,0.000,0.9,0.1,,3
            client,0.000,0.8,0.2,-4.5,3
            therapist,0.040,0.9,0.3,2.25,3
            """)
        #expect(recording.names == ["therapist", "client"])
        #expect(recording.tracks[0].times == [0, 0.04])
        #expect(recording.tracks[0][.headTilt][0].isNaN)
        #expect(recording.tracks[0][.headTilt][1] == 2.25)
        #expect(recording.tracks[1][.motionEnergy] == [0.2])
        #expect(recording.tracks[1].presence == [0.8])
        #expect(recording.measured == [.headTilt, .motionEnergy])
        #expect(recording.warnings.first?.contains("mood") == true)
    }

    @Test func everyFaultNamesItsLine() {
        let faults: [(String, [String])] = [
            ("time,seat,head_tilt\n0,a,1\n0,b\n", ["line 3", "2 cells", "3"]),
            ("time,seat,head_tilt\n0,a,1\n0,b,x\n", ["line 3", "column head_tilt", "(x)"]),
            ("time,seat,head_tilt\n0,a,1,5\n", ["line 2", "4 cells", "decimal point"]),
            ("time;seat;head_tilt\n0;a;1,5\n", ["line 2", "decimal comma"]),
            ("time,seat,head_tilt\n0,a,inf\n", ["line 2", "infinite"]),
            ("time,seat,head_tilt\n0,a,1\n0,b,1\n0,c,1\n", ["line 4", "third seat"]),
            ("time,seat,head_tilt\n0,a,1\n0,a,1\n", ["line 3", "not after"]),
            ("time,seat,head_tilt\n,a,1\n", ["line 2", "column time is empty"]),
            ("time,seat,head_tilt\n0,,1\n", ["line 2", "seat is empty"]),
            ("time,seat\n0,a\n", ["line 1", "no channel"]),
            ("seat,head_tilt\na,1\n", ["line 1", "no column time"]),
            ("time,seat,time,head_tilt\n", ["line 1", "twice"]),
            ("time,seat,head_tilt\n0,a,1\n", ["only one seat, a"]),
            ("time,seat,head_tilt\n", ["no rows"]),
            ("time,seat,head_tilt\n0,a,\n0,b,\n", ["all are missing"]),
            ("time,seat,head_tilt\n0,a,1\n\n0,b,1\n", ["line 3", "empty"]),
            ("time,seat,head_tilt\n0,=a,1\n", ["line 2", "seat", "makes a formula"]),
            ("time,seat,head_tilt\n0,'=a,1\n", ["line 2", "seat", "makes a formula"]),
            ("time,seat,head_tilt\n0,t\u{202E}a,1\n", ["line 2", #"t\u{202e}a"#, "invisible"]),
            ("time,seat,head_tilt\n0,\u{9B}31m,1\n", ["line 2", "invisible"]),
            ("time,seat,head_tilt,x\u{1B}[2J\n", ["line 1", #"column “x\u{1b}[2J”"#, "invisible"]),
            (
                "time,seat,head_tilt\n0,a,1\n" + String(repeating: "\n", count: 10_002),
                ["empty lines"]
            ),
            (String(repeating: "a,", count: 10_001) + "b\n", ["more than 10000 cells"]),
            ("", ["is empty"]),
        ]
        for (text, words) in faults {
            expectFailure(65) { _ = try read(text) }
            for word in words { expectFailure(65, word) { _ = try read(text) } }
        }
    }

    @Test func aFileThatCannotBeOpenedIsNoInput() {
        expectFailure(66, "/nowhere/series.csv", "does not exist") {
            _ = try SeriesReader(format: .attune).read(["/nowhere/series.csv"])
        }
        expectFailure(66, "is a folder") {
            _ = try SeriesReader(format: .attune).read(["/tmp"])
        }
    }
}
