import Foundation
import Testing

@testable import Base

/// A reader of bytes in memory, or of a file that holds them.
private func reader(_ bytes: [UInt8], inFile: Bool) throws -> LineReader {
    guard inFile else { return LineReader("a.csv", bytes: bytes) }
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("attune-table-\(UUID().uuidString).csv")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try LineReader("a.csv", file: RegularFile.open(file.path))
}

private func expectBadInput(
    _ words: String..., reading: () throws -> Void, location: SourceLocation = #_sourceLocation
) {
    let failure = #expect(throws: Failure.self, sourceLocation: location) { try reading() }
    #expect(failure?.kind == .badInput, sourceLocation: location)
    for word in words {
        #expect(
            failure?.description.contains(word) == true, "\(failure?.description ?? "")",
            sourceLocation: location)
    }
}

@Suite(.serialized) struct LineReaderTests {
    private func lines(_ bytes: [UInt8], inFile: Bool) throws -> [String] {
        let reader = try reader(bytes, inFile: inFile)
        var lines: [String] = []
        while let line = try reader.next() {
            lines.append(String(decoding: line, as: UTF8.self))
            #expect(reader.number == lines.count)
        }
        return lines
    }

    @Test(arguments: [true, false])
    func anyEndOfLineEndsALine(inFile: Bool) throws {
        #expect(try lines(Array("a\r\nb\nc\rd".utf8), inFile: inFile) == ["a", "b", "c", "d"])
        #expect(try lines(Array("a\n\nb\n".utf8), inFile: inFile) == ["a", "", "b"])
        #expect(try lines(Array("a\r".utf8), inFile: inFile) == ["a"])
        #expect(try lines([], inFile: inFile) == [])
    }

    @Test(arguments: [true, false])
    func aByteOrderMarkIsNoText(inFile: Bool) throws {
        #expect(try lines([0xEF, 0xBB, 0xBF] + Array("time\n".utf8), inFile: inFile) == ["time"])
    }

    @Test(arguments: [true, false], [true, false])
    func utf16IsReadToo(inFile: Bool, isBig: Bool) throws {
        // Longer than a piece, with pairs that fall on its edges.
        let text = String(repeating: "Zeit\tK\u{F6}rper \u{1F600}x\r\n", count: 9000)
        let bytes = ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBig ? pair : pair.reversed()
        }
        let found = try lines(bytes, inFile: inFile)
        #expect(found.count == 9000)
        #expect(found.allSatisfy { $0 == "Zeit\tK\u{F6}rper \u{1F600}x" })
    }

    @Test func linesCrossTheEdgesOfPieces() throws {
        // CR LF falls on every place around the edge of a piece of 64 KiB.
        for pad in 65530..<65540 {
            let first = String(repeating: "x", count: pad)
            #expect(try lines(Array("\(first)\r\nb\r\n".utf8), inFile: true) == [first, "b"])
        }
    }

    @Test(arguments: [true, false])
    func bytesThatAreNoTextAreRefused(inFile: Bool) throws {
        expectBadInput("a.csv, line 1 is not text") {
            _ = try lines([0x31, 0x00, 0x32, 0x0A], inFile: inFile)
        }
        expectBadInput("line 1", "longer") {
            _ = try lines(
                [UInt8](repeating: 0x31, count: LineReader.longest * 2), inFile: inFile)
        }
    }
}

@Suite struct TextCellTests {
    private func cells(_ text: String, _ separator: TableSeparator? = nil) -> [String]? {
        let line = Array(text.utf8)[...]
        return TableRowParser.cells(line, separator: separator ?? TableSeparator(of: line))?
            .map(\.text)
    }

    @Test func cellsLoseQuotesAndBlanksAroundThem() {
        #expect(cells("\"pat\" \"th\"") == ["pat", "th"])
        #expect(cells("  1   2\t3 ", .blanks) == ["1", "2", "3"])
        #expect(cells("1\t", .blanks) == ["1", ""])
        #expect(cells("a, \"b, c\" ,\"say \"\"yes\"\"\"") == ["a", "b, c", "say \"yes\""])
        #expect(cells("1;2,5;") == ["1", "2,5", ""])
        #expect(cells("a,,b,") == ["a", "", "b", ""])
        #expect(cells("\" a \",b") == [" a ", "b"])
        #expect(cells("   ") == [])
    }

    @Test func aQuoteInsideACellIsAnyCharacter() {
        #expect(cells("5\" tall,b\",c") == ["5\" tall", "b\"", "c"])
        #expect(cells("\"a\"b,c") == ["ab", "c"])
        #expect(cells("a,\"b") == nil)
    }

