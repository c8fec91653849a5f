package import Base
package import Mimicry
import Posture
package import SessionModel

/// A table of a session as a CSV file; the rows' columns give its header.
package protocol SessionTable: SessionWriter {
    associatedtype Rows: Sequence where Rows.Element: TableRow

    /// The rows in the order of the file.
    static func rows(_ session: Session) -> Rows
    /// Columns after those of a row: what the session knows of it. No reader asks for them.
    static var derived: [DerivedColumn<Rows.Element>] { get }
}

/// A column of a CSV table that is not a row's own.
package struct DerivedColumn<Row>: Sendable {
    let name: String
    let cell: @Sendable (Row, Session) -> Cell

    /// Whether the posture of a row is validated: `yes` or `no`.
    fileprivate static func validated(
        _ posture: @escaping @Sendable (Row) -> String
    ) -> DerivedColumn {
        DerivedColumn(name: "validated") { row, session in
            .text(session.isValidated(posture(row)) ? "yes" : "no")
        }
    }
}

extension SessionTable {
    /// The columns that a reader needs.
    package static var columns: [String] { Rows.Element.csvColumns.map(\.name) }

    package static var derived: [DerivedColumn<Rows.Element>] { [] }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try write(session, to: &output, derived: Self.derived)
    }

    fileprivate func write(
        _ session: Session, to output: inout FileWriter, derived: [DerivedColumn<Rows.Element>]
    ) throws(Failure) {
        try output.writeHeader(Self.columns + derived.map(\.name))
        for row in Self.rows(session) {
            try output.writeRow(
                row.csvCells(seats: session.seats) + derived.map { $0.cell(row, session) })
        }
    }
}

/// `features.csv`: a row per measured instant and seat, in order of time, first seat first.
package struct FeaturesCSV: SessionTable {
    package static let fileName = SessionFile.features.name

    package init() {}

    package static func rows(_ session: Session) -> FeatureRows { FeatureRows(session.features) }
}

/// `postures.csv`: every posture that was held, and when that could not be told, in order of onset, first
/// seat first.
package struct PosturesCSV: SessionTable {
    package static let fileName = SessionFile.postures.name

    package init() {}

    package static func rows(_ session: Session) -> [PostureRow] {
        session.postures.flatMap(\.rows).sorted {
            ($0.onset, $0.seat.rawValue, $0.posture, $0.state.rawValue)
                < ($1.onset, $1.seat.rawValue, $1.posture, $1.state.rawValue)
        }
    }

    package static var derived: [DerivedColumn<PostureRow>] { [.validated { $0.posture }] }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let untold = Seat.allCases.map { session.untold(of: $0) }
        try write(
            session, to: &output, derived: Self.derived + [.reason(untold)])
    }
}

extension DerivedColumn where Row == PostureRow {
    /// Why the posture of an unknown row could not be told, a clause; empty where it was held.
    ///
    /// - Parameter untold: per seat.
    fileprivate static func reason(_ untold: [[UntoldPosture]]) -> DerivedColumn {
        DerivedColumn(name: "reason") { row, session in
            let stretch = untold[row.seat.rawValue].first {
                $0.posture == row.posture && $0.span.start == row.onset
            }
            guard row.state == .unknown, let stretch else { return .text("") }
            return .text(UntoldWords.clause(stretch.cause, session.name(of: row.seat)))
        }
    }
}

/// `episodes.csv`: every episode, in order of the follower's onset.
package struct EpisodesCSV: SessionTable {
    package static let fileName = SessionFile.episodes.name

    package init() {}

    package static func rows(_ session: Session) -> [Episode] { session.episodesInOrder }

    package static var derived: [DerivedColumn<Episode>] { [.validated { $0.posture }] }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try write(
            session, to: &output,
            derived: Self.derived + (session.review.map(DerivedColumn.ofReview) ?? []))
    }
}

