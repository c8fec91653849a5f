import Consents
import Foundation
import TestSupport
import Testing

/// A process that draws a clip and gets stuck is ended, and says so.
@Suite(.tags(.program), .untilStuck)
struct StuckClipTests {
    /// It neither reads nor speaks; it reads and does not speak; it says nothing at the end. More frames than a
    /// socket holds.
    @Test(arguments: ["exec sleep 600", "cat > /dev/null; exec sleep 600", "exec sleep 600 <&-"])
    func itIsNotWaitedForForEver(vision: String) throws {
        try Program.inFolder { folder in
            let scopes: [Consent.Scope] = [.analysis, .reviewClip]
            let session = try StoredSession(
                folder.appendingPathComponent("S01"),
                consent: StoredSession.consent(therapist: scopes, client: scopes), frames: 1500,
                drawable: true)
            let attune = try DecoderFaultTests.install(in: folder, vision: vision)
            let begun = ContinuousClock.now
            let run = try Program.run([
                "timeout", "-s", "KILL", "60", "env", "ATTUNE_PATIENCE=2", attune, "export",
                session.folder.path, "--format", "review",
            ])
            #expect(ContinuousClock.now - begun < .seconds(40))
            #expect(run.status == 70, "\(run)")
            #expect(
                run.messages.last?.contains("the review clip cannot be made: attune-vision") == true
            )
            let left = try FileManager.default.contentsOfDirectory(atPath: session.folder.path)
            #expect(!left.contains("review.mp4") && !left.contains { $0.hasPrefix(".attune") })
        }
    }

    /// Signs of life come while it draws.
    @Test func oneThatWorksSlowlyIsWaitedFor() throws {
        try Program.inFolder { folder in
            let scopes: [Consent.Scope] = [.analysis, .reviewClip]
            let session = try StoredSession(
                folder.appendingPathComponent("S01"),
                consent: StoredSession.consent(therapist: scopes, client: scopes), frames: 2000,
                drawable: true)
            let run = try Program.attune(
                ["export", session.folder.path, "--format", "review"],
                under: ["env", "ATTUNE_PATIENCE=3"])
            #expect(run.status == 0, "\(run)")
        }
    }
}
