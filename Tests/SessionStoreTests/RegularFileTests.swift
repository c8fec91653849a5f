import Foundation
import Testing

@testable import SessionStore

/// What is no file is refused at once, also where opening it would wait.
@Suite struct RegularFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("regular-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func aFileIsReadWhole() throws {
        try inFolder { folder in
            let path = folder + "/file"
            try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
            #expect(try RegularFile.contents(of: path, upTo: 3) == [1, 2, 3])
            #expect(throws: RegularFile.Problem.tooLarge) {
                try RegularFile.contents(of: path, upTo: 2)
            }
        }
    }

    @Test func whatIsNoFileIsNamed() throws {
        try inFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            for (path, problem) in [(pipe, RegularFile.Problem.special), (folder, .folder)] {
                #expect(throws: problem) { try RegularFile.contents(of: path, upTo: 9) }
            }
            #expect(throws: RegularFile.Problem.special) { try RegularFile.open("/dev/null") }
            #expect(throws: RegularFile.Problem.unreadable("No such file or directory")) {
                try RegularFile.open(folder + "/none")
            }
        }
    }

    @Test func aPipeInPlaceOfAnyFileIsAnError() throws {
        try inFolder { folder in
            for name in ["consent.json", "session.sqlite", "withdrawal.json"] {
                #expect(mkfifo(folder + "/" + name, 0o600) == 0)
            }
            let consent = #expect(throws: Failure.self) {
                try Consent.load(folder + "/consent.json")
            }
            #expect(consent?.exitCode == 77 && consent?.what.contains("not a file") == true)
            #expect(throws: Failure.self) { try Withdrawal.refuse(in: folder) }
            #expect(throws: Failure.self) { try Digest.sha256(ofFile: folder + "/consent.json") }
            unlink(folder + "/withdrawal.json")
            let record = #expect(throws: Failure.self) {
                try SessionRecord.open(folder + "/session.sqlite")
            }
            #expect(record?.exitCode == 65)
        }
    }
}
