/// Rows of one person that wait for the other person's.
///
/// One may wait for hours that the other was not there, or for a stretch in which neither was: rows
/// without any value are counted and not kept.
struct RowQueue: Sendable {
    private struct Run: Sendable {
        var isBlank: Bool
        var count: Int
    }

    private let blank: [Double]
    /// Rows with values, of which those from `start` on wait.
    private var values: [Double] = []
    private var start = 0
    /// What waits, in order; the runs before `head` are over.
    private var runs: [Run] = []
    private var head = 0

    /// - Parameter width: values per row.
    init(width: Int) { blank = Array(repeating: .nan, count: width) }

    var isEmpty: Bool { head == runs.count }

    mutating func append(_ row: ArraySlice<Double>) {
        let isBlank = row.allSatisfy(\.isNaN)
        if !isBlank { values += row }
        if let last = runs.last, last.isBlank == isBlank, head < runs.count {
            runs[runs.count - 1].count += 1
        } else {
            runs.append(Run(isBlank: isBlank, count: 1))
        }
    }

    /// Takes the row that has waited longest, if there is one.
    mutating func withFirst(_ body: (ArraySlice<Double>) -> Void) {
        guard head < runs.count else { return }
        if runs[head].isBlank {
            body(blank[...])
        } else {
            body(values[start..<start + blank.count])
            start += blank.count
        }
        runs[head].count -= 1
        if runs[head].count == 0 { head += 1 }
        forget()
    }

    /// Gives back the memory of what has been taken, now and then.
    private mutating func forget() {
        if start == values.count || start > 1 << 20 {
            values.removeFirst(start)
            start = 0
        }
        if head == runs.count || head > 1 << 12 {
            runs.removeFirst(head)
            head = 0
        }
    }
}
