import Posture
package import Base
import Consents
import Foundation
import Mimicry
package import SessionModel

/// `session.json`: summary and provenance.
package struct SessionJSON: SessionWriter {
    package static let fileName = "session.json"

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
        let warnings = JSONValue.array(session.warnings.map { .string($0) })
        return [
            "schema": .integer(schema),
            "attune": .string(session.attune),
            "source": source(session.source),
            "seats": .array(session.seats.map { .string($0) }),
            "consent": consent(session.consent),
            "settings": settings(session.settings),
            "quality": quality(session),
            "summary": summary(session, warnings: warnings),
            "warnings": warnings,
            "markers": .array(
                session.markers.map {
                    ["time": .rounded($0.time, decimals: 6), "text": .string($0.text)]
                }),
        ]
    }

    /// One recording as an object; two as a list, the first seat's first.
    private static func source(_ sources: [SourceInfo]) -> JSONValue {
        let values = sources.map { source -> JSONValue in
            [
                "file": .string(source.file),
                "sha256": source.sha256.isEmpty ? .null : .string(source.sha256),
                "duration": .rounded(source.duration, decimals: 6),
                "frames": .integer(source.frames),
                "rate": .rounded(source.rate, decimals: 6),
            ]
        }
        return values.count == 1 ? values[0] : .array(values)
    }

    private static func consent(_ consent: ConsentSummary?) -> JSONValue {
        guard let consent else { return .null }
        let participants = consent.participants.map { participant -> JSONValue in
            let days = [
                ("signed", participant.signed), ("expires", participant.expires),
                ("withdrawn", participant.withdrawn),
            ]
            return .object(
                [
                    .init("seat", .string(participant.seat)), .init("id", .string(participant.id)),
                    .init("scope", .array(participant.scope.map { .string($0.rawValue) })),
                ]
                    + days.compactMap { name, day in
                        day.map { .init(name, .string($0.description)) }
                    })
        }
        return [
            "session": .string(consent.session),
            "participants": .array(participants),
            "digest": .string(consent.digest),
        ]
    }

    /// Every parameter under its own name, words joined by underscores.
    static func settings(_ settings: Settings) -> JSONValue {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
        guard let data = try? encoder.encode(settings) else { return .null }
        return JSONValue(parsing: Array(data)) ?? .null
    }

    private static func quality(_ session: Session) -> JSONValue {
        let coverage = zip(session.seats, session.quality.coverage).map {
            JSONValue.Member($0, .rounded($1, decimals: 4))
        }
        let identity = session.quality.identity.map { span -> JSONValue in
            ["start": .rounded(span.start), "end": .rounded(span.end)]
        }
        return ["coverage": .object(coverage), "identity": .array(identity)]
    }

    private static func summary(_ session: Session, warnings: JSONValue) -> JSONValue {
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
            "channels": .array((session.chance?.channels ?? []).map(channel)),
            "combined": session.chance?.combined.map(significance) ?? .null,
            "leadership": [
                "episodes_led": .object(led),
                "balance": .rounded(summary.leaderBalance, decimals: 4),
            ],
            "warnings": warnings,
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
