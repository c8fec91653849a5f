import Foundation
import TestSupport
import Testing

/// The arithmetic of `scripts/realworld` is Python's, and so are its tests.
@Suite struct RealWorldTests {
    @Test func agreementIsAsWorkedOutByHand() throws {
        let run = Process()
        run.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        run.arguments = ["python3", "-B", Repository.path("Tests/RealWorld/agreement_tests.py")]
        let errors = Pipe()
        run.standardError = errors
        try run.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        run.waitUntilExit()
        #expect(run.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }
}
