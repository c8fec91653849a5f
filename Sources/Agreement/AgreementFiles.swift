package import Base
package import Exports
import SessionModel

/// `agreement.json`: what `agreement.csv` has, the episodes one by one, and what was compared with
/// what.
package struct AgreementJSON: Sendable {
    package static let fileName = SessionFile.agreementSummary.name

    /// Version of the layout; grows when a key changes its meaning or goes.
    package static let schema = 1

    private let comparison: Comparison
    private let coded: CodingFile
    private let consentDigest: String?

    /// - Parameter consentDigest: of the session's consent file; `nil` when there is none.
    package init(_ comparison: Comparison, coded: CodingFile, consentDigest: String? = nil) {
        self.comparison = comparison
        self.coded = coded
        self.consentDigest = consentDigest
    }

    /// Writes the whole file.
    package func write(to output: inout FileWriter) throws(Failure) {
        try output.write(value.text() + "\n")
    }

    var value: JSONValue {
        [
            "schema": .integer(Self.schema),
            "attune": .string(AttuneVersion.current),
            "consent_digest": consentDigest.map { .string($0) } ?? .null,
            "coded": [
                "file": .string(coded.name), "format": .string(coded.format.rawValue),
                "sha256": .string(coded.digest),
                "ignored": .array(comparison.ignored.map { .string($0) }),
            ],
            "settings": [
                "start": .rounded(comparison.span.start), "end": .rounded(comparison.span.end),
                "tolerance": .rounded(comparison.tolerance), "bin": 1,
            ],
            "postures": .array(comparison.rows.map(Self.row)),
            "episodes": episodes,
        ]
    }

    private static func row(_ row: Comparison.Row) -> JSONValue {
        let seconds: JSONValue = [
            "both": .integer(row.seconds.both), "only_attune": .integer(row.seconds.onlyAttune),
            "only_coder": .integer(row.seconds.onlyCoder),
            "neither": .integer(row.seconds.neither),
        ]
        return [
            "seat": row.seat.map { .string($0) } ?? .null,
            "posture": .string(row.posture),
            "seconds": seconds,
            "observed_agreement": .rounded(row.seconds.observed, decimals: 4),
            "kappa": .rounded(row.seconds.kappa, decimals: 4),
            "events": events(row.events),
            "side_agreement": .rounded(row.events.sideAgreement, decimals: 4),
            "note": .string(row.note),
        ]
    }

    private static func events(_ events: EventAgreement) -> JSONValue {
        [
            "attune": .integer(events.attune), "coder": .integer(events.coder),
            "matched": .integer(events.matched),
            "precision": .rounded(events.precision, decimals: 4),
            "recall": .rounded(events.recall, decimals: 4),
            "f1": .rounded(events.f1, decimals: 4),
            "onset_error": quartiles(events.onsetError),
        ]
    }

    private static func quartiles(_ quartiles: Quartiles?) -> JSONValue {
        guard let quartiles else { return .null }
        return [
            "median": .rounded(quartiles.median), "q1": .rounded(quartiles.first),
            "q3": .rounded(quartiles.third),
        ]
    }

    private var episodes: JSONValue {
        let episodes = comparison.episodes
        return [
            "postures": .array(episodes.postures.map { .string($0) }),
            "events": Self.events(episodes.events),
            "lag_error": Self.quartiles(episodes.lagError),
            "matched": .array(
                episodes.pairs.map {
                    ["attune": Self.episode($0.attune), "coder": Self.episode($0.coder)]
                }),
            "only_attune": .array(episodes.onlyAttune.map(Self.episode)),
            "only_coder": .array(episodes.onlyCoder.map(Self.episode)),
        ]
    }

    private static func episode(_ episode: CodedEpisode) -> JSONValue {
        [
            "posture": .string(episode.posture), "leader": .string(episode.leader),
            "follower": .string(episode.follower), "leader_onset": .rounded(episode.leaderOnset),
            "follower_onset": .rounded(episode.followerOnset), "lag": .rounded(episode.lag),
        ]
    }
}

/// `agreement.csv`: a row per seat and posture, and one without a seat for both together.
package struct AgreementCSV: Sendable {
    package static let fileName = SessionFile.agreement.name
    package static let columns = [
        "seat", "posture", "seconds", "attune_seconds", "coder_seconds", "observed_agreement",
        "kappa", "attune_events", "coder_events", "matched_events", "precision", "recall", "f1",
        "onset_error_median", "onset_error_q1", "onset_error_q3", "side_agreement", "note",
    ]

    private let comparison: Comparison

    package init(_ comparison: Comparison) { self.comparison = comparison }

    /// Writes the whole file.
    package func write(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for row in comparison.rows {
            let error = row.events.onsetError
            try output.writeRow([
                .text(row.seat ?? ""), .text(row.posture), .integer(row.seconds.seconds),
                .integer(row.seconds.attune), .integer(row.seconds.coder),
                .number(row.seconds.observed, decimals: 4), .number(row.seconds.kappa, decimals: 4),
                .integer(row.events.attune), .integer(row.events.coder),
                .integer(row.events.matched), .number(row.events.precision, decimals: 4),
                .number(row.events.recall, decimals: 4), .number(row.events.f1, decimals: 4),
                .seconds(error?.median), .seconds(error?.first), .seconds(error?.third),
                .number(row.events.sideAgreement, decimals: 4), .text(row.note),
            ])
        }
    }
}
