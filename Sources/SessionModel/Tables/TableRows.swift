import Base
package import Mimicry
package import Posture

// The columns of every table of a session: what a record, CSV tables and JSON rows hold, in the order
// in which they hold it. docs/formats.md explains each to those who read the files.

extension PostureInterval: TableRow {
    package static let table = "postures"

    package static let columns: [TableColumn<PostureInterval>] = [
        TableColumn("seat", \.seat),
        TableColumn("posture", \.posture),
        TableColumn("side", \.side),
        TableColumn("onset", \.onset, .time),
        TableColumn("offset", \.offset, .time),
        TableColumn("onset_is_known", \.onsetIsKnown, json: "onset_known", isInCSV: false),
    ]

    package static let blank = PostureInterval(seat: .first, posture: "", onset: 0, offset: 0)
}

/// A stretch of time in which it is unknown whether a seat held a posture.
package struct UnknownPosture: TableRow, Equatable {
    package var seat: Seat
    package var posture: String
    /// Seconds.
    package var start: Double
    package var end: Double

    package static let table = "unknown_postures"

    package static let columns: [TableColumn<UnknownPosture>] = [
        TableColumn("seat", \.seat),
        TableColumn("posture", \.posture),
        TableColumn("start", \.start, .time),
        TableColumn("end", \.end, .time),
    ]

    package static let blank = UnknownPosture(seat: .first, posture: "", start: 0, end: 0)
}

/// A row of `postures.csv`: a posture that was held, or a stretch in which nobody can say.
package struct PostureRow: TableRow, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case held, unknown
    }

    package var seat: Seat
    package var posture: String
    package var side: Side?
    /// Seconds.
    package var onset: Double
    package var offset: Double
    package var state: State

    /// Shorter unknown stretches have no row: a blink of the tracker, seconds.
    package static let shortestUnknown = 1.0

    package static let table = "postures"

    package static let columns: [TableColumn<PostureRow>] = [
        TableColumn("seat", \.seat),
        TableColumn("posture", \.posture),
        TableColumn("side", \.side),
        TableColumn("onset", \.onset, .time),
        TableColumn("offset", \.offset, .time),
        TableColumn(
            "state", .text, .plain, cell: { .text($0.state.rawValue) },
            set: { row, cell in
                // Tables of earlier versions have only what was held.
                guard case .text(let name) = cell else { return cell == .missing }
                guard let state = State(rawValue: name) else { return name.isEmpty }
                row.state = state
                return true
            }),
    ]

    package static let blank = PostureRow(
        seat: .first, posture: "", side: nil, onset: 0, offset: 0, state: .held)
}

extension PostureRecord {
    /// The rows of `postures.csv`: what was held, and the longer stretches in which nobody can say.
    package var rows: [PostureRow] {
        held.map {
            PostureRow(
                seat: $0.seat, posture: $0.posture, side: $0.side, onset: $0.onset,
                offset: $0.offset, state: .held)
        }
            + unknownRows.filter { $0.end - $0.start >= PostureRow.shortestUnknown }.map {
                PostureRow(
                    seat: $0.seat, posture: $0.posture, side: nil, onset: $0.start, offset: $0.end,
                    state: .unknown)
            }
    }

    /// The stretches of ``unknown``, by name of the posture, then in order of time.
    package var unknownRows: [UnknownPosture] {
        unknown.sorted { $0.key < $1.key }.flatMap { posture, spans in
            spans.map {
                UnknownPosture(seat: seat, posture: posture, start: $0.start, end: $0.end)
            }
        }
    }
}

extension Episode: TableRow {
    package static let table = "episodes"

    package static let columns: [TableColumn<Episode>] = [
        TableColumn("posture", \.posture),
        TableColumn("leader", \.leader),
        TableColumn("follower", \.follower),
        TableColumn("leader_side", \.leaderSide),
        TableColumn("follower_side", \.followerSide),
        TableColumn("congruence", \.congruence),
        TableColumn("leader_onset", \.leaderOnset, .time),
        TableColumn("follower_onset", \.followerOnset, .time),
        TableColumn("lag", \.lag, .seconds),
        TableColumn("offset", \.offset, .time),
        TableColumn("shared_duration", \.sharedDuration, .seconds),
        TableColumn("p_value", \.pValue, .decimals(6)),
        TableColumn("leader_offset", \.leaderOffset, .time),
        TableColumn("follower_offset", \.followerOffset, .time),
        TableColumn("ended_by", \.endedBy),
        TableColumn("exit_lag", \.exitLag, .seconds),
        TableColumn(
            "repeat", .flag, .plain, cell: { .flag($0.isRepeat) },
            set: { row, cell in
                // Tables of earlier versions counted them all.
                if case .flag(let flag) = cell { row.isRepeat = flag }
                return true
            }),
        TableColumn("q_value", \.qValue, .decimals(6)),
        TableColumn(
            "event", .flag, .plain, cell: { .flag($0.isAfterEvent) },
            set: { row, cell in
                // Tables of earlier versions know of no events.
                if case .flag(let flag) = cell { row.isAfterEvent = flag }
                return true
            }),
        TableColumn(
            "follower_listens", .flag, .plain,
            cell: { $0.isListener.map(TableCell.flag) ?? .missing },
            set: { row, cell in
                if case .flag(let flag) = cell { row.isListener = flag }
                return true
            }),
    ]

    package static let blank = Episode(
        posture: "", leader: .first, leaderSide: nil, followerSide: nil, congruence: .unsided,
        leaderOnset: 0, followerOnset: 0, offset: 0, sharedDuration: 0)
}

extension SynchronyWindow: TableRow {
    package static let table = "synchrony"

    package static let columns: [TableColumn<SynchronyWindow>] = [
        TableColumn("channel", \.channel),
        TableColumn("mapping", \.mapping),
        TableColumn("window_start", \.start, .time),
        TableColumn("window_end", \.end, .time),
        TableColumn("peak_lag", \.peakLag, .seconds),
        TableColumn("peak_z", \.peakZ, .decimals(6)),
        TableColumn("mean_abs_z", \.meanAbsZ, .decimals(6)),
        TableColumn("zero_lag_z", \.zeroLagZ, .decimals(6)),
        TableColumn("valid_fraction", \.validFraction, .decimals(4)),
    ]

    package static let blank = SynchronyWindow(
        channel: .headTilt, mapping: .unsided, start: 0, end: 0, validFraction: 0)
}

extension TimelinePoint: TableRow {
    package static let table = "timeline"

    package static let columns: [TableColumn<TimelinePoint>] = [
        TableColumn("time", \.time, .time),
        TableColumn("mimicry_percentile", \.mimicryPercentile, .decimals(2)),
        TableColumn("shared_postures", \.sharedPostures),
        TableColumn("leader_balance", \.leaderBalance, .decimals(4)),
        TableColumn("quality", \.quality, .decimals(4)),
    ]

    package static let blank = TimelinePoint(time: 0, sharedPostures: 0, quality: 0)
}

extension Marker: TableRow {
    package static let table = "markers"

    package static let columns: [TableColumn<Marker>] = [
        TableColumn("time", \.time, .time),
        TableColumn("text", \.text),
    ]

    package static let blank = Marker(time: 0, text: "")
}