    @Test(arguments: [
        ("1", TableNumber.value(1)), ("-2.5e3", .value(-2500)), ("+.5", .value(0.5)),
        ("", .missing), ("NA", .missing), ("NaN", .missing), (".", .missing), (" ", .missing),
        (" 1 ", .value(1)), ("1,5", .decimalComma(1.5)), ("-0,25", .decimalComma(-0.25)),
        ("inf", .infinite), ("-Infinity", .infinite), ("1e999", .infinite), ("0x10", .text),
        ("12 px", .text), ("1,2,3", .text), ("1-2", .text), ("therapist", .text), ("--", .text),
        ("nan(1)", .text),
    ])
    func numbersAreReadStrictly(text: String, number: TableNumber) {
        #expect(TextCell(bytes: Array(text.utf8)[...]).number == number)
    }
}

@Suite struct TableReaderTests {
    private func table(_ text: String) throws -> TableReader {
        try TableReader(LineReader("a.csv", bytes: Array(text.utf8)))
    }

    private func table(_ text: String, below columns: Set<String>) throws -> TableReader {
        try TableReader(LineReader("a.csv", bytes: Array(text.utf8)), below: [columns])
    }

    @Test func aQuotedCellGoesOnOverLines() throws {
        let reader = try table("name,x\n\"two\r\nlines, \"\"so\"\"\n\",1\nb,2\n")
        let rows = try reader.rest()
        #expect(rows.map { $0["name"].text } == ["two\r\nlines, \"so\"\n", "b"])
        #expect(rows.map(\.place.line) == [2, 5])
        #expect(try rows.map { row throws(Failure) in try row.whole(1) } == [1, 2])
    }

    @Test func aQuoteThatIsNeverClosedIsRefused() throws {
        expectBadInput("a.csv, line 2", "without its closing quote") {
            _ = try table("a,b\n\"1,2\n3,4\n").rest()
        }
        let long = "a\n\"" + String(repeating: "line\n", count: LineReader.longest / 5 + 1) + "\"\n"
        expectBadInput("line 2", "longer") { _ = try table(long).rest() }
    }

    @Test func aRowWithoutACellForEveryColumnIsRefused() throws {
        expectBadInput("line 3", "1 cell", "the header has 2") {
            _ = try table("a,b\n1,2\n3\n").rest()
        }
        expectBadInput("line 2", "empty") { _ = try table("a,b\n\n1,2\n").rest() }
        expectBadInput("column a is there twice") { _ = try table("a,b,a\n") }
        expectBadInput("is empty") { _ = try table("") }
        #expect(try table("a,b\n1,2\n\n  \n").rest().count == 1)
    }

    @Test(arguments: ["\t", ",", ";"])
    func aTableIsFoundBelowOtherText(separator: String) throws {
        let text = "Observation id,S01\n\nmedia; a\n Name |X |y\nann|1\n\n|\nbob|2|3|4\n"
            .replacingOccurrences(of: "|", with: separator)
        let reader = try table(text, below: ["name", "x"])
        #expect(reader.header == ["name", "x", "y"])
        let rows = try reader.rest()
        #expect(rows.map { $0["name"].text } == ["ann", "bob"])
        #expect(rows.map { $0["y"].text } == ["", "3"])
        #expect(rows[1]["z"].isEmpty && rows[1].place.line == 8)
        expectBadInput("no row with the columns", "name, z") {
            _ = try table(text, below: ["name", "z"])
        }
    }
}

@Suite struct TableBoundsTests {
    @Test(arguments: [true, false], ["\n", "\r\n", " \n"])
    func emptyLinesEndTheReading(inFile: Bool, blank: String) throws {
        let allowed = String(repeating: blank, count: LineReader.mostEmpty)
        let fine = try reader(Array("a\n\(allowed)b\n".utf8), inFile: inFile)
        var count = 0
        while try fine.next() != nil { count += 1 }
        #expect(count == LineReader.mostEmpty + 2)
        let many = try reader(Array("a\n\(allowed)\(allowed)b\n".utf8), inFile: inFile)
        expectBadInput("line \(LineReader.mostEmpty + 2)", "empty lines") {
            while try many.next() != nil {}
        }
        #expect(many.number == LineReader.mostEmpty + 2)
    }

    @Test func rowsOfATableThatIsKeptAreCounted() throws {
        func count(_ rows: Int) throws -> Int {
            let text = "title\na,b\n" + String(repeating: "1,2\n", count: rows)
            let table = try TableReader(LineReader("x", bytes: Array(text.utf8)), mostRows: 5) {
                $0 == ["a", "b"]
            }
            return try table?.rest().count ?? 0
        }
        #expect(try count(5) == 5)
        expectBadInput("line 8", "more than 5 rows") { _ = try count(6) }
    }
}
