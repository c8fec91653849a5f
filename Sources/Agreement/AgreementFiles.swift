package import Base
import Exports
import SessionModel

/// `agreement.json`: what `agreement.csv` has, the episodes one by one, and what was compared with
/// what. With two coders the keys of one are about the first, and `pairs` has all three comparisons.
package struct AgreementJSON: Sendable {
    package static let fileName = SessionFile.agreementSummary.name

    /// Version of the layout; grows when a key changes its meaning or goes.
    package static let schema = 1

    private let first: ComparedPair
    private let pairs: [ComparedPair]
    private let consentDigest: String?

    /// - Parameters:
    ///   - first: Attune and the coder, or the first coder.
    ///   - others: further comparisons.
    ///   - consentDigest: of the session's consent file; `nil` when there is none.
    package init(
        _ first: ComparedPair, _ others: [ComparedPair] = [], consentDigest: String? = nil
    ) {
        self.first = first
        pairs = [first] + others
        self.consentDigest = consentDigest
    }

    /// Writes the whole file.
    package func write(to output: inout FileWriter) throws(Failure) {
        try output.write(value.text() + "\n")
    }

    var value: JSONValue {
        let comparison = first.comparison
        var members: [JSONValue.Member] = [
            .init("schema", .integer(Self.schema)),
            .init("attune", .string(AttuneVersion.current)),
            .init("consent_digest", consentDigest.map { .string($0) } ?? .null),
            .init("coded", Self.coded(first.other)),
        ]
        if pairs.count > 1 { members.append(.init("coded2", Self.coded(pairs[1].other))) }
        members += [
            .init(
                "settings",
                [
                    "start": .rounded(comparison.span.start),
                    "end": .rounded(comparison.span.end),
                    "tolerance": .rounded(comparison.tolerance), "bin": 1,
                ]),
            .init("postures", .array(comparison.rows.map(Self.row))),
            .init("episodes", Self.episodes(comparison.episodes)),
        ]
        if pairs.count > 1 {
            members.append(.init("pairs", .array(pairs.map(Self.pair))))
        }
        return .object(members)
    }

    private static func pair(_ pair: ComparedPair) -> JSONValue {
        [
            "compared": .string(pair.names.one), "with": .string(pair.names.other),
            "postures": .array(pair.comparison.rows.map(row)),
            "episodes": episodes(pair.comparison.episodes),
        ]
    }

    private static func coded(_ file: CodingFile) -> JSONValue {
        [
            "file": .string(file.name), "format": .string(file.format.rawValue),
            "sha256": .string(file.digest),
            "ignored": .array(file.coding.ignored.map { .string($0) }),
            "notes": .array(file.coding.notes.map { .string($0) }),
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

    private static func episodes(_ episodes: EpisodeAgreement) -> JSONValue {
        [
            "postures": .array(episodes.postures.map { .string($0) }),
            "events": events(episodes.events),
            "lag_error": quartiles(episodes.lagError),
            "matched": .array(
                episodes.pairs.map {
                    ["attune": episode($0.attune), "coder": episode($0.coder)]
                }),
            "only_attune": .array(episodes.onlyAttune.map(episode)),
            "only_coder": .array(episodes.onlyCoder.map(episode)),
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

/// `agreement.csv`: a row per seat and posture, and one without a seat for both together; for every pair
/// that was compared.
package struct AgreementCSV: Sendable {
    package static let fileName = SessionFile.agreement.name
    package static let columns = [
        "seat", "posture", "seconds", "attune_seconds", "coder_seconds", "observed_agreement",
        "kappa", "attune_events", "coder_events", "matched_events", "precision", "recall", "f1",
        "onset_error_median", "onset_error_q1", "onset_error_q3", "side_agreement", "note",
        "compared", "with",
    ]

    private let pairs: [ComparedPair]

    package init(_ pairs: [ComparedPair]) { self.pairs = pairs }

    /// Writes the whole file.
    package func write(to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for pair in pairs { try write(pair, to: &output) }
    }

    private func write(_ pair: ComparedPair, to output: inout FileWriter) throws(Failure) {
        for row in pair.comparison.rows {
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
                .text(pair.names.one), .text(pair.names.other),
            ])
        }
    }
}
