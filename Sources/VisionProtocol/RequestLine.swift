package import Foundation

/// How a request reaches the vision process: as one line of JSON on its standard input, before anything else
/// that comes there.
///
/// Requests name files, and a checkpoint holds landmarks, faces and clothing: every user of the computer reads a
/// process's arguments, and what is longer than 128 KiB does not fit in one.
package enum RequestLine {
    /// The argument that says that a request comes.
    package static let argument = "request"

    /// Longest line, bytes: a checkpoint takes some 100 KiB.
    package static let longest = 1 << 24

    /// The line, with its end. JSON has no line feed of its own.
    package static func encode(_ request: some Encodable) throws -> Data {
        try JSONEncoder().encode(request) + Data([0x0A])
    }

    /// Reads a line and leaves what comes after it; `nil` when it is too long or never ends.
    package static func read(from descriptor: Int32) -> Data? {
        var line = Data()
        var byte: UInt8 = 0
        while line.count < longest {
            let count = Foundation.read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == 0x0A { return line }
            line.append(byte)
        }
        return nil
    }
}
