import Foundation

/// A JSON file of any size, of which only pieces are in memory: finds where the values of a list or an object
/// lie, and reads them one at a time.
///
/// Only the structure is looked at here; `JSONParser` reads a piece strictly. Used by one thread.
package final class JSONPieces {
    package let path: String
    private let file: Int32
    private var buffer: [UInt8] = []
    /// Place in the file of the buffer's first byte.
    private var origin = 0

    private static let pieceLength = 1 << 16
    /// A name of a member is never that long; what is, is no name.
    private static let longestName = 1 << 10

    /// What a list or object holds: a value and, in an object, its name.
    package struct Entry {
        /// Empty in a list.
        package var name: String
        /// Bytes of the file.
        package var range: Range<Int>
    }

    /// - Parameters:
    ///   - path: for messages.
    ///   - file: its descriptor, which is closed in the end.
    package init(_ path: String, file: Int32) {
        self.path = path
        self.file = file
    }

    deinit { close(file) }

    /// The first byte that is no blank, from a place on; `nil` at the end.
    package func firstByte(from start: Int = 0) throws(Failure) -> UInt8? {
        try skipBlanks(start).map { $0.byte }
    }

    /// Where the first value lies.
    package func range() throws(Failure) -> Range<Int> {
        guard let (begin, _) = try skipBlanks(0) else { throw cut }
        return begin..<(try end(of: begin))
    }

    /// Visits the values of the list or object that begins at a place, in order.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when there is none, or it is cut off.
    package func forEach(
        from start: Int = 0, _ visit: (Entry) throws(Failure) -> Void
    ) throws(Failure) {
        guard let (begin, opening) = try skipBlanks(start),
            opening == UInt8(ascii: "[") || opening == UInt8(ascii: "{")
        else { throw bad("holds no list of values") }
        let isObject = opening == UInt8(ascii: "{")
        var place = begin + 1
        guard let (first, byte) = try skipBlanks(place) else { throw cut }
        place = first
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { return }
        while true {
            var name = ""
            if isObject {
                let end = try self.end(of: place)
                name = try self.name(place..<end)
                guard let (colon, byte) = try skipBlanks(end), byte == UInt8(ascii: ":"),
                    let (value, _) = try skipBlanks(colon + 1)
                else { throw bad("is no JSON") }
                place = value
            }
            let end = try self.end(of: place)
            try visit(Entry(name: name, range: place..<end))
            guard let (next, separator) = try skipBlanks(end) else { throw cut }
            if separator == UInt8(ascii: "]") || separator == UInt8(ascii: "}") { return }
            guard separator == UInt8(ascii: ","), let (value, _) = try skipBlanks(next + 1) else {
                throw bad("is no JSON")
            }
            place = value
        }
    }

    /// Reads the value at a place.
    ///
    /// - Parameter limit: the most bytes it may have.
    /// - Throws: ``Failure/Kind/badInput`` when it is longer, or no JSON.
    package func value(
        in range: Range<Int>, upTo limit: Int
    ) throws(Failure) -> JSONValue {
        guard range.count <= limit else {
            throw bad("has a value of more than \(limit >> 20) MB")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        while bytes.count < range.count {
            let place = range.lowerBound + bytes.count
            guard try load(place) else { throw cut }
            let offset = place - origin
            bytes += buffer[offset..<min(buffer.count, offset + range.count - bytes.count)]
        }
        return try parse(bytes, at: range.lowerBound)
    }

    /// Python writes `NaN` where a number is missing, which no standard allows.
    private func parse(_ bytes: [UInt8], at place: Int) throws(Failure) -> JSONValue {
        do { return try JSONParser.parse(bytes) } catch {
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains("NaN"),
                let value = JSONValue(parsing: Array(text.replacing("NaN", with: "null").utf8))
            {
                return value
            }
            throw bad("is no JSON at byte \(place) (\(error.what))")
        }
    }

    private var cut: Failure {
        Failure.badInput(
            "\(path) ends too early, it is cut off",
            remedy: "copy it again, or let the program write it again")
    }

    private func bad(_ what: String) -> Failure {
        Failure.badInput("\(path) \(what)", remedy: "let the program write it again")
    }

    // MARK: Bytes

    /// Brings a place of the file into the buffer; false at the end of the file.
    private func load(_ place: Int) throws(Failure) -> Bool {
        if place >= origin, place < origin + buffer.count { return true }
        var piece = [UInt8](repeating: 0, count: Self.pieceLength)
        while true {
            let count = pread(file, &piece, piece.count, off_t(place))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure.noInput(
                    "cannot read \(path) (\(SystemError().text))",
                    remedy: "give the path of a file that you may read")
            }
            guard count > 0 else { return false }
            piece.removeLast(piece.count - count)
            buffer = piece
            origin = place
            return true
        }
    }

    /// The first byte from a place on that is no blank, past a byte order mark; `nil` at the end.
    private func skipBlanks(_ start: Int) throws(Failure) -> (place: Int, byte: UInt8)? {
        var place = start
        while try load(place) {
            var offset = place - origin
            if place == 0, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
            while offset < buffer.count {
                let byte = buffer[offset]
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                    return (origin + offset, byte)
                }
                offset += 1
            }
            place = origin + offset
        }
        return nil
    }

    /// Where the value that begins at a place ends.
    private func end(of start: Int) throws(Failure) -> Int {
        var structure = JSONStructure()
        var place = start
        while try load(place) {
            var offset = place - origin
            while offset < buffer.count {
                if structure.ends(at: buffer[offset]) {
                    return origin + offset + (structure.includesLast ? 1 : 0)
                }
                offset += 1
            }
            place = origin + offset
        }
        throw cut
    }

    private func name(_ range: Range<Int>) throws(Failure) -> String {
        guard range.count <= Self.longestName,
            case .string(let name) = try value(in: range, upTo: Self.longestName)
        else { throw bad("is no JSON") }
        return name
    }
}

/// Follows a JSON value byte by byte to its end.
private struct JSONStructure {
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    private var hasBegun = false
    /// Whether the byte that ended the value belongs to it.
    private(set) var includesLast = false

    mutating func ends(at byte: UInt8) -> Bool {
        if isInText {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInText = false
                includesLast = true
                return depth == 0
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            // At depth 0 it closes what the value stands in.
            includesLast = depth > 0
            depth -= 1
            return depth <= 0
        case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09:
            includesLast = false
            return depth == 0 && hasBegun
        default: break
        }
        hasBegun = true
        return false
    }
}
