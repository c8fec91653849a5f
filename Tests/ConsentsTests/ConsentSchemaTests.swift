import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Consents

/// The published schemas say what the program does.
@Suite struct ConsentSchemaTests {
    private static func consent(_ old: String = "", _ new: String = "") -> String {
        """
        {"schema": 1, "session": "S01", "participants": [
          {"seat": "therapist", "id": "T 01", "scope": ["analysis", "live", "review-clip"],
           "signed": "2026-01-05", "expires": "2027-01-05"},
          {"seat": "client", "id": "C", "scope": [],
           "signed": "2026-01-05", "expires": "2027-01-05", "withdrawn": null}]}
        """.replacingOccurrences(of: old, with: new)
    }

    @Test(.enabled(if: SchemaCheck.isPossible, "make test puts .deps/test-venv in place"))
    func theSchemaOfTheConsentFileAgreesWithTheReader() throws {
        let documents = [
            Self.consent(), Self.consent("null", "\"2026-02-01\""),
            Self.consent("\"schema\": 1", "\"schema\": 2"), Self.consent("\"S01\"", "\"\""),
            Self.consent("\"S01\"", "\"S01\", \"note\": \"\""), Self.consent("\"S01\"", "1"),
            Self.consent("\"C\"", "\"C\", \"name\": \"A\""), Self.consent("\"C\"", "\" C\""),
            Self.consent("\"client\"", "\"a,b\""), Self.consent("\"client\"", "\"c\""),
            Self.consent("[]", "[\"anything\"]"), Self.consent("[]", "[\"live\", \"live\"]"),
            Self.consent("null", "true"), Self.consent("null", "\"tomorrow\""),
            Self.consent("\"id\": \"C\", ", ""), "[]",
            Self.consent("\"C\"", "\"" + String(repeating: "A\u{0301}", count: 32) + "\""),
            Self.consent("\"C\"", "\"" + String(repeating: "A\u{0301}", count: 32) + "A\""),
            Self.consent("\"C\"", "\"A" + String(repeating: "\u{0301}", count: 7) + "\""),
            Self.consent("\"C\"", "\"\u{0301}C\""), Self.consent("\"C\"", "\"=1+2\""),
            Self.consent("\"client\"", "\"@client\""), Self.consent("\"S01\"", "\"-1\""),
            Self.consent("\"client\"", "\"c\\u3164\""), Self.consent("\"S01\"", "\"＋1\""),
            Self.consent("\"C\"", "\"C\\u202e1\""), Self.consent("\"client\"", "\"c\\u200bd\""),
            Self.consent("\"S01\"", "\"S\\u20281\""), Self.consent("\"S01\"", "\"S\\u00071\""),
        ]
        let read = documents.map { text in
            (try? ConsentReader(path: "x").consent(Array(text.utf8))) != nil
        }
        #expect(read.filter { $0 }.count == 4)
        #expect(try SchemaCheck.accepted(documents, "consent") == read)
    }
}
