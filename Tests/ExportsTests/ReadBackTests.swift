import Archive
import Base
import Foundation
import SessionModel
import Testing

@testable import Exports

/// Other programs read the exported files back with the same times and text.
@Suite struct ReadBackTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Python of `scripts/setup --test`, or another that has what
    /// `scripts/requirements-test.txt` lists.
    static let python =
        ProcessInfo.processInfo.environment["ATTUNE_TEST_PYTHON"]
        ?? repository.appendingPathComponent(".deps/test-venv/bin/python").path

    static var canReadBack: Bool { FileManager.default.isExecutableFile(atPath: python) }

    @Test(.enabled(if: canReadBack, "make test puts .deps/test-venv in place"))
    func namesAndTimesSurvive() throws {
        try readBack(Fixture.hostile(), [Fixture.landmarks()], expected)
    }

    @Test(.enabled(if: canReadBack, "make test puts .deps/test-venv in place"))
    func aSessionInWhichNothingHappened() throws {
        var session = Fixture.empty()
        session.settings.postures = []
        try readBack(
            session, [],
            [
                "media": [["./a.mp4", "video/mp4"], ["./b.mp4", "video/mp4"]],
                "span": [0, 50], "tiers": ["episodes": []],
                "details": [
                    "episodes leader": [], "episodes follower": [], "episodes lag": [],
                    "episodes congruence": [],
                ],
                "captions": [], "boris": [], "landmarks": [], "landmark_rows": 0,
            ])
    }

    private func readBack(
        _ session: Session, _ landmarks: [SeatedFrame], _ expected: JSONValue
    ) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try SessionFolder(path)
        try folder.write(
            session,
            with: [
                ElanEAF(), ElanTemplate(), PraatTextGrid(), WebVTT(), Boris(), SessionExportJSON(),
                SessionJSON(),
                PosturesCSV(), EpisodesCSV(), SynchronyCSV(), TimelineCSV(),
            ])
        try folder.write(LandmarksCSV.fileName) { output throws(Failure) in
            let table = LandmarksCSV(
                seats: session.seats, pictures: [StoredPicture(width: 640, height: 480)])
            try table.writeHeader(to: &output)
            for frame in landmarks { try table.write(frame, to: &output) }
        }
        try folder.write("expected.json") { output throws(Failure) in
            try output.write(expected.text())
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = [
            "Tests/ReadBack/read_back.py", "docs/schema", ".deps/schema/EAFv3.0.xsd",
        ].map { Self.repository.appendingPathComponent($0).path }
        process.arguments?.insert(path, at: 1)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }

    // MARK: What is to come back of the session with hostile names

    private let first = Fixture.hostileSeats[0]
    private let second = Fixture.hostileSeats[1]
    private let posture = Fixture.hostilePosture

    private var expected: JSONValue {
        [
            "media": [[.string("./" + Fixture.hostileFile), "video/mp4"]],
            "span": [0, 50], "tiers": tiers, "details": details, "captions": captions,
            "boris": boris,
            "landmarks": [
                ["0.040", .string(first), "nose", "0.25", "100", "-1.5", "0.988"],
                ["0.040", .string(first), "left_eye_inner", "1.25", "100", "-1.5", ""],
            ],
            "landmark_rows": 33,
        ]
    }

    private var tiers: JSONValue {
        // Praat has 20.0004 s, ELAN 20.000.
        .object([
            .init(
                "\(first) head_on_hand",
                [
                    [10.1, 20.0004, "right"], [20.0004, 24, "left+right"], [24, 30.25, "left"],
                ]),
            .init("\(first) slumped", []),
            .init(
                "\(first) \(posture)",
                [[40, 41, .string(posture)], [41, 42.5, .string(posture)]]),
            .init("\(second) head_on_hand", [[14.1, 26.5, "left"]]),
            .init("\(second) slumped", []),
            .init("\(second) \(posture)", [[12.5, 18, .string(posture)]]),
            .init(
                "episodes",
                [
                    [
                        10.1, 24,
                        .string("head_on_hand: \(first) → \(second), lag 4.000 s, mirror"),
                    ]
                ]),
            .init(
                "episodes 2",
                [[12.5, 19.25, .string("\(posture): \(second) → \(first), lag 6.750 s")]]),
        ])
    }

    private var details: JSONValue {
        [
            "episodes leader": [.string(first)], "episodes follower": [.string(second)],
            "episodes lag": ["4.000"], "episodes congruence": ["mirror"],
            "episodes 2 leader": [.string(second)], "episodes 2 follower": [.string(first)],
            "episodes 2 lag": ["6.750"], "episodes 2 congruence": ["none"],
        ]
    }

    private var captions: JSONValue {
        let sentences = Fixture.hostile().episodes.map {
            JSONValue.string(EpisodeSentence($0, seats: Fixture.hostileSeats).description)
        }
        return [["1", 14.1, 24, sentences[0]], ["2", 19.25, 22.25, sentences[1]]]
    }

    private var boris: JSONValue {
        [
            [.string(first), "head_on_hand", "right", 10.1, 24, ""],
            [.string(first), "head_on_hand", "left", 20, 30.25, ""],
            [.string(first), .string(posture), "", 40, 41, ""],
            [.string(first), .string(posture), "", 41, 42.5, ""],
            [.string(second), "head_on_hand", "left", 14.1, 26.5, ""],
            [.string(second), .string(posture), "", 12.5, 18, ""],
            [
                .string(second), "mimicry of head_on_hand", "mirror", 14.1, 24,
                .string("leader \(first), lag 4.000 s"),
            ],
            [
                .string(first), .string("mimicry of \(posture)"), "", 19.25, 19.251,
                .string("leader \(second), lag 6.750 s"),
            ],
        ]
    }
}
