package import Mimicry
package import Posture

/// One value of a row, in no file format yet.
package enum TableCell: Sendable, Equatable {
    /// Not measured, or without meaning for this row.
    case missing
    case text(String)
    /// Written as the name that the session gives to the seat.
    case seat(Seat)
    case flag(Bool)
    case integer(Int)
    /// Finite, or `NaN` for a value that was not measured.
    case number(Double)
}

/// What the cells of a column are, unless they are missing.
package enum CellContent: Sendable {
    case text, seat, flag, integer, number
}

/// A type that a column can hold.
package protocol CellValue: SendableMetatype {
    static var content: CellContent { get }
    var cell: TableCell { get }
    /// `nil` when the cell is no value of this type.
    init?(cell: TableCell)
}

extension String: CellValue {
    package static var content: CellContent { .text }
    package var cell: TableCell { .text(self) }

    package init?(cell: TableCell) {
        guard case .text(let text) = cell else { return nil }
        self = text
    }
}

extension CellValue where Self: RawRepresentable<String> {
    package static var content: CellContent { .text }
    package var cell: TableCell { .text(rawValue) }

    package init?(cell: TableCell) {
        guard case .text(let text) = cell else { return nil }
        self.init(rawValue: text)
    }
}

extension Side: CellValue {}
extension Channel: CellValue {}
extension Congruence: CellValue {}

extension Seat: CellValue {
    package static var content: CellContent { .seat }
    package var cell: TableCell { .seat(self) }

    package init?(cell: TableCell) {
        guard case .seat(let seat) = cell else { return nil }
        self = seat
    }
}

extension Bool: CellValue {
    package static var content: CellContent { .flag }
    package var cell: TableCell { .flag(self) }

    package init?(cell: TableCell) {
        guard case .flag(let flag) = cell else { return nil }
        self = flag
    }
}

extension Int: CellValue {
    package static var content: CellContent { .integer }
    package var cell: TableCell { .integer(self) }

    package init?(cell: TableCell) {
        guard case .integer(let number) = cell else { return nil }
        self = number
    }
}

extension Double: CellValue {
    package static var content: CellContent { .number }
    package var cell: TableCell { .number(self) }

    package init?(cell: TableCell) {
        guard case .number(let number) = cell else { return nil }
        self = number
    }
}

extension Optional: CellValue where Wrapped: CellValue {
    package static var content: CellContent { Wrapped.content }
    package var cell: TableCell { self?.cell ?? .missing }

    package init?(cell: TableCell) {
        if cell == .missing {
            self = .none
        } else if let value = Wrapped(cell: cell) {
            self = .some(value)
        } else {
            return nil
        }
    }
}
