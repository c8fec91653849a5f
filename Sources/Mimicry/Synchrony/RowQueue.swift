import DequeModule

/// Rows of one person that wait for the other person's.
///
/// One person may be alone for hours, or both absent: rows without any value are counted, not kept.
struct RowQueue: Sendable {
    private struct Run: Sendable {
        var isBlank: Bool
        var count: Int
    }

    private let blank: [Double]
    /// Rows with values; those from `start` on are waiting.
    private var values: [Double] = []
    private var start = 0
    /// What is waiting, in order.
    private var runs: Deque<Run> = []

    /// - Parameter width: values per row.
    init(width: Int) { blank = Array(repeating: .nan, count: width) }

    var isEmpty: Bool { runs.isEmpty }

    mutating func append(_ row: ArraySlice<Double>) {
        let isBlank = row.allSatisfy(\.isNaN)
        if !isBlank { values += row }
        if let last = runs.last, last.isBlank == isBlank {
            runs[runs.count - 1].count += 1
        } else {
            runs.append(Run(isBlank: isBlank, count: 1))
        }
    }

    /// Removes the row that has waited longest, if there is one, and calls `body` with it.
    mutating func withFirst(_ body: (ArraySlice<Double>) -> Void) {
        guard let first = runs.first else { return }
        if first.isBlank {
            body(blank[...])
        } else {
            body(values[start..<start + blank.count])
            start += blank.count
        }
        runs[0].count -= 1
        if runs[0].count == 0 { runs.removeFirst() }
        forget()
    }

    /// Frees the memory of removed rows now and then.
    private mutating func forget() {
        guard start == values.count || start > 1 << 20 else { return }
        values.removeFirst(start)
        start = 0
    }
}
