package import Base

/// A human coder's file.
package struct CodingFile: Sendable {
    package enum Format: String, Sendable {
        case elan = "ELAN"
        case boris = "BORIS"
    }

    /// The file's name without its folder.
    package let name: String
    package let format: Format
    /// SHA-256 of the file.
    package let digest: String
    package let coding: Coding

    /// Reads an ELAN document (.eaf) or a table of BORIS (.tsv, .csv, .txt).
    ///
    /// - Throws: ``Failure/Kind/noInput`` when the file is missing or unreadable; ``Failure/Kind/badInput``
    ///   when it is neither, is malformed, or names no seat and posture of the session.
    package init(_ path: String, names: TierNames) throws(Failure) {
        guard let format = Self.format(of: path) else {
            throw Failure.badInput(
                "\(path) is neither .eaf nor .tsv or .csv",
                remedy: "give an ELAN document, or events exported from BORIS as .tsv or .csv")
        }
        let file = try InputFile(path)
        name = file.name
        self.format = format
        digest = Digest.sha256(file.bytes)
        coding =
            switch format {
            case .elan: try ElanReader.read(file, names: names)
            case .boris: try BorisReader.read(file, names: names)
            }
        guard !coding.targets.isEmpty else {
            let found = coding.ignored.prefix(5).map { "“\($0)”" }.joined(separator: ", ")
            throw file.malformed(
                "nothing in it is about a seat and a posture of the session"
                    + (found.isEmpty ? "" : " (it has \(found))"),
                remedy:
                    "name tiers SEAT POSTURE, or say what they are with \(.map) \"TIER=SEAT POSTURE\""
            )
        }
    }

    private static func format(of path: String) -> Format? {
        switch path.split(separator: ".").last?.lowercased() {
        case "eaf": .elan
        case "tsv", "csv", "txt": .boris
        default: nil
        }
    }
}
