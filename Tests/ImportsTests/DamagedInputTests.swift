import Foundation
import Testing

@testable import Base
@testable import Imports

/// Whatever a file holds, reading it ends with series or with an error of one line.
@Suite struct DamagedInputTests {
    private static let samples: [(SeriesFormat, String)] = [
        (.mea, "\"pat\" \"th\"\n1550 6948\n1317 5657\nNA 4115\n2303,5162\n"),
        (
            .attune,
            "time,seat,presence,head_tilt,motion_energy\n0.000,a,0.9,1.5,0.1\n0.000,b,1,,0.2\n"
                + "0.040,a,0.9,1.6,0.3\n0.040,b,1,\"-2.5\",0.4\n"
        ),
        (
            .keypoints,
            "frame,person,keypoint,x,y\n0,1,nose,10,20\n0,2,LShoulder,30,40\n1,1,5,10.5,20\n"
                + "1,2,nose,0,0\n"
        ),
        (
            .mediapipe,
            "frame,time,person,"
                + (0..<33).map { "x\($0),y\($0),v\($0)" }.joined(separator: ",") + "\n0,0.0,0"
                + String(repeating: ",1", count: 99) + "\n0,0.0,1"
                + String(repeating: ",2", count: 99) + "\n"
        ),
    ]

    @Test(arguments: 0..<samples.count)
    func damageNeverEndsInACrash(sample: Int) throws {
        let (format, text) = Self.samples[sample]
        var state = UInt64(sample) &* 977 &+ 12345
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let odd = Array("0123456789.,;\t\n\r \"-+eExnaNf\u{0}".utf8) + [0xFF, 0xEF, 0xC3]
        for _ in 0..<150 {
            var bytes = Array(text.utf8)
            for _ in 0..<1 + random(4) {
                let place = random(bytes.count)
                switch random(4) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(odd[random(odd.count)], at: place)
                case 2: bytes[place] = odd[random(odd.count)]
                default: bytes.removeSubrange(place..<min(place + random(20), bytes.count))
                }
                if bytes.isEmpty { bytes = [0x31] }
            }
            try withFile(bytes) { path in
                do {
                    let recording = try SeriesReader(format: format, rate: 25).read([path])
                    #expect(recording.tracks.count == 2)
                } catch {
                    let failure = try #require(error as? Failure)
                    #expect(failure.kind == .badInput, "\(failure)")
                    #expect(!failure.description.contains("\n"))
                    #expect(failure.what.contains(path), "\(failure)")
                }
            }
        }
    }

    /// The first instants say how fine the grid is, the last ones how long: both have a bound.
    @Test(arguments: [1e-6, 1e-12, 9e-4])
    func aFineBeginningIsRefused(step: Double) throws {
        let times = (0..<50).map { Double($0) * step } + (1...50).map { Double($0) }
        let text =
            "time,seat,head_tilt\n" + times.map { "\($0),a,1\n\($0),b,2\n" }.joined()
        try withFile(text) { path in
            expectFailure(65, "instants \(step) s apart", path) {
                _ = try SeriesReader(format: .attune).read([path])
            }
        }
    }

    @Test func aPipeIsRefused() throws {
        let path = NSTemporaryDirectory() + "attune-pipe-\(UUID().uuidString)"
        #expect(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        expectFailure(66, "is not a file") {
            _ = try SeriesReader(format: .attune).read([path])
        }
    }

    @Test func timesThatAreNoSecondsOfASessionAreRefused() throws {
        let head = "time,seat,head_tilt\n"
        let spans: [(String, String)] = [
            (head + "0,a,1\n0,b,1\n1e9,a,2\n", "48 hours"),
            (head + "1e300,a,1\n0,b,1\n", "48 hours"),
            (head + "0,a,1\n0,b,1\n1e-9,a,2\n1e-9,b,2\n2e-9,a,2\n900,b,2\n", "apart"),
        ]
        for (text, word) in spans {
            try withFile(text) { path in
                expectFailure(65, word) { _ = try SeriesReader(format: .attune).read([path]) }
            }
        }
        try withFile("frame,person,keypoint,x,y\n0,1,nose,1,2\n0,2,nose,1,2\n99999999,1,nose,1,2\n")
        {
            path in
            expectFailure(65, "48 hours", "<rate>") {
                _ = try SeriesReader(format: .keypoints, rate: 25).read([path])
            }
        }
    }
}
