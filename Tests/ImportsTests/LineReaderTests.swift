import Testing

@testable import Imports

@Suite struct LineReaderTests {
    private func lines(_ bytes: [UInt8]) throws -> [String] {
        try withFile(bytes) { path in
            let reader = try LineReader(path)
            var lines: [String] = []
            while let line = try reader.next() {
                lines.append(String(decoding: line, as: UTF8.self))
                #expect(reader.number == lines.count)
            }
            return lines
        }
    }

    @Test func anyEndOfLineEndsALine() throws {
        #expect(try lines(Array("a\r\nb\nc\rd".utf8)) == ["a", "b", "c", "d"])
        #expect(try lines(Array("a\n\nb\n".utf8)) == ["a", "", "b"])
        #expect(try lines([]) == [])
    }

    @Test func aByteOrderMarkIsNoText() throws {
        #expect(try lines([0xEF, 0xBB, 0xBF] + Array("time\n".utf8)) == ["time"])
    }

    @Test func linesCrossTheEdgesOfPieces() throws {
        // CR LF falls on every place around the edge of a piece of 64 KiB.
        for pad in 65530..<65540 {
            let first = String(repeating: "x", count: pad)
            #expect(try lines(Array("\(first)\r\nb\r\n".utf8)) == [first, "b"])
        }
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        try withFile([0x31, 0x00, 0x32, 0x0A]) { path in
            expectFailure(65, "line 1", "not text") {
                let reader = try LineReader(path)
                _ = try reader.next()
            }
        }
        try withFile([0xFF, 0xFE, 0x31, 0x00]) { path in
            expectFailure(65, "UTF-16") { _ = try LineReader(path) }
        }
        try withFile([UInt8](repeating: 0x31, count: LineReader.longest * 2)) { path in
            expectFailure(65, "line 1", "longer") {
                let reader = try LineReader(path)
                _ = try reader.next()
            }
        }
    }

    @Test func whatIsNotThereIsNoInput() {
        expectFailure(66, "/nowhere/series.csv", "does not exist") {
            _ = try LineReader("/nowhere/series.csv")
        }
        expectFailure(66, "is a folder") { _ = try LineReader("/tmp") }
    }
}

@Suite struct TableLineTests {
    private func cells(_ text: String, _ separator: TableLine.Separator? = nil) -> [String] {
        let line = Array(text.utf8)[...]
        return TableLine.cells(line, separator: separator ?? TableLine.separator(of: line))
            .map(\.text)
    }

    @Test func cellsLoseQuotesAndBlanks() {
        #expect(cells("\"pat\" \"th\"") == ["pat", "th"])
        #expect(cells("  1   2\t3 ", .blanks) == ["1", "2", "3"])
        #expect(cells("a, \"b, c\" ,\"say \"\"yes\"\"\"") == ["a", "b, c", "say \"yes\""])
        #expect(cells("1;2,5;") == ["1", "2,5", ""])
        #expect(cells("a,,b,") == ["a", "", "b", ""])
        #expect(cells("   ") == [])
    }

    @Test(arguments: [
        ("1", TableNumber.value(1)), ("-2.5e3", .value(-2500)), ("+.5", .value(0.5)),
        ("", .missing), ("NA", .missing), ("NaN", .missing), (".", .missing),
        ("1,5", .decimalComma), ("-0,25", .decimalComma), ("inf", .infinite),
        ("-Infinity", .infinite), ("1e999", .infinite), ("0x10", .text), ("12 px", .text),
        ("1,2,3", .text), ("1-2", .text), ("therapist", .text), ("--", .text), ("nan(1)", .text),
    ])
    func numbersAreReadStrictly(text: String, number: TableNumber) {
        #expect(TableNumber(TableLine.Cell(bytes: Array(text.utf8)[...])) == number)
    }
}
