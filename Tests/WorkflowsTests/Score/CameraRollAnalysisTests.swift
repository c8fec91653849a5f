import Archive
import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Workflows

/// The example as a camera that is askew would have seen it.
@Suite struct CameraRollAnalysisTests {
    private func frames() throws -> [DyadFrame] {
        var frames: [DyadFrame] = []
        try TemporaryFolder.with { folder in
            let copy = folder.appendingPathComponent("session.sqlite")
            try FileManager.default.copyItem(
                at: Repository.root.appendingPathComponent("Tests/Golden/inputs/example.sqlite"),
                to: copy)
            let record = try SessionRecord.open(copy.path, for: .reading)
            try record.forEachFrame { frames.append($0) }
            try record.close()
        }
        return frames
    }

    /// The session of the example, its picture turned clockwise.
    private func session(
        _ frames: [DyadFrame], turned degrees: Double, layout: String = "auto"
    ) async throws -> Session {
        try await TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("session.sqlite").path
            let record = try SessionRecord.create(
                path,
                header: RecordHeader(
                    sources: [.init(file: "a.mp4", sha256: String(repeating: "ab", count: 32))],
                    request: .init(rate: "12.5", layout: layout, precision: "f32"),
                    arithmetic: "f32", width: 960, height: 540))
            let writer = try RecordWriter(record)
            for frame in frames {
                try writer.append(
                    DyadFrame(
                        time: frame.time,
                        poses: frame.poses.map { $0?.levelled(by: -degrees) }))
            }
            try writer.finish(
                .complete,
                MeasurementOutcome(sources: [.init(duration: 50, frames: frames.count)]))
            var settings = Settings(layout: layout)
            settings.surrogates.count = 0
            let analysis = Analysis(
                record: record, video: "a.mp4", names: ["therapist", "client"],
                consent: try StoredSession.consent(), settings: settings)
            let session = try await analysis.session()
            try record.save(session, summary: "{}")
            #expect(try record.session(for: nil).quality.roll == session.quality.roll)
            try record.close()
            return session
        }
    }

    private func tilted(_ session: Session) -> Double {
        session.postures.flatMap(\.held).filter { $0.posture == "head_tilted" }
            .reduce(0) { $0 + $1.duration }
    }

    @Test func anAskewCameraFindsTheEpisodesOfALevelOne() async throws {
        let frames = try frames()
        let level = try await session(frames, turned: 0)
        #expect(level.quality.roll?.correction == 0)
        for degrees in [-9.0, 9] {
            let askew = try await session(frames, turned: degrees)
            let roll = try #require(askew.quality.roll?.degrees)
            #expect(abs(roll - degrees) < 2, "\(roll)")
            #expect(askew.episodes.count == level.episodes.count)
            for (one, other) in zip(askew.episodes, level.episodes) {
                #expect(one.posture == other.posture && one.leader == other.leader)
                #expect(one.congruence == other.congruence)
                #expect(abs(one.leaderOnset - other.leaderOnset) < 0.25)
                #expect(abs(one.followerOnset - other.followerOnset) < 0.25)
            }
            #expect(abs(tilted(askew) - tilted(level)) < 2)
            #expect(askew.warnings.contains { $0.contains("turned by") && $0.contains("level") })
        }
    }

    /// Each has a picture of their own: nothing is shared that could be told from them.
    @Test func picturesOfTheirOwnAreLeftAsTheyAre() async throws {
        let apart = try await session(try frames(), turned: 9, layout: "side-by-side")
        #expect(apart.quality.roll == nil)
        #expect(!apart.warnings.contains { $0.contains("turned by") })
    }
}
