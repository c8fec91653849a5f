import Foundation

/// The lines of a text: of a file of any size, read in pieces of 64 KiB, or of bytes in memory.
///
/// A line ends with LF, CR LF or CR. A UTF-8 byte order mark is skipped. Used by one thread.
package final class LineReader {
    /// Longer lines, in bytes, belong to no table.
    package static let longest = 1 << 20

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

    private let file: Int32?
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd: Bool

    /// Reads an open file.
    ///
    /// - Parameters:
    ///   - path: for messages.
    ///   - file: its descriptor, which the reader closes.
    /// - Throws: ``Failure/Kind/noInput`` when the file cannot be read, ``Failure/Kind/badInput`` when
    ///   it is UTF-16 text.
    package init(_ path: String, file: Int32) throws(Failure) {
        self.path = path
        self.file = file
        buffer = []
        isAtEnd = false
        try fill(from: file)
        try begin()
    }

    /// Reads the content of a file.
    ///
    /// - Parameter path: for messages.
    /// - Throws: ``Failure/Kind/badInput`` when it is UTF-16 text.
    package init(_ path: String, bytes: [UInt8]) throws(Failure) {
        self.path = path
        file = nil
        buffer = bytes
        isAtEnd = true
        try begin()
    }

    deinit { if let file { close(file) } }

    private func begin() throws(Failure) {
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
            throw Failure.badInput(
                "\(path) is UTF-16 text", remedy: "save it as plain text in UTF-8")
        }
    }

    /// The next line without its end; `nil` after the last one.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the line is longer than ``longest`` or no text,
    ///   ``Failure/Kind/noInput`` when the file cannot be read.
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
            buffer.append(contentsOf: piece[..<count])
            return
        }
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
