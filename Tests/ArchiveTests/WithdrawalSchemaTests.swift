import Base
import TestSupport
import Testing

@testable import Archive

/// Receipts against the published schema.
@Suite struct WithdrawalSchemaTests {
    @Test(.enabled(if: SchemaCheck.isPossible, "make test puts .deps/test-venv in place"))
    func aReceiptIsAsItsSchemaSays() throws {
        var receipt = Withdrawal(
            state: .begun, participants: ["T01", "C01"],
            withdrawn: [.init(id: "C01", date: .today)], removed: [], shared: [])
        let bare = receipt.text
        receipt.session = "S01"
        receipt.consent = Digest.sha256([])
        receipt.removed = [.init(file: "a")]
        receipt.sources = [.init(file: "a.mp4", sha256: Digest.sha256([]))]
        receipt.shared = ["S-1"]
        #expect(
            try SchemaCheck.accepted([bare, receipt.text, "{}"], "withdrawal") == [
                true, true, false,
            ])
    }
}
