import Archive
import Base
import Consents
import Foundation
import SessionModel
import TestSupport
import Testing

@testable import Workflows

/// What the record of a live session says of its gaps.
@Suite struct LiveResultsTests {
    /// The vision process takes everything between two instants for a time in which people may have changed
    /// places; the part of it in which nobody measured is a pause.
    @Test func aPauseIsNoDoubtAboutWhoIsWho() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            _ = try StoredSession(
                cutOff: place,
                consent: StoredSession.consent(
                    therapist: [.analysis, .live], client: [.analysis, .live]), frames: 500)
            let record = try SessionRecord.open(
                place.path + "/session.partial.sqlite", for: .writing)
            let writer = try RecordWriter(record)
            try writer.append(.uncertain(TimeSpan(start: 8, end: 14), cause: "absence"))
            try writer.append(.uncertain(TimeSpan(start: 16, end: 17), cause: "overlap"))
            let gap = LiveEnding.Gap(start: 8, end: 12, reason: .pause)
            try writer.finish(
                .complete,
                MeasurementOutcome(
                    sources: [.init(duration: 20, frames: 500)], live: LiveEnding(gaps: [gap])))
            let session = try await LiveResults.make(record)
            #expect(session.quality.gaps == [gap])
            let doubts = [TimeSpan(start: 12, end: 14), TimeSpan(start: 16, end: 17)]
            #expect(session.quality.identity == doubts)
            // It is unknown all the same, and stays so when the record is read again.
            #expect(session.masked == [TimeSpan(start: 8, end: 14), TimeSpan(start: 16, end: 17)])
            #expect(try record.session().quality == session.quality)
            try record.close()
        }
    }
}
