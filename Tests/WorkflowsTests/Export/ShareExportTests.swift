import Archive
import Base
import Consents
import Foundation
import TestSupport
import Testing

@testable import Workflows

/// Sharing outside the institution: of those who agreed, under random codes.
@Suite struct ShareExportTests {
    private let reports = CollectedReports()

    private func inSession(
        _ therapist: [Consent.Scope], _ client: [Consent.Scope],
        _ body: (StoredSession, _ outside: URL) throws -> Void
    ) throws {
        try TemporaryFolder.with { folder in
            try body(
                StoredSession(
                    folder.appendingPathComponent("S01"),
                    consent: StoredSession.consent(therapist: therapist, client: client)), folder)
        }
    }

    @discardableResult
    private func share(
        _ session: StoredSession, _ output: URL?, landmarks: Bool = false
    ) throws -> [String] {
        try ShareExport(
            folder: session.folder.path, output: output?.path, landmarks: landmarks,
            reporter: reports
        ).write()
    }

    @Test func withoutOutputTheFolderIsNotNamedAfterTheSession() throws {
        try inSession([.analysis, .sharing], [.analysis, .sharing]) { session, outside in
            try share(session, nil)
            let code = try #require(try PseudonymKey.read(in: session.folder.path).exports.first)
                .code
            let names = try FileManager.default.contentsOfDirectory(atPath: outside.path)
            #expect(names.sorted() == ["S01", "share-\(code)"])
        }
    }

    /// Tables of a share may be those of the folder, byte for byte: the receipt must not find them again.
    @Test func aReceiptDoesNotTellWhichFilesWereShared() throws {
        try inSession([.analysis, .sharing], [.analysis, .sharing]) { session, outside in
            let output = outside.appendingPathComponent("out")
            let paths = try share(session, output)
            for path in paths where !path.hasSuffix(".json") {
                let name = (path as NSString).lastPathComponent
                try FileManager.default.copyItem(
                    atPath: path, toPath: session.folder.appendingPathComponent(name).path)
            }
            _ = try FolderWithdrawal(session.folder.path, of: "C01").carryOut()
            let receipt = try session.text("withdrawal.json")
            #expect(receipt.contains("features.csv"))
            for path in paths {
                let data = try Data(contentsOf: URL(fileURLWithPath: path))
                #expect(!receipt.contains(Digest.sha256(Array(data))), "\(path)")
                #expect(!receipt.contains(" \(data.count)\n"), "\(path)")
            }
        }
    }

    /// There it would survive a withdrawal.
    @Test func notIntoTheSessionFolder() throws {
        try inSession([.analysis, .sharing], [.analysis, .sharing]) { session, outside in
            let link = outside.appendingPathComponent("link")
            try FileManager.default.createSymbolicLink(
                at: link, withDestinationURL: session.folder)
            for place in [session.folder, link] {
                for name in ["out", "deep/../out/in", "."] {
                    let failure = #expect(throws: Failure.self, "\(name)") {
                        try share(session, place.appendingPathComponent(name))
                    }
                    #expect(failure?.kind == .cannotCreate)
                    #expect(
                        failure?.description.contains("another <output>") == true || name == ".")
                }
            }
            #expect(try session.names == ["session.sqlite"])
            // A name that only begins like the folder's is another one.
            try share(session, outside.appendingPathComponent("S012"))
        }
    }

    @Test func ofOneOnlyTheirOwnData() throws {
        try inSession([.analysis], [.analysis, .sharing]) { session, outside in
            let output = outside.appendingPathComponent("out")
            let paths = try share(session, output, landmarks: true)
            #expect(reports.notes.first?.hasPrefix("only the client agreed to sharing") == true)
            let names = paths.map { URL(fileURLWithPath: $0).lastPathComponent }
            #expect(
                names.sorted() == [
                    "features.csv", "landmarks.csv", "postures.csv", "session.json",
                ])
            for path in paths {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                #expect(!text.contains("therapist") && !text.contains("slumped,,"), "\(path)")
            }
            // The therapist sits at 200 pixels, the client at 500.
            let rows = try String(contentsOfFile: output.path + "/landmarks.csv", encoding: .utf8)
                .split(separator: "\n").dropFirst()
            #expect(rows.count == 33 * 100)
            #expect(rows.allSatisfy { $0.split(separator: ",")[3] == "500" })
            let keys = try PseudonymKey.read(in: session.folder.path).exports
            #expect(keys.map { $0.participants.map(\.id) } == [["C01"]])
            #expect(keys.map(\.landmarks) == [true])
        }
    }

    @Test func ofNobodyNothing() throws {
        try inSession([.analysis], [.analysis]) { session, outside in
            let output = outside.appendingPathComponent("out")
            let failure = #expect(throws: Failure.self) { try share(session, output) }
            #expect(failure?.kind == .noConsent)
            #expect(
                failure?.what == "neither T01 (therapist) nor C01 (client) agreed to sharing")
            #expect(!FileManager.default.fileExists(atPath: output.path))
            let names = try session.names
            #expect(names == ["session.sqlite"])
        }
        try TemporaryFolder.with { folder in
            let session = try StoredSession(folder.appendingPathComponent("S01"), consent: nil)
            let failure = #expect(throws: Failure.self) { try share(session, nil) }
            #expect(failure?.kind == .noConsent)
        }
    }
}
