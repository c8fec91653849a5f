import Testing

@testable import Mimicry

@Suite struct RowQueueTests {
    private func take(_ queue: inout RowQueue) -> [Double]? {
        var row: [Double]?
        queue.withFirst { row = Array($0) }
        return row
    }

    @Test func rowsComeOutInTheirOrder() {
        var queue = RowQueue(width: 2)
        #expect(queue.isEmpty && take(&queue) == nil)
        let rows: [[Double]] = [[1, 2], [.nan, .nan], [.nan, .nan], [.nan, 3], [4, 5]]
        for row in rows { queue.append(row[...]) }
        #expect(take(&queue) == [1, 2])
        #expect(take(&queue)?.allSatisfy(\.isNaN) == true)
        queue.append([6, 7][...])
        #expect(take(&queue)?.count == 2)
        #expect(take(&queue)?.last == 3)
        #expect(take(&queue) == [4, 5])
        #expect(take(&queue) == [6, 7])
        #expect(queue.isEmpty && take(&queue) == nil)
        queue.append([8, 9][...])
        #expect(take(&queue) == [8, 9])
    }
}
