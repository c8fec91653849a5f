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
    private let channels: ChannelAgreement?
    private let consentDigest: String?

    /// - Parameters:
    ///   - first: Attune and the coder, or the first coder.
    ///   - others: further comparisons.
    ///   - channels: how channels agree with the same of another source.
    ///   - consentDigest: of the session's consent file; `nil` when there is none.
    package init(
        _ first: ComparedPair, _ others: [ComparedPair] = [], channels: ChannelAgreement? = nil,
        consentDigest: String? = nil
    ) {
        self.first = first
        self.channels = channels
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
                    "replicates": .integer(BlockBootstrap.replicates),
                    "shifts": .integer(EventChance.shifts),
                ]),
            .init("postures", .array(comparison.rows.map(Self.row))),
            .init("episodes", Self.episodes(comparison.episodes)),
        ]
        if pairs.count > 1 {
            members.append(.init("pairs", .array(pairs.map(Self.pair))))
        }
        if let channels {
            members.append(
                .init(
                    "channels",
                    [
                        "file": .string(channels.name),
                        "rows": .array(channels.rows.map(Self.channel)),
                    ]))
        }
        return .object(members)
    }

    private static func channel(_ row: ChannelAgreement.Row) -> JSONValue {
        [
            "seat": .string(row.seat), "channel": .string(row.channel),
            "seconds": .integer(row.agreement.count),
            "icc": .rounded(row.agreement.value, decimals: 4),
            "difference": .rounded(row.agreement.meanDifference, decimals: 4),
            "difference_low": .rounded(row.agreement.limits?.lowerBound, decimals: 4),
            "difference_high": .rounded(row.agreement.limits?.upperBound, decimals: 4),
        ]
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
        var members: [JSONValue.Member] = [
            .init("seat", row.seat.map { .string($0) } ?? .null),
            .init("posture", .string(row.posture)),
            .init("seconds", seconds(row.seconds)),
            .init("observed_agreement", .rounded(row.seconds.observed, decimals: 4)),
            .init("kappa", .rounded(row.seconds.kappa, decimals: 4)),
            .init("kappa_low", .rounded(row.intervals.kappa?.lowerBound, decimals: 4)),
            .init("kappa_high", .rounded(row.intervals.kappa?.upperBound, decimals: 4)),
            .init("known", known(row)),
            .init("kappa_tolerance", .rounded(row.tolerant.kappa, decimals: 4)),
            .init("u_alpha", .rounded(row.unitizing.value, decimals: 4)),
            .init("events", events(row.events)),
            .init("f1_low", .rounded(row.intervals.f1?.lowerBound, decimals: 4)),
            .init("f1_high", .rounded(row.intervals.f1?.upperBound, decimals: 4)),
            .init("f1_by_chance", .rounded(row.chance.f1, decimals: 4)),
            .init("f1_p_value", .rounded(row.chance.pValue, decimals: 4)),
            .init("f1_corrected", .rounded(row.chance.corrected, decimals: 4)),
            .init("duration", duration(row.events.duration)),
            .init("side_agreement", .rounded(row.events.sideAgreement, decimals: 4)),
            .init("note", .string(row.note)),
        ]
        if let ceiling = row.ceiling {
            members.append(
                .init(
                    "human",
                    [
                        "kappa": .rounded(ceiling.kappa, decimals: 4),
                        "u_alpha": .rounded(ceiling.unitizingAlpha, decimals: 4),
                        "f1": .rounded(ceiling.f1, decimals: 4),
                    ]))
        }
        return .object(members)
    }

    private static func seconds(_ seconds: SecondsAgreement) -> JSONValue {
        [
            "both": .integer(seconds.both), "only_attune": .integer(seconds.onlyAttune),
            "only_coder": .integer(seconds.onlyCoder), "neither": .integer(seconds.neither),
        ]
    }

    private static func known(_ row: Comparison.Row) -> JSONValue {
        [
            "seconds": seconds(row.known), "unknown": .integer(row.unknownSeconds),
            "kappa": .rounded(row.known.kappa, decimals: 4),
            "kappa_low": .rounded(row.intervals.knownKappa?.lowerBound, decimals: 4),
            "kappa_high": .rounded(row.intervals.knownKappa?.upperBound, decimals: 4),
        ]
    }

    private static func duration(_ duration: IntraclassCorrelation) -> JSONValue {
        [
            "pairs": .integer(duration.count), "icc": .rounded(duration.value, decimals: 4),
            "difference": .rounded(duration.meanDifference),
            "difference_low": .rounded(duration.limits?.lowerBound),
            "difference_high": .rounded(duration.limits?.upperBound),
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
        "compared", "with", "kappa_low", "kappa_high", "unknown_seconds", "kappa_known",
        "kappa_known_low", "kappa_known_high", "kappa_tolerance", "u_alpha", "f1_low", "f1_high",
        "f1_by_chance", "f1_p_value", "f1_corrected", "duration_pairs", "duration_icc",
        "human_kappa", "human_u_alpha", "human_f1",
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
            try output.writeRow(Self.figures(row, pair.names) + Self.beyond(row))
        }
    }

    private static func figures(
        _ row: Comparison.Row, _ names: (one: String, other: String)
    ) -> [Cell] {
        let error = row.events.onsetError
        return [
            .text(row.seat ?? ""), .text(row.posture), .integer(row.seconds.seconds),
            .integer(row.seconds.attune), .integer(row.seconds.coder),
            .number(row.seconds.observed, decimals: 4), .number(row.seconds.kappa, decimals: 4),
            .integer(row.events.attune), .integer(row.events.coder),
            .integer(row.events.matched), .number(row.events.precision, decimals: 4),
            .number(row.events.recall, decimals: 4), .number(row.events.f1, decimals: 4),
            .seconds(error?.median), .seconds(error?.first), .seconds(error?.third),
            .number(row.events.sideAgreement, decimals: 4), .text(row.note),
            .text(names.one), .text(names.other),
        ]
    }

    /// Intervals, chance, what Attune knew, and what two people agree on.
    private static func beyond(_ row: Comparison.Row) -> [Cell] {
        func bounds(_ interval: ClosedRange<Double>?) -> [Cell] {
            [
                .number(interval?.lowerBound, decimals: 4),
                .number(interval?.upperBound, decimals: 4),
            ]
        }
        return bounds(row.intervals.kappa)
            + [.integer(row.unknownSeconds), .number(row.known.kappa, decimals: 4)]
            + bounds(row.intervals.knownKappa)
            + [
                .number(row.tolerant.kappa, decimals: 4),
                .number(row.unitizing.value, decimals: 4),
            ] + bounds(row.intervals.f1)
            + [
                .number(row.chance.f1, decimals: 4), .number(row.chance.pValue, decimals: 4),
                .number(row.chance.corrected, decimals: 4), .integer(row.events.duration.count),
                .number(row.events.duration.value, decimals: 4),
                .number(row.ceiling?.kappa, decimals: 4),
                .number(row.ceiling?.unitizingAlpha, decimals: 4),
                .number(row.ceiling?.f1, decimals: 4),
            ]
    }
}
