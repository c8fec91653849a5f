import Foundation

/// SHA-256 as 64 lower-case hexadecimal digits, as in `session.json`.
package enum Digest {
    /// The digest of some bytes.
    package static func sha256(_ bytes: [UInt8]) -> String { hex(SHA256.hash(bytes)) }

    /// The digest of a file of any size, read in pieces.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when the file cannot be read.
    package static func sha256(ofFile path: String) throws(Failure) -> String {
        let file: Int32
        do { file = try RegularFile.open(path) } catch { throw unreadable(path, error.text) }
        defer { close(file) }
        return try sha256(ofOpenFile: file, called: path)
    }

    /// The digest of the rest of an open file, from its current offset; messages call it `path`.
    package static func sha256(ofOpenFile file: Int32, called path: String) throws(Failure)
        -> String
    {
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return hex(hash.finalize()) }
            piece.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// The digest of a text in Base64, as content security policies identify an inline script.
    package static func sha256Base64(_ text: String) -> String {
        Data(SHA256.hash(Array(text.utf8))).base64EncodedString()
    }

    private static func unreadable(_ path: String, _ reason: String? = nil) -> Failure {
        Failure.noInput(
            "cannot read \(path) (\(reason ?? SystemError().text))",
            remedy: "give the path of a file that you may read")
    }

    /// As hexadecimal digits.
    package static func hex(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
