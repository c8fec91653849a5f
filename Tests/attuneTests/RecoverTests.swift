import Foundation
import SessionStore
import Testing

/// A damaged record, from the detection to results that say what is lost.
@Suite struct RecoverTests {
    private static let page = 16384

    /// A session of a scripted video, and its record's bytes.
    private func withSession(
        _ body: (_ vision: ScriptedVision, _ session: URL, _ record: Data) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let session = folder.appendingPathComponent("session")
            try #require(try vision.analyze(session).status == 0)
            let path = session.appendingPathComponent(SessionRecord.fileName)
            try body(vision, session, try Data(contentsOf: path))
        }
    }

    /// The record with the first bytes of a frame's landmarks changed.
    private func spoilt(_ record: Data, frame: Int, at path: String) throws -> Data {
        let source = try SessionRecord.open(path)
        var poses: [Data] = []
        try source.forEachFrame { frame in
            for case .some(let pose) in frame.poses {
                PoseBlob.encode(pose).map { poses.append($0) }
            }
        }
        try source.close()
        var bytes = record
        let place = try #require(bytes.range(of: poses[2 * frame].prefix(60)))
        bytes[place.lowerBound + 30] ^= 4
        return bytes
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func damagedLandmarksAreLeftOutAndNamed() throws {
        try withSession { vision, session, record in
            let path = session.appendingPathComponent(SessionRecord.fileName)
            let before = try Data(contentsOf: session.appendingPathComponent("features.csv"))
            try spoilt(record, frame: 20, at: path.path).write(to: path)

            // The results are not touched by it; making them anew from the landmarks is refused.
            #expect(try Program.attune(["export", session.path]).status == 0)
            let refused = try vision.analyze(session, .whole, ["--force", "--keep-uncertain"])
            #expect(refused.status == 65)
            #expect(refused.errors.contains("attune recover"), "\(refused.errors)")

            let run = try Program.attune(["recover", session.path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("lost: what was measured from "), "\(run.output)")
            #expect(run.output.contains("results: whole"))
            #expect(try names(session).contains("session.damaged.sqlite"))
            #expect(try Program.attune(["export", session.path]).status == 0)
            #expect(
                try Data(contentsOf: session.appendingPathComponent("features.csv")) == before)

            let again = try vision.analyze(session, .whole, ["--force"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.errors.contains("has been recovered"))
            let summary = try String(
                contentsOf: session.appendingPathComponent("session.json"), encoding: .utf8)
            #expect(summary.contains("what was measured is lost at "))
            #expect(
                try Data(contentsOf: session.appendingPathComponent("features.csv")) != before)
        }
    }

    @Test func whatIsNotDamagedIsLeftAlone() throws {
        try withSession { _, session, record in
            let run = try Program.attune(["recover", session.path])
            #expect(run.status == 0 && run.output.contains("is not damaged"))
            let path = session.appendingPathComponent(SessionRecord.fileName)
            #expect(try Data(contentsOf: path) == record)
            #expect(!(try names(session).contains("session.damaged.sqlite")))
        }
    }

    @Test func hopelessRecordsAreRefusedAndKept() throws {
        try withSession { _, session, record in
            let path = session.appendingPathComponent(SessionRecord.fileName)
            for bytes in [record.prefix(20000), Data(count: record.count), Data("no".utf8)] {
                try bytes.write(to: path)
                for command in ["export", "report", "recover"] {
                    let run = try Program.attune([command, session.path])
                    #expect(run.status == 65, "\(command): \(run.errors)")
                    #expect(run.messages.count == 1, "\(run.errors)")
                }
                #expect(try Data(contentsOf: path) == bytes)
            }
        }
    }

    @Test func thereIsNoRecord() throws {
        try Program.inFolder { folder in
            let run = try Program.attune(["recover", folder.path])
            #expect(run.status == 66)
            #expect(run.errors.contains("session.sqlite does not exist"))
        }
    }
}
