import Posture
package import Base
import Consents
import Mimicry
package import SessionModel

/// `session.json`: summary and provenance.
package struct SessionJSON: SessionWriter {
    package static let fileName = SessionFile.summary.name

    /// Version of the layout; grows when a key changes its meaning or goes.
    package static let schema = 1

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.write(Self.text(session))
        try output.write("\n")
    }

    /// The whole file, but for the line feed at its end.
    package static func text(_ session: Session) -> String { value(session).text() }

    /// The whole file as a value.
    static func value(_ session: Session) -> JSONValue {
        .object(Session.Key.allCases.map { .init($0.rawValue, value(of: $0, session)) })
    }

    private static func value(of key: Session.Key, _ session: Session) -> JSONValue {
        switch key {
        case .schema: .integer(schema)
        case .attune: .string(session.attune)
        case .source: source(session.source)
        case .seats: .array(session.seats.map { .string($0) })
        case .consent: session.consent?.json ?? .null
        case .settings: session.settings.json
        case .quality: quality(session)
        case .summary: summary(session)
        case .warnings: warnings(session)
        case .markers:
            .array(session.markers.map { $0.json(seats: session.seats) })
        }
    }

    private static func warnings(_ session: Session) -> JSONValue {
        .array(session.warnings.map { .string($0) })
    }

    /// One file as an object; several as a list: two cameras, the first seat's first, or chapters in order.
    private static func source(_ sources: [SourceInfo]) -> JSONValue {
        sources.count == 1 ? sources[0].json : .array(sources.map(\.json))
    }

    private static func quality(_ session: Session) -> JSONValue {
        let coverage = zip(session.seats, session.quality.coverage).map {
            JSONValue.Member($0, .rounded($1, decimals: 4))
        }
        let identity = session.quality.identity.map { span -> JSONValue in
            ["start": .rounded(span.start), "end": .rounded(span.end)]
        }
        let unvalidated = session.settings.postures.filter { !$0.isValidated }
        let roll = session.quality.roll.map { roll -> JSONValue in
            [
                "degrees": .rounded(roll.degrees, decimals: 1),
                "corrected": .bool(roll.correction != 0),
            ]
        }
        let seats = Seat.allCases.map { seat in
            JSONValue.Member(
                session.name(of: seat), SeatQuality(session: session, seat: seat).json)
        }
        return .object(
            [
                .init("coverage", .object(coverage)), .init("identity", .array(identity)),
                .init("not_validated", .array(unvalidated.map { .string($0.name) })),
                .init("roll", roll ?? .null),
                .init(
                    "untold", .array(session.untoldShares.map { self.untold($0, session) })),
            ] + seats)
    }

    private static func untold(_ share: UntoldShare, _ session: Session) -> JSONValue {
        let seat = session.name(of: share.seat)
        return [
            "seat": .string(seat), "posture": .string(share.posture),
            "reason": .string(UntoldWords.clause(share.cause, seat)),
            "seconds": .rounded(share.seconds, decimals: 3),
            "share": .rounded(share.share, decimals: 4),
        ]
    }

    private static func summary(_ session: Session) -> JSONValue {
        let summary = SessionSummary(session)
        let perPosture = summary.episodesPerPosture.map {
            JSONValue.Member($0.posture, .integer($0.count))
        }
        let tested = session.chance?.postures.map {
            JSONValue.Member($0.posture, significance($0.significance))
        }
        let led = zip(session.seats, summary.led).map { JSONValue.Member($0, .integer($1)) }
        return [
            "episodes": [
                "count": .integer(session.episodes.count),
                "per_posture": .object(perPosture),
                "p_value": .rounded(session.chance?.episodes?.pValue, decimals: 6),
                "chance": session.chance?.episodes.map(significance) ?? .null,
                "chance_per_posture": .object(tested ?? []),
                "surrogate": "circular-shift",
            ],
            "posture_sharing_seconds": .rounded(summary.sharingSeconds),
            "posture_base_rates": .array(session.baseRates.map { baseRate($0, session.seats) }),
            "channels": .array((session.chance?.channels ?? []).map(channel)),
            "combined": session.chance?.combined.map(significance) ?? .null,
            "leadership": [
                "episodes_led": .object(led),
                "balance": .rounded(summary.leaderBalance, decimals: 4),
            ],
            "warnings": warnings(session),
        ]
    }

    private static func baseRate(_ rate: PostureSharing, _ seats: [String]) -> JSONValue {
        let held = zip(seats, [rate.firstRate, rate.secondRate]).map {
            JSONValue.Member($0, .rounded($1, decimals: 4))
        }
        return [
            "posture": .string(rate.posture), "known": .rounded(rate.known),
            "held": .object(held), "shared": .rounded(rate.shared),
            "expected": .rounded(rate.expected),
        ]
    }

    private static func channel(_ channel: ChannelSignificance) -> JSONValue {
        guard case .object(let members) = significance(channel.significance) else { return .null }
        return .object(
            [
                .init("channel", .string(channel.channel.rawValue)),
                .init("mapping", .string(channel.mapping.rawValue)),
            ] + members + [
                .init("q_value", .rounded(channel.qValue, decimals: 6)),
                .init("surrogate", "circular-shift"),
            ])
    }

    private static func significance(_ held: Significance) -> JSONValue {
        [
            "z": .rounded(held.value, decimals: 6),
            "surrogate_mean": .rounded(held.surrogateMean, decimals: 6),
            "surrogate_sd": .rounded(held.surrogateSD, decimals: 6),
            "effect_size": .rounded(held.effectSize, decimals: 4),
            "p_value": .rounded(held.pValue, decimals: 6),
            "surrogates": .integer(held.surrogates),
        ]
    }
}
