import Posture
import Foundation
import Testing

@testable import Base
@testable import Imports

@Suite struct MotionEnergyReaderTests {
    private func read(_ text: String, rate: Double = 10) throws -> SeriesRecording {
        try withFile(text) { path in
            try SeriesReader(format: .mea, rate: rate).read([path])
        }
    }

    private func energy(_ recording: SeriesRecording) -> [[Double]] {
        recording.tracks.map { $0[.motionEnergy].map { $0 * recording.energyUnit } }
    }

    @Test(arguments: [
        "\"pat\" \"th\"\n1 4\n2 5\n3 6\n", "pat,th\n1,4\n2,5\n3,6",
        "pat\tth\r\n1\t4\r\n2\t5\r\n3\t6\r\n",
        "pat;th\n1;4\n2;5\n3;6\n\n\n", "pat, th\n\"1\", \"4\"\n 2, 5\n3,6\n",
        "\u{FEFF}pat th\n1 4\n2 5\n3 6\n",
    ])
    func everySeparatorGivesTheSame(text: String) throws {
        let recording = try read(text)
        #expect(energy(recording) == [[1, 2, 3], [4, 5, 6]])
        #expect(recording.names == ["pat", "th"])
        #expect(recording.tracks[0].times == [0, 0.1, 0.2])
        #expect(recording.frames == 3)
        #expect(abs(recording.duration - 0.3) < 1e-12)
    }

    @Test func withoutAHeaderThereAreNoNames() throws {
        let recording = try read("0.1 0.4\n0.2 0.5\n")
        #expect(recording.names == nil)
        #expect(recording.energyUnit == 1)
        #expect(energy(recording) == [[0.1, 0.2], [0.4, 0.5]])
    }

    @Test func pixelsBecomeSharesOfTheHighestValue() throws {
        let recording = try read("100 400\n200 0\n")
        #expect(recording.energyUnit == 400)
        #expect(recording.tracks[1][.motionEnergy] == [1, 0])
    }

    @Test func missingValuesStayMissing() throws {
        let recording = try read("1,4\nNA,5\n,6\n3,7\n")
        #expect(energy(recording)[0].map(\.isNaN) == [false, true, true, false])
        #expect(recording.tracks[0].presence == [1, 0, 0, 1])
    }

    @Test func twoFilesHoldAPersonEach() throws {
        try withFile("pat\n1\n2\n3\n") { first in
            try withFile("th\n4\n5\n") { second in
                let recording = try SeriesReader(format: .mea, rate: 10).read([first, second])
                #expect(energy(recording) == [[1, 2], [4, 5]])
                #expect(recording.names == ["pat", "th"])
                #expect(recording.sources.count == 2)
                #expect(recording.warnings.contains { $0.contains("3 and 2 samples") })
            }
        }
    }

    @Test func theDigestIsThatOfTheFile() throws {
        try withFile("1 2\n3 4\n") { path in
            let recording = try SeriesReader(format: .mea, rate: 1).read([path])
            #expect(recording.sources[0].sha256 == Digest.sha256(Array("1 2\n3 4\n".utf8)))
        }
    }

    @Test func everyFaultNamesItsLine() {
        let faults: [(String, [String])] = [
            ("1 2\n3\n", ["line 2", "one column"]),
            ("1 2\n3 4 5\n", ["line 2", "3 cells", "2"]),
            ("1\n2\n", ["line 1", "one column", "two files"]),
            ("1 2\n3 x\n", ["line 2", "column 2", "not a number (x)"]),
            ("a b\nc d\n", ["line 2", "column 1", "not a number (c)"]),
            ("1 a\n2 b\n", ["line 1", "column 2"]),
            ("1,5 2,5\n", ["line 1", "decimal comma (1,5)"]),
            ("1,5;2,5\n", ["line 1", "decimal comma"]),
            ("1,5\t2,5\n1,5\t2,0\n", ["line 1", "decimal comma"]),
            ("1,5,2,5\n", ["line 1", "4 cells", "decimal point"]),
            ("1 2\n3 inf\n", ["line 2", "infinite (inf)"]),
            ("1 2\n\n3 4\n", ["line 2", "empty"]),
            ("", ["no numbers"]), ("pat th\n", ["no numbers"]),
            ("NA 1\nNA 2\n", ["column 1", "all are missing"]),
            ("pat th\n1 7\n2 7\n", ["column 2 (th)", "does not vary", "7"]),
        ]
        for (text, words) in faults {
            let error = #expect(throws: Failure.self, "\(text)") { _ = try read(text) }
            #expect(error?.kind == .badInput)
            for word in words {
                #expect(
                    error?.what.contains(word) == true
                        || error?.remedy.description.contains(word) == true,
                    "\(word) is not in \(error?.description ?? "")")
            }
        }
    }

    @Test func aRateIsNeededAndOneDyadIsEnough() {
        expectFailure(64, "<rate>") {
            _ = try SeriesReader(format: .mea).read(["a.txt"])
        }
        expectFailure(64, "too many") {
            _ = try SeriesReader(format: .mea, rate: 25).read(["a", "b", "c"])
        }
        expectFailure(64, "per dyad") {
            _ = try SeriesReader(format: .attune).read(["a", "b"])
        }
    }
}
