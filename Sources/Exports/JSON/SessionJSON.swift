import Posture
package import Base
import Consents
import Mimicry
package import SessionModel

/// `session.json`: summary and provenance.
package struct SessionJSON: SessionWriter {
    package static let fileName = SessionFile.summary.name

    package static let schema = Session.schema

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
        case .review: session.review.map(review) ?? .null
        }
    }

    /// Whose review the episodes are, and how far it has come.
    private static func review(_ review: ReviewSummary) -> JSONValue {
        [
            "coder": .string(review.coder), "blind": .bool(review.isBlind),
            "measured": .integer(review.measured), "reviewed": .integer(review.reviewed),
            "confirmed": .integer(review.confirmed), "corrected": .integer(review.corrected),
            "rejected": .integer(review.rejected), "unsure": .integer(review.unsure),
            "added": .integer(review.added), "lost": .integer(review.lost),
            "chance": "measured",
        ]
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
            ] + gaps(session) + excluded(session) + inference(session) + [
                .init("not_validated", .array(unvalidated.map { .string($0.name) })),
                .init("roll", roll ?? .null),
                .init(
                    "untold", .array(session.untoldShares.map { self.untold($0, session) })),
            ] + seats)
    }

    /// When nothing was measured, where there is such a time.
    private static func gaps(_ session: Session) -> [JSONValue.Member] {
        guard !session.quality.gaps.isEmpty else { return [] }
        let gaps = session.quality.gaps.map { gap -> JSONValue in
            [
                "start": .rounded(gap.start), "end": .rounded(gap.end),
                "reason": .string(gap.reason.rawValue),
            ]
        }
        return [.init("gaps", .array(gaps))]
    }

    /// How many bodies were inferred, where that is known.
    private static func inference(_ session: Session) -> [JSONValue.Member] {
        guard let inference = session.quality.inference else { return [] }
        let value: JSONValue = [
            "bodies": .rounded(inference.bodies, decimals: 4),
            "bound": .rounded(inference.bound, decimals: 4),
        ]
        return [.init("inference", value)]
    }

    /// What the settings leave out of scoring, where they do.
    private static func excluded(_ session: Session) -> [JSONValue.Member] {
        guard let share = session.excludedShare else { return [] }
        let spans = session.excluded.map { span -> JSONValue in
            ["start": .rounded(span.start), "end": .rounded(span.end)]
        }
        return [
            .init("excluded", .array(spans)), .init("excluded_share", .rounded(share, decimals: 4)),
        ]
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

    /// The number of episodes against chance.
    private static func episodes(_ chance: SurrogateTests?) -> JSONValue {
        guard let chance, let held = chance.episodes else { return .null }
        return .object(
            significance(held) + [
                .init("excess_per_minute", .rounded(chance.episodesExcessPerMinute, decimals: 6)),
                .init("known_seconds", .rounded(chance.knownPostures)),
            ])
    }

    private static func summary(_ session: Session) -> JSONValue {
        let summary = SessionSummary(session)
        let perPosture = summary.episodesPerPosture.map {
            JSONValue.Member($0.posture, .integer($0.count))
        }
        let chance = session.chance
        let tested = chance?.postures.map { posture in
            JSONValue.Member(
                posture.posture,
                .object(
                    significance(posture.significance) + [
                        .init("p_adjusted", .rounded(posture.adjusted, decimals: 6)),
                        .init(
                            "excess_per_minute",
                            .rounded(chance?.excessPerMinute(of: posture), decimals: 6)),
                    ]))
        }
        let led = zip(session.seats, summary.led).map { JSONValue.Member($0, .integer($1)) }
        let responses = ResponseJSON(session: session)
        return [
            "episodes": .object(
                [
                    .init("count", .integer(session.countedEpisodes.count)),
                    .init("repeats", .integer(session.episodes.count(where: \.isRepeat))),
                    .init("after_events", .integer(session.episodes.count(where: \.isAfterEvent))),
                    .init("per_posture", .object(perPosture)),
                    .init("p_value", .rounded(chance?.episodes?.pValue, decimals: 6)),
                    .init("excess", .rounded(chance?.episodes?.excess, decimals: 6)),
                    .init(
                        "excess_low",
                        .rounded(chance?.episodes?.excessInterval?.lowerBound, decimals: 6)),
                    .init(
                        "excess_high",
                        .rounded(chance?.episodes?.excessInterval?.upperBound, decimals: 6)),
                    .init("chance", episodes(chance)),
                    .init("chance_per_posture", .object(tested ?? [])),
                    .init("surrogate", "circular-shift"),
                ] + responses.episodes),
            "dissolution": responses.dissolution,
            "posture_sharing": responses.sharing,
            "posture_sharing_seconds": .rounded(summary.sharingSeconds),
            "turns": TalkWords(session)?.json ?? .null,
            "breathing": BreathWords(session)?.json ?? .null,
            "facing": FacingWords(session)?.json ?? .null,
            "distance": DistanceWords(session)?.json ?? .null,
            "gait": GaitWords(session)?.json ?? .null,
            "posture_base_rates": .array(session.baseRates.map { baseRate($0, session.seats) }),
            "method": chance.map { .integer($0.method) } ?? .null,
            "known_seconds": .rounded(chance?.knownMovement),
            "activity": chance?.activity.map(activity) ?? .null,
            "mirroring": chance.flatMap(mirroring) ?? .null,
            "channels": .array((chance?.channels ?? []).map(channel)),
            "combined": chance?.combined.map { .object(significance($0)) } ?? .null,
            "percentile_band": chance?.band.map { .array($0.map { .rounded($0, decimals: 2) }) }
                ?? .null,
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
        .object(
            [
                .init("channel", .string(channel.channel.rawValue)),
                .init("mapping", .string(channel.mapping.rawValue)),
            ] + significance(channel.significance) + [
                .init("p_adjusted", .rounded(channel.adjusted, decimals: 6)),
                .init("surrogate", "circular-shift"),
            ])
    }

    /// Mirroring in all channels with a side and in each.
    private static func mirroring(_ chance: SurrogateTests) -> JSONValue? {
        guard let held = chance.mirroring else { return nil }
        let channels = chance.mirrored.map { channel in
            JSONValue.object(
                [.init("channel", .string(channel.channel.rawValue))]
                    + significance(channel.significance) + [
                        .init("p_adjusted", .rounded(channel.adjusted, decimals: 6))
                    ])
        }
        return .object(significance(held) + [.init("channels", .array(channels))])
    }

    private static func activity(_ activity: SharedActivity) -> JSONValue {
        [
            "correlation": .rounded(activity.correlation, decimals: 4),
            "p_value": .rounded(activity.pValue, decimals: 6),
            "p_least": .rounded(activity.leastPValue, decimals: 6),
            "lively": .string(
                activity.isFound
                    ? activity.isOpposite ? "opposite" : "same"
                    : activity.canTell ? "unrelated" : "untold"),
        ]
    }

    private static func significance(_ held: Significance) -> [JSONValue.Member] {
        [
            .init("value", .rounded(held.value, decimals: 6)),
            .init("surrogate_mean", .rounded(held.surrogateMean, decimals: 6)),
            .init("surrogate_sd", .rounded(held.surrogateSD, decimals: 6)),
            .init("excess", .rounded(held.excess, decimals: 6)),
            .init("excess_low", .rounded(held.excessInterval?.lowerBound, decimals: 6)),
            .init("excess_high", .rounded(held.excessInterval?.upperBound, decimals: 6)),
            .init("chance_sd", .rounded(held.chanceSD, decimals: 4)),
            .init("p_value", .rounded(held.pValue, decimals: 6)),
            .init("p_least", .rounded(held.leastPValue, decimals: 6)),
            .init("surrogates", .integer(held.surrogates)),
        ]
    }
}
