import Base

/// A time as coders' tables have it.
enum CodedTime {
    /// Seconds of `12.4`, `12,4`, `0:12.4` or `00:00:12.400`; `nil` when it is none.
    static func seconds(_ text: String) -> Double? {
        switch TextCell(bytes: Array(text.utf8)[...]).number {
        case .value(let value), .decimalComma(let value): value
        default: ClockTime(text.replacing(",", with: "."))?.seconds
        }
    }
}

/// What the name of a column of times says: `onset`, `start_ms`, `Begin (s)`.
struct TimeColumn {
    var index: Int
    /// Seconds of one of its units.
    var unit: Double

    /// The first column of one of these names, with or without a unit.
    init?(_ header: [String], _ names: [String]) {
        for name in names {
            for (index, column) in header.enumerated() {
                let words = CodeWords(column).words
                let unit = words.last.flatMap { words.count > 1 ? Self.units[$0] : nil }
                let base = (unit == nil ? words : Array(words.dropLast())).filter { $0 != "time" }
                guard base == [name] else { continue }
                self.index = index
                self.unit = unit ?? 1
                return
            }
        }
        return nil
    }

    init(inSeconds index: Int) {
        self.index = index
        unit = 1
    }

    private static let units: [String: Double] = [
        "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "ms": 0.001, "msec": 0.001,
        "milliseconds": 0.001, "min": 60, "minutes": 60,
    ]
}
