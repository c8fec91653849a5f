import Testing

@testable import Workbench

/// Which bytes a request asks for, at every boundary.
@Suite struct ByteRangeTests {
    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=0-9", 0..<10), ("bytes=9-9", 9..<10), ("bytes=3-5", 3..<6),
        ("bytes=0-", 0..<10), ("bytes=9-", 9..<10), ("bytes=-1", 9..<10), ("bytes=-10", 0..<10),
        // Longer than the file: as far as it goes.
        ("bytes=0-10", 0..<10), ("bytes=9-1000", 9..<10), ("bytes=-11", 0..<10),
        ("bytes=4-99999999999999999999999999", 4..<10),
        ("bytes=-99999999999999999999999999", 0..<10),
        ("BYTES=1-2", 1..<3), ("bytes = 1-2", 1..<3), ("bytes=007-8", 7..<9),
    ])
    func stretches(field: String, bytes: Range<Int>) {
        #expect(ByteRange(field, of: 10) == .part(bytes))
    }

    @Test(arguments: [
        "bytes=10-", "bytes=10-10", "bytes=99999999999999999999-", "bytes=5-4", "bytes=-0",
        "bytes=0-1,3-4", "bytes=0-1, bytes=3-4", "bytes=0-0,0-0,0-0", "bytes=", "bytes=-",
        "bytes", "bytes=--1", "bytes=1--2", "bytes=1-2-3", "bytes=a-b", "bytes=0x1-2",
        "bytes=+1-2", "bytes=1.0-2", "bytes=1 -2", "bytes=٣-٤", "bytes=0-\u{0}", "", "=",
    ])
    func none(field: String) {
        let isOfAnotherUnit = field == "="
        #expect(ByteRange(field, of: 10) == (isOfAnotherUnit ? .whole : .impossible))
    }

    @Test func wholeFiles() {
        #expect(ByteRange(nil, of: 10) == .whole)
        #expect(ByteRange("seconds=1-2", of: 10) == .whole)
        // Nothing of an empty file can be had.
        for field in ["bytes=0-", "bytes=0-0", "bytes=-1"] {
            #expect(ByteRange(field, of: 0) == .impossible)
        }
        #expect(ByteRange(nil, of: 0) == .whole)
    }

    /// A browser asks for the rest when it needs it.
    @Test func withoutAnEndSoMuch() {
        let most = ByteRange.openEnded
        #expect(ByteRange("bytes=0-", of: most) == .part(0..<most))
        #expect(ByteRange("bytes=0-", of: most + 1) == .part(0..<most))
        #expect(ByteRange("bytes=1-", of: most + 1) == .part(1..<most + 1))
        #expect(ByteRange("bytes=5-", of: 3 * most) == .part(5..<most + 5))
        #expect(ByteRange("bytes=5-", of: .max) == .part(5..<most + 5))
        #expect(ByteRange("bytes=0-\(2 * most)", of: 3 * most) == .part(0..<2 * most + 1))
        let last = Int.max - 1
        #expect(ByteRange("bytes=\(last)-", of: .max) == .part(last..<Int.max))
    }
}
