import Foundation
import Testing

@testable import Base

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
            #expect(throws: RegularFile.ReadError.tooLarge) {
                try RegularFile.contents(of: path, upTo: 2)
            }
        }
    }

    @Test func whatIsNoFileIsNamed() throws {
        try inFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            for (path, problem) in [(pipe, RegularFile.ReadError.special), (folder, .folder)] {
                #expect(throws: problem) { try RegularFile.contents(of: path, upTo: 9) }
            }
            #expect(throws: RegularFile.ReadError.special) { try RegularFile.open("/dev/null") }
            #expect(throws: RegularFile.ReadError.unreadable("No such file or directory")) {
                try RegularFile.open(folder + "/none")
            }
        }
    }

    @Test func aDeviceIsNoFile() {
        #expect(RegularFile.isDevice("/dev/null"))
        #expect(!RegularFile.isDevice("/etc/passwd") && !RegularFile.isDevice("/nowhere"))
    }
}
