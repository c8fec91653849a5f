import Base

/// What can be wrong with a table, in words.
enum TableError {
    static func at(
        _ path: String, _ line: Int, _ what: String, _ remedy: Remedy
    ) -> Failure {
        Failure.badInput("\(path), line \(line): \(what)", remedy: remedy)
    }

    static func number(
        _ number: TableNumber, _ text: String, in place: String, _ path: String, _ line: Int
    ) -> Failure {
        let shown = text.count > 40 ? "\(text.prefix(40))…" : text
        return switch number {
        case .decimalComma:
            at(
                path, line, "\(place) has a decimal comma (\(shown))",
                "write numbers with a decimal point")
        case .infinite:
            at(
                path, line, "\(place) is infinite (\(shown))",
                "leave the cell empty or write NA where nothing was measured")
        default:
            at(
                path, line, "\(place) is not a number (\(shown))",
                "leave the cell empty or write NA where nothing was measured")
        }
    }

    static func count(
        _ count: Int, expected: Int, _ reason: String, _ path: String, _ line: Int
    ) -> Failure {
        at(
            path, line, "it has \(count) \(count == 1 ? "cell" : "cells") and \(reason)",
            count > expected
                ? "give every row the same cells; numbers need a decimal point, not a comma"
                : "give every row the same cells")
    }
}
