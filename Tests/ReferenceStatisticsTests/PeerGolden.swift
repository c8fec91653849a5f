@testable import ReferenceStatistics
import Foundation
import Testing

/// Expected values made with the original packages, and the recordings they were made from. They lie
/// beside the repository because the recordings' licence (GPL) is not this project's; tests that need
/// them are skipped where they are not.
enum PeerGolden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../../shared/golden").standardizedFileURL

    static var isThere: Bool {
        FileManager.default.fileExists(
            atPath: folder.appendingPathComponent("rmea-intake").path)
    }

    static let rate = 25.0

    /// The two series of a recording such as `normal/200_01`.
    static func dyad(_ name: String) throws -> (first: [Double], second: [Double]) {
        let text = try text("rmea-intake/\(name).txt")
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        }
        return (rows.map { $0[0] }, rows.map { $0[1] })
    }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    }

    /// The rows of an expected table, by the names in its header.
    static func table(_ file: String) throws -> [[String: String]] {
        let lines = try text(file).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            return Dictionary(uniqueKeysWithValues: zip(header, cells))
        }
    }

    /// Names of all recordings of both folders.
    static let names =
        (100...109).map { "dropout/\($0)_01" } + (200...209).map { "normal/\($0)_01" }
}
