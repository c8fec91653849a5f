package import Base

/// A file that is read whole, up to a size limit.
package struct InputFile: Sendable {
    package let path: String
    package let bytes: [UInt8]

    /// An hour of close coding is a few megabytes.
    static let maxBytes = 64 << 20

    /// Content in memory; the path is for messages.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// - Throws: ``Failure/Kind/noInput`` when there is no such file or it cannot be read,
    ///   ``Failure/Kind/badInput`` when it is too large.
    package init(_ path: String) throws(Failure) {
        self.path = path
        do { bytes = try RegularFile.contents(of: path, upTo: Self.maxBytes) } catch {
            guard error != .tooLarge else {
                throw Failure.badInput(
                    "\(path) is larger than \(Self.maxBytes >> 20) MB",
                    remedy: "give the table or the document of the coder, not the recording")
            }
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give the path of a file that is there and that you may read")
        }
    }

    /// The file's name without its folder.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// What is wrong with its content.
    package func malformed(_ what: String, remedy: Remedy) -> Failure {
        Failure.badInput("\(path): \(what)", remedy: remedy)
    }

    /// The same file as UTF-8: text in UTF-16 with a byte order mark, as Praat and spreadsheets save it,
    /// is converted.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when it is neither.
    func inUTF8() throws(Failure) -> InputFile {
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
            guard String(validating: bytes, as: UTF8.self) != nil else { throw notUTF8 }
            return self
        }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            let (one, two) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittle ? two << 8 | one : one << 8 | two
        }
        guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self) else {
            throw notUTF8
        }
        return InputFile(path: path, bytes: Array(text.utf8))
    }

    private var notUTF8: Failure {
        malformed("it is not UTF-8", remedy: "save it as text in UTF-8")
    }

    /// Its table.
    ///
    /// - Parameter columns: sets of names in lower case; the header has all of one set.
    /// - Throws: ``Failure/Kind/badInput`` when the file is not UTF-8 or has no such header.
    package func table(with columns: [Set<String>]) throws(Failure) -> TableReader {
        try TableReader(LineReader(path, bytes: try inUTF8().bytes), below: columns)
    }
}
