package import Base
import Mimicry
import Posture
package import SessionModel

/// `timeline.json`: the whole session but its channels, for programs: everything that stands in
/// `session.json`, and postures, stretches of unknown, episodes, synchrony and timeline as lists of
/// objects, whose keys are the columns of the tables.
///
/// A row a line, so that the file can be looked through and compared. A value that was not measured
/// is `null`. The layout is `docs/schema/timeline.schema.json` (JSON Schema 2020-12).
package struct SessionExportJSON: SessionWriter {
    package static let fileName = SessionFile.export.name

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        var head = SessionJSON.value(session).text()
        // The object goes on with the lists: "…\n}" becomes "…,\n".
        head.removeLast(2)
        try output.write(head)
        try write("postures", Self.postures(session), to: &output)
        try write("unknown", Self.unknown(session), to: &output)
        try write(
            "episodes", session.episodesInOrder.lazy.map { Self.row($0, session) }, to: &output)
        try write("synchrony", session.synchrony.lazy.map(Self.row), to: &output)
        try write("timeline", session.timeline.lazy.map(Self.row), to: &output)
        try output.write("\n}\n")
    }

    private func write(
        _ name: String, _ rows: some Sequence<JSONValue>, to output: inout FileWriter
    ) throws(Failure) {
        try output.write(",\n  \"\(name)\": [")
        var isFirst = true
        for row in rows {
            try output.write(isFirst ? "\n    " : ",\n    ")
            try output.write(row.text(.compact))
            isFirst = false
        }
        try output.write(isFirst ? "]" : "\n  ]")
    }

    private static func postures(_ session: Session) -> [JSONValue] {
        session.heldInOrder.map { hold in
            [
                "seat": .string(session.name(of: hold.seat)), "posture": .string(hold.posture),
                "side": side(hold.side), "onset": seconds(hold.onset),
                "offset": seconds(hold.offset), "onset_known": .bool(hold.onsetIsKnown),
            ]
        }
    }

    /// When it is not known whether a posture was held, by seat, posture and time.
    private static func unknown(_ session: Session) -> [JSONValue] {
        session.postures.flatMap { record in
            record.unknown.sorted { $0.key < $1.key }.flatMap { posture, spans in
                spans.map { span -> JSONValue in
                    [
                        "seat": .string(session.name(of: record.seat)),
                        "posture": .string(posture), "start": seconds(span.start),
                        "end": seconds(span.end),
                    ]
                }
            }
        }
    }

    private static func row(_ episode: Episode, _ session: Session) -> JSONValue {
        [
            "posture": .string(episode.posture),
            "leader": .string(session.name(of: episode.leader)),
            "follower": .string(session.name(of: episode.follower)),
            "leader_side": side(episode.leaderSide), "follower_side": side(episode.followerSide),
            "congruence": .string(episode.congruence.rawValue),
            "leader_onset": seconds(episode.leaderOnset),
            "follower_onset": seconds(episode.followerOnset), "lag": seconds(episode.lag),
            "offset": seconds(episode.offset), "shared_duration": seconds(episode.sharedDuration),
            "p_value": .rounded(episode.pValue, decimals: 6),
        ]
    }

    private static func row(_ window: SynchronyWindow) -> JSONValue {
        [
            "channel": .string(window.channel.rawValue),
            "mapping": .string(window.mapping.rawValue),
            "window_start": seconds(window.start), "window_end": seconds(window.end),
            "peak_lag": seconds(window.peakLag), "peak_z": .rounded(window.peakZ, decimals: 6),
            "mean_abs_z": .rounded(window.meanAbsZ, decimals: 6),
            "zero_lag_z": .rounded(window.zeroLagZ, decimals: 6),
            "valid_fraction": .rounded(window.validFraction, decimals: 4),
        ]
    }

    private static func row(_ point: TimelinePoint) -> JSONValue {
        [
            "time": seconds(point.time),
            "mimicry_percentile": .rounded(point.mimicryPercentile, decimals: 2),
            "shared_postures": .integer(point.sharedPostures),
            "leader_balance": .rounded(point.leaderBalance, decimals: 4),
            "quality": .rounded(point.quality, decimals: 4),
        ]
    }

    private static func side(_ side: Side?) -> JSONValue {
        side.map { .string($0.rawValue) } ?? .null
    }

    private static func seconds(_ value: Double?) -> JSONValue { .rounded(value, decimals: 6) }
}
