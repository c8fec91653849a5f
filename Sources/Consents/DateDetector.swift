import Base

/// Finds dates, as people write them, where there should be none.
enum DateDetector {
    /// Whether a text holds a day of the years 1900 to 2099: `1985-02-11`, `11.02.1985`, `2/11/1985`, or
    /// eight digits such as `19850211` and `11021985`.
    static func isFound(in text: String) -> Bool {
        text.split { !$0.isASCIIDigit && !isSeparator($0) }.contains { piece in
            let numbers = piece.split(whereSeparator: isSeparator).map(String.init)
            return numbers.contains(where: isDay)
                || zip(numbers, zip(numbers.dropFirst(), numbers.dropFirst(2))).contains {
                    isDay([$0, $1.0, $1.1])
                }
        }
    }

    /// Whether a text is such a day and nothing else, in three numbers. Eight digits alone may mean many
    /// things.
    static func isWhole(_ text: String) -> Bool {
        isFound(in: text) && text.split(whereSeparator: isSeparator).count == 3
            && text.allSatisfy { $0.isASCIIDigit || isSeparator($0) }
    }

    private static func isSeparator(_ character: Character) -> Bool { "-./_ ".contains(character) }

    /// Eight digits in a row.
    private static func isDay(_ digits: String) -> Bool {
        guard digits.count == 8 else { return false }
        let (head, tail) = (digits.prefix(4), digits.suffix(4))
        return isDay([head, tail.prefix(2), tail.suffix(2)].map(String.init))
            || isDay([head.prefix(2), head.suffix(2), tail].map(String.init))
    }

    /// Year, month, day; day, month, year; or month, day, year.
    private static func isDay(_ numbers: [String]) -> Bool {
        let widths = numbers.map(\.count)
        let values = numbers.compactMap { Int($0) }
        guard values.count == 3, widths[1] <= 2 else { return false }
        if widths[0] == 4, widths[2] <= 2 { return isDay(values[0], values[1], values[2]) }
        guard widths[2] == 4, widths[0] <= 2 else { return false }
        return isDay(values[2], values[1], values[0]) || isDay(values[2], values[0], values[1])
    }

    private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        (1900...2099).contains(year) && CalendarDate(year: year, month: month, day: day) != nil
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
