import Foundation

/// The lines of a text: of a file of any size, read in pieces of 64 KiB, or of bytes in memory.
///
/// A line ends with LF, CR LF or CR. A byte order mark is skipped; one of UTF-16, as spreadsheets save
/// "Unicode text", makes the text be read as that. Used by one thread.
package final class LineReader {
    /// Longer lines, in bytes, belong to no table.
    package static let longest = 1 << 20
    /// More empty lines one after the other are no accident of an editor.
    package static let mostEmpty = 10_000

    /// What ended a line.
    enum Ending: String {
        /// The file ended.
        case missing = ""
        case lineFeed = "\n"
        case carriageReturn = "\r"
        case both = "\r\n"
    }

    package let path: String
    /// Number of the line that was read last, from 1.
    package private(set) var number = 0
    private(set) var ending = Ending.missing
    /// Empty lines up to the one that was read last.
    private var empty = 0

    private let file: Int32?
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd: Bool
    private var utf16: UTF16Pieces?

    /// Reads an open file.
    ///
    /// - Parameters:
    ///   - path: for messages.
    ///   - file: its descriptor, which the reader closes.
    /// - Throws: ``Failure/Kind/noInput`` when the file cannot be read.
    package init(_ path: String, file: Int32) throws(Failure) {
        self.path = path
        self.file = file
        buffer = []
        isAtEnd = false
        try fill(from: file)
        begin()
    }

    /// Reads the content of a file.
    ///
    /// - Parameter path: for messages.
    package init(_ path: String, bytes: [UInt8]) {
        self.path = path
        file = nil
        buffer = bytes
        isAtEnd = true
        begin()
    }

    deinit { if let file { close(file) } }

    private func begin() {
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        utf16 = UTF16Pieces(mark: buffer.prefix(2))
        if utf16 != nil { buffer = utf16?.utf8(buffer.dropFirst(2), isLast: isAtEnd) ?? [] }
    }

    /// The next line without its end; `nil` after the last one.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the line is longer than ``longest`` or no text, or the last
    ///   of more than ``mostEmpty`` empty ones, ``Failure/Kind/noInput`` when the file cannot be read.
    package func next() throws(Failure) -> ArraySlice<UInt8>? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
                // A CR at the edge of what was read may be half of CR LF.
                let isCut = buffer[end] == 0x0D && end + 1 == buffer.count
                if isCut, let file, !isAtEnd {
                    searched = end - position
                    try fill(from: file)
                    continue
                }
                return try line(to: end)
            }
            guard let file, !isAtEnd else {
                return position < buffer.count ? try line(to: buffer.count) : nil
            }
            guard buffer.count - position <= Self.longest else { throw tooLong(number + 1) }
            searched = buffer.count - position
            try fill(from: file)
        }
    }

    func tooLong(_ line: Int) -> Failure {
        LinePlace(path, line).is("longer than a line of a table can be")
    }

    private func line(to end: Int) throws(Failure) -> ArraySlice<UInt8> {
        let line = buffer[position..<end]
        number += 1
        guard line.count <= Self.longest else { throw tooLong(number) }
        guard !line.contains(0) else { throw LinePlace(path, number).is("not text") }
        empty = line.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? empty + 1 : 0
        guard empty <= Self.mostEmpty else {
            throw LinePlace(path, number).malformed(
                "more than \(Self.mostEmpty) empty lines follow one another",
                remedy: "take them out")
        }
        if end == buffer.count {
            ending = .missing
        } else if buffer[end] == 0x0A {
            ending = .lineFeed
        } else {
            ending = end + 1 < buffer.count && buffer[end + 1] == 0x0A ? .both : .carriageReturn
        }
        position = end + ending.rawValue.utf8.count
        return line
    }

    /// Appends a piece of the file to what was not returned yet, which moves to the buffer's start.
    private func fill(from file: Int32) throws(Failure) {
        buffer.removeFirst(position)
        position = 0
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure.noInput(
                    "cannot read \(path) (\(SystemError().text))",
                    remedy: "give the path of a file that you may read")
            }
            isAtEnd = count == 0
            if utf16 == nil {
                buffer.append(contentsOf: piece[..<count])
            } else {
                buffer += utf16?.utf8(piece[..<count], isLast: isAtEnd) ?? []
            }
            return
        }
    }
}

/// Turns text in UTF-16 into UTF-8, piece by piece.
private struct UTF16Pieces {
    private let isBig: Bool
    /// The end of the last piece: half a unit, or the first half of a pair.
    private var rest: [UInt8] = []

    /// - Parameter mark: how the text begins; `nil` when that is no byte order mark of UTF-16.
    init?(mark: some Sequence<UInt8>) {
        let mark = Array(mark)
        guard mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF] else { return nil }
        isBig = mark[0] == 0xFE
    }

    /// The piece as UTF-8; what is no UTF-16 becomes U+FFFD.
    mutating func utf8(_ piece: some Sequence<UInt8>, isLast: Bool) -> [UInt8] {
        let bytes = rest + piece
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (high, low) = isBig ? (index, index + 1) : (index + 1, index)
            units.append(UInt16(bytes[high]) << 8 | UInt16(bytes[low]))
        }
        var whole = units.count
        if !isLast, let last = units.last, UTF16.isLeadSurrogate(last) { whole -= 1 }
        rest = Array(bytes[(2 * whole)...])
        return Array(String(decoding: units[..<whole], as: UTF16.self).utf8)
    }
}

/// A line of a file, for messages.
package struct LinePlace: Sendable {
    package let path: String
    /// From 1.
    package let line: Int

    package init(_ path: String, _ line: Int) {
        self.path = path
        self.line = line
    }

    /// `PATH, line LINE: WHAT`.
    package func malformed(_ what: String, remedy: Remedy) -> Failure {
        Failure.badInput("\(path), line \(line): \(what)", remedy: remedy)
    }

    fileprivate func `is`(_ what: String) -> Failure {
        Failure.badInput("\(path), line \(line) is \(what)", remedy: "give a table as plain text")
    }
}
