import Base
import Foundation

/// The lines of a text file of any size, read in pieces of 64 KiB.
///
/// A line ends with LF, CR LF or CR. A UTF-8 byte order mark is skipped. Used by one thread.
final class LineReader {
    /// Longer lines are no table's.
    static let longest = 1 << 20

    let path: String
    /// Number of the line that was read last, from 1.
    private(set) var number = 0

    private let file: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false

    /// - Throws: ``Failure/Kind/noInput`` when the file cannot be opened, ``Failure/Kind/badInput`` when it is
    ///   UTF-16 text.
    init(_ path: String) throws(Failure) {
        self.path = path
        guard access(path, F_OK) == 0 else {
            throw Failure.noInput(
                "\(path) does not exist", remedy: "give the path of a file with series")
        }
        do { file = try RegularFile.open(path) } catch {
            switch error {
            case .folder, .special:
                // Some formats are gone through twice: a pipe does not do.
                throw Failure.noInput(
                    "\(path) is \(error == .folder ? "a folder" : "not a file")",
                    remedy: "give a file, or \(.format) openpose for a folder of OpenPose's files")
            case .unreadable, .tooLarge: throw Self.unreadable(path)
            }
        }
        try fill()
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
            throw Failure.badInput(
                "\(path) is UTF-16 text", remedy: "save it as plain text in UTF-8")
        }
    }

    deinit { close(file) }

    /// The next line without its end; `nil` after the last one.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the file is no text.
    func next() throws(Failure) -> ArraySlice<UInt8>? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
                // A CR at the edge of what was read may be half of CR LF.
                if buffer[end] == 0x0D, end + 1 == buffer.count, !isAtEnd {
                    searched = end - position
                    try fill()
                    searched += position
                    continue
                }
                return try line(to: end)
            }
            if isAtEnd {
                return position < buffer.count ? try line(to: buffer.count) : nil
            }
            guard buffer.count - position <= Self.longest else {
                throw problem(number + 1, "longer than a table's line can be")
            }
            searched = buffer.count - position
            try fill()
            searched += position
        }
    }

    private func line(to end: Int) throws(Failure) -> ArraySlice<UInt8> {
        let line = buffer[position..<end]
        position = min(end + 1, buffer.count)
        if end + 1 < buffer.count, buffer[end] == 0x0D, buffer[end + 1] == 0x0A { position += 1 }
        number += 1
        guard !line.contains(0) else { throw problem(number, "not text") }
        return line
    }

    private func problem(_ line: Int, _ what: String) -> Failure {
        Failure.badInput("\(path), line \(line) is \(what)", remedy: "give a table as plain text")
    }

    private func fill() throws(Failure) {
        buffer.removeFirst(position)
        position = 0
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.unreadable(path) }
            isAtEnd = count == 0
            buffer.append(contentsOf: piece[..<count])
            return
        }
    }

    private static func unreadable(_ path: String) -> Failure {
        Failure.noInput(
            "cannot read \(path) (\(String(cString: strerror(errno))))",
            remedy: "give the path of a file that you may read")
    }
}