extension DerivedColumn where Row == Episode {
    /// Of a reviewed session: how the episode got there, by whom, and how many of the measured ones were looked at.
    fileprivate static func ofReview(_ review: ReviewSummary) -> [DerivedColumn] {
        [
            DerivedColumn(name: "review") { .text($1.mark(of: $0)?.rawValue ?? "") },
            DerivedColumn(name: "coder") { _, _ in .text(review.coder) },
            DerivedColumn(name: "reviewed") { _, _ in .integer(review.reviewed) },
            DerivedColumn(name: "measured") { _, _ in .integer(review.measured) },
        ]
    }
}

/// `synchrony.csv`: a row per channel, mapping and window.
package struct SynchronyCSV: SessionTable {
    package static let fileName = SessionFile.synchrony.name

    package init() {}

    package static func rows(_ session: Session) -> [SynchronyWindow] { session.synchrony }
}

/// `timeline.csv`: a row a second.
package struct TimelineCSV: SessionTable {
    package static let fileName = SessionFile.timeline.name

    package init() {}

    package static func rows(_ session: Session) -> [TimelinePoint] { session.timeline }
}

/// `markers.csv`: notes made while the session ran, in order of time.
package struct MarkersCSV: SessionTable {
    package static let fileName = SessionFile.markers.name

    package init() {}

    package static func rows(_ session: Session) -> [Marker] { session.markers }
}

extension Session {
    /// Everything that was held, by onset, seat and posture.
    var heldInOrder: [PostureInterval] {
        postures.flatMap(\.held).sorted {
            ($0.onset, $0.seat.rawValue, $0.posture) < ($1.onset, $1.seat.rawValue, $1.posture)
        }
    }

    /// Episodes by the follower's onset, the posture and the leader.
    package var episodesInOrder: [Episode] {
        episodes.sorted {
            ($0.followerOnset, $0.posture, $0.leader.rawValue)
                < ($1.followerOnset, $1.posture, $1.leader.rawValue)
        }
    }
}

extension TableRow {
    /// The cells of the row in a CSV table.
    ///
    /// - Parameter seats: the names of the first and the second seat.
    package func csvCells(seats: [String]) -> [Cell] {
        Self.csvColumns.map { $0.csv($0.cell(self), seats: seats) }
    }

    /// Reads a row of a CSV table that ``csvCells(seats:)`` wrote.
    ///
    /// - Throws: ``ImpossibleCell`` when a cell cannot be a value of its column.
    package init(_ row: TableReader.Row, seats: [String]) throws(ImpossibleCell) {
        var result = Self.blank
        for column in Self.csvColumns {
            guard let cell = column.content.cell(row[column.name], seats: seats),
                column.set(&result, cell)
            else { throw ImpossibleCell(table: Self.table, column: column.name) }
        }
        self = result
    }
}

extension TableColumn {
    fileprivate func csv(_ cell: TableCell, seats: [String]) -> Cell {
        switch cell {
        case .missing: .text("")
        case .text(let text): .text(text)
        case .seat(let seat): .text(seats[seat.rawValue])
        case .flag(let flag): .integer(flag ? 1 : 0)
        case .integer(let number): .integer(number)
        case .number(let number):
            switch format {
            case .time, .seconds: .seconds(number)
            case .decimals, .plain: .number(number, decimals: decimals)
            }
        }
    }
}

extension CellContent {
    /// The value of a cell of a CSV table; `nil` when it is none of this content.
    fileprivate func cell(_ cell: TextCell, seats: [String]) -> TableCell? {
        if cell.isEmpty { return .missing }
        switch (self, cell.number) {
        case (.text, _): return .text(cell.text)
        case (.seat, _): return seats.firstIndex(of: cell.text).flatMap(Seat.init).map { .seat($0) }
        case (.flag, .value(let number)): return .flag(number != 0)
        case (.integer, .value(let number)): return Int(exactly: number).map { .integer($0) }
        case (.number, .value(let number)): return .number(number)
        default: return nil
        }
    }
}
