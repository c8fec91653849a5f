import Base
import Foundation

/// A file that is read whole, of a size that its kind may have.
struct InputFile {
    let path: String
    let bytes: [UInt8]

    /// An hour of close coding is a few megabytes.
    private static let maxBytes = 64 << 20

    /// Content that is there already.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// - Throws: ``Failure/Kind/noInput`` when there is no such file or it cannot be read,
    ///   ``Failure/Kind/badInput`` when it is too large.
    init(_ path: String) throws(Failure) {
        self.path = path
        do { bytes = try RegularFile.contents(of: path, upTo: Self.maxBytes) } catch {
            guard error != .tooLarge else {
                throw Failure.badInput(
                    "\(path) is larger than \(Self.maxBytes >> 20) MB",
                    remedy: "give the table or the ELAN document, not the recording")
            }
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give the path of a file that is there and that you may read")
        }
    }

    /// The file's name without its folder.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// What is wrong with its content.
    func malformed(_ what: String, line: Int? = nil, remedy: Remedy) -> Failure {
        let place = line.map { "line \($0): " } ?? ""
        return Failure.badInput("\(path): \(place)\(what)", remedy: remedy)
    }
}
