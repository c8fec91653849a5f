/// Which bytes of a file a request asks for (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// It names none, or in a unit that is not ours.
    case whole
    /// One stretch, not empty.
    case part(Range<Int>)
    /// Several stretches, one that lies outside, or none that can be understood.
    case impossible

    /// Bytes that are sent where no end is named. A browser asks for the rest when it needs it, and does not hold a connection
    /// open behind which a paused recording waits. A convention: some seconds of a recording.
    static let openEnded = 4 << 20

    /// - Parameters:
    ///   - field: of the request, with several fields of that name in one.
    ///   - size: of the file, bytes.
    init(_ field: String?, of size: Int) {
        guard let field else {
            self = .whole
            return
        }
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].trimmed.lowercased() == "bytes" else {
            self = parts.count == 2 ? .whole : .impossible
            return
        }
        self = parts.count == 2 ? Self.part(parts[1].trimmed, of: size) : .impossible
    }

    private static func part(_ text: Substring, of size: Int) -> ByteRange {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = number(ends[0]), let last = number(ends[1]) else {
            return .impossible
        }
        switch (first, last) {
        case (nil, nil): return .impossible
        case (nil, let count?): return stretch(size - min(count, size), size)
        case (let first?, nil):
            return first < size ? stretch(first, first + min(size - first, openEnded)) : .impossible
        case (let first?, let last?):
            return first <= last ? stretch(first, last < size ? last + 1 : size) : .impossible
        }
    }

    private static func stretch(_ first: Int, _ end: Int) -> ByteRange {
        first < end ? .part(first..<end) : .impossible
    }

    /// A number that may be left out: `.some(nil)`; `nil` of anything else. One that is too large is larger than any file.
    private static func number(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return .some(Int(text) ?? .max)
    }
}

extension Substring {
    /// Without spaces and tabs at its ends.
    fileprivate var trimmed: Substring {
        let isBlank = { (letter: Character) in letter == " " || letter == "\t" }
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
