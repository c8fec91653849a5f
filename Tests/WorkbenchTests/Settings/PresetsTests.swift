import Foundation
import Mimicry
import TestSupport
import Testing

@testable import Base
@testable import SessionModel
@testable import Workbench

/// Settings with a name lie in the folder, and nowhere else.
@Suite struct PresetsTests {
    private static let settings: JSONValue = [
        "schema": 1, "episodes": ["max_lag": 5], "postures": [],
    ]

    @Test func theyAreKeptAndReadAgain() throws {
        try TemporaryFolder.with { root in
            let library = try Library(root.path)
            let presets = Presets(library: library)
            #expect(presets.names.isEmpty)
            #expect(try presets.file(nil).scoring == ScoringSettings())
            try presets.keep(Self.settings, as: "lab", replaces: false)
            #expect(presets.names == ["lab"])
            let file = try library.preset("lab")
            #expect(file.scoring.episodes.maxLag == 5 && file.scoring.postures.isEmpty)
            // The commands take the same file.
            #expect(try SettingsFile.load("\(root.path)/lab.settings.json").scoring == file.scoring)
            #expect(throws: Failure.self) {
                try presets.keep(Self.settings, as: "lab", replaces: false)
            }
            try presets.keep(["schema": 1], as: "lab", replaces: true)
            #expect(try presets.file("lab").scoring == ScoringSettings())
        }
    }

    @Test func nothingElseIsOne() throws {
        try TemporaryFolder.with { root in
            let presets = Presets(library: try Library(root.path))
            let outside = root.appendingPathComponent("outside.json")
            try Data("{\"schema\": 1}".utf8).write(to: outside)
            try FileManager.default.createSymbolicLink(
                at: root.appendingPathComponent("link.settings.json"), withDestinationURL: outside)
            try Data("{".utf8).write(to: root.appendingPathComponent("bad.settings.json"))
            #expect(presets.names == ["bad"])
            for name in ["link", "../x", "", "none", "bad", "/etc/passwd"] {
                #expect(throws: Failure.self, "\(name)") { try presets.file(name) }
            }
            #expect(throws: Failure.self) {
                try presets.keep(Self.settings, as: "link", replaces: true)
            }
            #expect(try Data(contentsOf: outside) == Data("{\"schema\": 1}".utf8))
        }
    }

    /// What waits to be measured keeps the name of its settings.
    @Test func theQueueKeepsThem() throws {
        try TemporaryFolder.with { root in
            let file = QueueFile(in: root.path)
            let sessions = [
                NewSession(name: "S1", folder: "S1", recordings: ["a.mp4"], preset: "lab"),
                NewSession(name: "S2", folder: "S2", recordings: ["b.mp4"]),
            ]
            try file.write(sessions)
            #expect(file.read() == sessions)
            try Data(
                "{\"schema\": 1, \"sessions\": [{\"name\": \"S1\", \"folder\": \"S1\", \"recordings\": [\"a.mp4\"], \"preset\": \"../x\"}]}"
                    .utf8
            ).write(to: root.appendingPathComponent(QueueFile.name))
            #expect(file.read().isEmpty)
        }
    }

    /// What is one recording's own would exchange people, or measure another part of the picture, without a word.
    @Test(arguments: [
        #"{"schema":1,"layout":"side-by-side"}"#, #"{"schema":1,"mirrored":"both"}"#,
        #"{"schema":1,"offset":1.5}"#, #"{"schema":1,"swap_at":[0]}"#,
    ])
    func whatIsOneRecordingsOwnIsNoPreset(text: String) throws {
        try TemporaryFolder.with { root in
            try Data(text.utf8).write(to: root.appendingPathComponent("lab.settings.json"))
            let library = try Library(root.path)
            #expect {
                try library.preset("lab")
            } throws: {
                "\($0)".contains("is of one recording")
            }
        }
    }

    @Test func whatSaysNothingOfARecordingIsTaken() throws {
        try TemporaryFolder.with { root in
            let text = #"{"schema":1,"layout":"auto","swap_at":[],"rate":"25"}"#
            try Data(text.utf8).write(to: root.appendingPathComponent("lab.settings.json"))
            let file = try Library(root.path).preset("lab")
            #expect(file.rate == "25" && file.layout == nil && file.swapAt == nil)
        }
    }
}
