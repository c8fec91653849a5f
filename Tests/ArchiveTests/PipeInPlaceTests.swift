import Base
import Consents
import Foundation
import TestSupport
import Testing

@testable import Archive

/// A named pipe under the name of one of our files would keep a reader waiting for ever.
@Suite struct PipeInPlaceTests {
    @Test func aPipeInPlaceOfAnyFileIsAnError() throws {
        try TemporaryFolder.with { place in
            let folder = place.path
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
