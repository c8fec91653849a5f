import Foundation
import Testing

@testable import Base

@Suite struct DigestTests {
    /// FIPS 180-2, appendix B.1.
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func matchesTheStandardsExample() {
        #expect(Digest.sha256(Array("abc".utf8)) == Self.abc)
        #expect(Digest.sha256Base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    }

    @Test func readsAFileOfAnySizeInPieces() throws {
        let path = NSTemporaryDirectory() + "digest-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = [UInt8](repeating: 7, count: 3_000_001)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try Digest.sha256(ofFile: path) == Digest.sha256(bytes))
    }

    @Test func namesAFileThatIsMissing() {
        let failure = #expect(throws: Failure.self) { try Digest.sha256(ofFile: "/nowhere/a.mp4") }
        #expect(failure?.exitCode == 66)
        #expect(failure?.what.contains("/nowhere/a.mp4") == true)
        let folder = #expect(throws: Failure.self) { try Digest.sha256(ofFile: "/tmp") }
        #expect(folder?.exitCode == 66)
    }
}
