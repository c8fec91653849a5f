package import Base
package import Consents
import Foundation
import GRDB
package import SessionModel

extension SessionRecord {
    /// Stores the results, in place of earlier ones; one transaction. Where each of the two people is now the other one,
    /// what coders said until then is kept and no longer applied.
    ///
    /// - Parameter summary: the text of `session.json`, for those who read the record with SQL.
    package func save(_ session: Session, summary: String) throws(Failure) {
        let models = try header().models
        let exchange = PeopleExchange(from: try swapAt(), to: session.settings.swapAt)
        try writing { database in
            let reviews = ReviewTables(database: database)
            let ends = exchange.changesPeople ? try reviews.episodeEnds() : [:]
            try ResultWriter(database: database, session: session).write()
            if exchange.changesPeople {
                try reviews.put(try reviews.all(), after: exchange, ends: ends, path)
            }
            try ResultWriter.document(ResultDocument.summary, summary, database)
            let provenance = Provenance(
                attune: session.attune, precision: session.settings.precision, models: models,
                sources: session.source)
            try ResultWriter.document(
                ResultDocument.provenance, try RecordJSON.text(provenance), database)
        }
    }

    /// The notes that were made while the session ran, in order of time.
    package func markers() throws(Failure) -> [Marker] {
        try reading { try Marker.all(in: $0) }
    }

    /// Whether results have been saved.
    package func hasResults() throws(Failure) -> Bool {
        try reading(ResultDocument.hasResults(in:))
    }

    /// The session as it was saved, the channels rounded to the decimals of `features.csv`.
    ///
    /// - Parameters:
    ///   - uses: both people must have agreed to one of them, their consent must hold, and no consent file
    ///     beside the record or the recordings may take something back; `nil` only right after a check, or to
    ///     replace the consent.
    ///   - date: the day on which it must hold.
    /// - Throws: ``Failure/Kind/badInput`` when nothing was saved, ``Failure/Kind/noConsent``.
    package func session(
        for uses: [Consent.Scope]? = ConsentSummary.measuring, on date: CalendarDate = .today
    ) throws(Failure) -> Session {
        try session(for: uses, on: date, isWhole: true)
    }

    /// The same without synchrony and timeline, and of the channels only when they begin and end: what it takes to
    /// decide on episodes, in a fraction of the time. What is left out is not checked either.
    package func episodesAlone() throws(Failure) -> Session {
        try session(for: ConsentSummary.measuring, on: .today, isWhole: false)
    }

    private func session(
        for uses: [Consent.Scope]?, on date: CalendarDate, isWhole: Bool
    ) throws(Failure) -> Session {
        guard try hasResults() else {
            throw Failure.badInput(
                "\(path) holds no results yet",
                remedy: "go on with its measurement: run \(.analyze) again with \(.resume)")
        }
        if isWhole { try checkResults() }
        let session = try reading {
            try ResultReader(database: $0, path: path).session(isWhole: isWhole)
        }
        if let uses, let consent = session.consent {
            try require(consent, uses, on: date, media: session.origin?.media ?? [])
        }
        return session
    }

    private func require(
        _ consent: ConsentSummary, _ uses: [Consent.Scope], on date: CalendarDate, media: [String]
    ) throws(Failure) {
        let parent = path.parentFolder
        let folder = parent.isEmpty ? "." : parent
        try consent.require(uses, on: date, in: .folder(folder))
        try ConsentsBeside(of: consent, in: ConsentsBeside.folders(folder, media: media))
            .refuseRetraction(of: consent, in: .folder(folder), on: date)
    }
}

/// The software and models that a session was measured with.
struct Provenance: Codable {
    var attune: String
    var precision: String
    var models: [String: String]
    var sources: [SourceInfo]
}

/// Names of the JSON documents: results without a table of their own.
enum ResultDocument {
    static let settings = "settings"
    static let consent = "consent"
    static let warnings = "warnings"
    static let origin = "origin"
    static let provenance = "provenance"
    static let chance = "chance"
    /// Missing in records of earlier versions: then it is computed from the postures.
    static let baseRates = "base_rates"
    /// By how much the picture is askew; missing when each person has a picture of their own, and in records of
    /// earlier versions.
    static let roll = "roll"
    /// Lasting changes of the distance; missing where there are none, and in records of earlier versions.
    static let distance = "distance"
    static let summary = "summary"
}

extension Marker {
    static func all(in database: Database) throws -> [Marker] {
        try SessionTable(database: database, seats: []).rows(orderedBy: "time, id")
    }
}
