import Base
import Archive
import FuzzKit

/// The small files of a session folder, with a zero byte between: who withdrew, what was shared, whose
/// consent it went by. Whatever a receipt of a withdrawal holds, nothing of the folder may be used.
enum FolderTarget {
    private static let names = [
        Withdrawal.fileName, PseudonymKey.fileName, "session.json",
    ]

    private static let receipt = """
        {"attune": "0.1.0", "participants": ["T01", "C01"], "removed": [
          {"bytes": 12, "file": "episodes.csv", "sha256": "ab"}], "schema": 1, "session": "S01",
         "shared": ["S-2ABCDEFG"], "sources": [{"file": "a.mp4", "sha256": "cd"}],
         "state": "complete", "withdrawn": [{"date": "2026-02-01", "id": "C01"}]}
        """
    private static let keys = """
        {"exports": [{"code": "S-2ABCDEFG", "date": "2026-02-01", "landmarks": false,
          "participants": [{"code": "P-3ABCDEFG", "id": "T01"}], "session": "S01"}], "schema": 1}
        """
    private static let summary = """
        {"schema": 1, "source": {"file": "a.mp4", "sha256": "cd", "duration": 60}, "consent":
          {"session": "S01", "digest": "ef", "participants": [
            {"seat": "therapist", "id": "T01", "scope": ["analysis"], "signed": "2026-01-05",
             "expires": "2036-01-05"},
            {"seat": "client", "id": "C01", "scope": ["sharing"], "withdrawn": "2026-02-01"}]}}
        """

    static let target = FuzzTarget(
        "folder",
        texts: ["\(receipt)\0\(keys)\0\(summary)", "\0\(keys)\0\(summary)", "\0\0\(summary)"],
        words: [
            "\"schema\"", "\"state\"", "\"begun\"", "\"withdrawn\"", "\"participants\"",
            "\"removed\"", "\"shared\"", "\"sources\"", "\"exports\"", "\"consent\"", "\"scope\"",
            "\"sharing\"", "\"source\"", "\"sha256\"", "null", "9999-12-31", "\\u0000",
        ], mutation: .json
    ) { bytes in
        let folder = FuzzFolder.shared.folder("folder")
        let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        // A part that is empty is a file that is not there.
        for (name, part) in zip(names, parts) where !part.isEmpty {
            _ = FuzzFolder.shared.file("folder/\(name)", part)
        }
        let hasReceipt = parts.first.map { !$0.isEmpty } ?? false
        let codes: Set<Int32> = [Failure.Kind.badInput.rawValue, Failure.Kind.noConsent.rawValue]
        _ = Promise.read(refusing: codes) { try Withdrawal.read(in: folder) }
        let isFree: Void? = Promise.read(refusing: codes) { try Withdrawal.refuse(in: folder) }
        FuzzTarget.expect((isFree == nil) == hasReceipt, "a receipt refuses, and nothing else")
        if let keys = Promise.read({ try PseudonymKey.read(in: folder) }) {
            FuzzTarget.expect(keys.schema == PseudonymKey.schema, "the schema of the keys")
        }
        guard let consent = Promise.read(refusing: codes, { try FolderConsent.read(folder) }) else {
            return
        }
        FuzzTarget.expect(consent.summaries.count <= 1, "one summary without a record")
        let isAllowed: Void? = Promise.read(refusing: codes) { try consent.require() }
        FuzzTarget.expect(!hasReceipt || isAllowed == nil, "nothing after a withdrawal")
    }
}
