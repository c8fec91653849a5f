import Foundation

/// Writes text and numbers to a file, in pieces of 64 KiB.
///
/// Values are never locale-dependent: the decimal mark is a point. Used by one thread at a time.
package struct FileWriter: ~Copyable {
    /// Writes the content of one file.
    package typealias Body = (inout FileWriter) throws(Failure) -> Void

    private static let capacity = 1 << 16

    private var buffer: [UInt8] = []
    /// `nil`: everything stays in `buffer`.
    private let file: (descriptor: Int32, path: String)?
    /// Where the file is while it is being written.
    private let place: String?

    /// Writes to an open file, which stays open. Messages call it `path`; it lies at `place`.
    init(descriptor: Int32, path: String, place: String? = nil) {
        file = (descriptor, path)
        self.place = place
        buffer.reserveCapacity(Self.capacity + 1024)
    }

    private init() {
        file = nil
        place = nil
    }

    /// Collects in memory what a writer writes.
    package static func bytes(
        _ body: (inout FileWriter) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var writer = FileWriter()
        try body(&writer)
        return writer.buffer
    }

    /// Lets something else write the whole file: `body` gets the path of an empty file with the right
    /// permissions.
    ///
    /// - Throws: ``Failure/Kind/software`` when this is no file on the disk.
    package func fill(_ body: (_ path: String) throws(Failure) -> Void) throws(Failure) {
        guard let place else {
            throw Failure.software(
                "this format is written to the disk only", remedy: "report this fault")
        }
        try body(place)
    }

    /// Adds text as UTF-8.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when the disk refuses it; so do the other `write`s.
    package mutating func write(_ text: String) throws(Failure) {
        buffer.append(contentsOf: text.utf8)
        try flushIfFull()
    }

    /// Adds one byte.
    package mutating func write(byte: UInt8) throws(Failure) {
        buffer.append(byte)
        try flushIfFull()
    }

    /// Adds bytes as they are.
    package mutating func write(bytes: some Collection<UInt8>) throws(Failure) {
        buffer.append(contentsOf: bytes)
        try flushIfFull()
    }

    /// Adds a number with at most `decimals` and at least `atLeast` decimals, rounded half away from
    /// zero; nothing when it is not finite.
    package mutating func write(
        _ value: Double, decimals: Int, atLeast: Int
    ) throws(Failure) {
        DecimalText.append(value, decimals: decimals, atLeast: atLeast, to: &buffer)
        try flushIfFull()
    }

    private mutating func flushIfFull() throws(Failure) {
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Writes the buffer to the file.
    mutating func flush() throws(Failure) {
        guard let file else { return }
        do {
            try buffer.withUnsafeBytes { try Self.writeAll($0, to: file.descriptor) }
        } catch {
            throw (error as? SystemError ?? SystemError(EIO)).outputFailure(file.path)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError(count == 0 ? EIO : errno) }
            rest = rest.dropFirst(count)
        }
    }
}
