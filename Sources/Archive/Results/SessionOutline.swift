package import Base
package import Consents
import Foundation
import GRDB
import SessionModel

/// What a list of sessions tells of one, without its channels and poses.
package struct SessionOutline: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// A run is writing to the folder.
        case measuring
        /// It was begun, and no run goes on with it.
        case interrupted
        /// It ended before the recording did, and that part has been analysed.
        case stopped
        case done
        /// Somebody took their consent back.
        case withdrawn
        /// Its record is damaged, not Attune's, or of a later version.
        case unreadable
    }

    package var state: State
    /// How much of the recording has been measured, 0…1; `nil` where that is not known.
    package var share: Double?
    /// Seconds.
    package var duration: Double?
    /// Names of the seats, first and second; empty before there are results.
    package var seats: [String] = []
    /// Share of the time in which each person was seen, 0…1.
    package var coverage: [Double] = []
    package var hasResults = false
    /// Episodes that count; `nil` before there are results, and where nothing can be said of any.
    package var episodes: Int?
    package var consent: ConsentSummary?
    /// How far each coder has come, by their codes.
    package var reviews: [ReviewProgress] = []
    /// Why it is unreadable, and what to do about it.
    package var fault: Failure?

    package init(_ state: State) { self.state = state }

    /// The outline of the session in a folder; `nil` when there is none.
    package init?(of folder: String) {
        do throws(Failure) {
            if try Withdrawal.read(in: folder) != nil {
                self.init(.withdrawn)
                return
            }
            guard let outline = try Self.read(folder) else { return nil }
            self = outline
        } catch {
            self.init(.unreadable)
            fault = error
        }
    }

    private static func read(_ folder: String) throws(Failure) -> SessionOutline? {
        let (whole, partial) = (
            "\(folder)/\(SessionRecord.fileName)", "\(folder)/\(SessionRecord.unfinishedName)"
        )
        if StagedFile.exists(partial) {
            var outline = SessionOutline(FolderLock.isHeld(folder) ? .measuring : .interrupted)
            // What another run has open may not be readable at every instant.
            try? outline.fill(partial)
            return outline
        }
        guard StagedFile.exists(whole) else { return nil }
        var outline = SessionOutline(.done)
        try outline.fill(whole)
        return outline
    }

    private mutating func fill(_ path: String) throws(Failure) {
        let record = try SessionRecord.open(path)
        let header = try record.header()
        consent = try record.consent()
        if state == .done, try record.state() == .stopped { state = .stopped }
        let found = try record.reading { database in
            (
                end: try Double.fetchOne(database, sql: "SELECT max(time) FROM frames"),
                duration: try Double.fetchOne(database, sql: "SELECT max(duration) FROM sources"),
                seats: try String.fetchAll(database, sql: "SELECT name FROM seats ORDER BY seat"),
                coverage: try Double.fetchAll(
                    database, sql: "SELECT coverage FROM seats ORDER BY seat"),
                episodes: try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM episodes WHERE \"repeat\" = 0 AND event = 0"),
                series: try String.fetchOne(
                    database,
                    sql: "SELECT json_extract(json, '$.series') FROM documents WHERE name = ?",
                    arguments: [ResultDocument.settings])
            )
        }
        reviews = try record.reviewProgress()
        seats = found.seats
        coverage = found.coverage
        hasResults = !found.seats.isEmpty
        let series = found.series.flatMap { try? RecordJSON.value(SeriesSettings.self, $0) }
        let areSeen = coverage.allSatisfy { $0 >= Quality.leastCoverage }
        if hasResults, areSeen, series?.hasPostures ?? true { episodes = found.episodes }
        duration = found.duration ?? (header.declaredDuration > 0 ? header.declaredDuration : nil)
        if let end = found.end, header.declaredDuration > 0 {
            share = min(1, max(0, end / header.declaredDuration))
        }
        try record.close()
    }
}

extension ConsentSummary {
    /// The last day on which the consent of both holds; `nil` when it has none, and of somebody who withdrew.
    package var lastDay: CalendarDate? {
        participants.contains { $0.withdrawn != nil }
            ? nil : participants.compactMap(\.expires).min()
    }
}
