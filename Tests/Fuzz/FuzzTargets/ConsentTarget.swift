import Base
import Consents
import FuzzKit

/// The consent file; whatever is wrong with it, nothing is allowed (exit 77).
enum ConsentTarget {
    static let target = FuzzTarget(
        "consent",
        texts: [
            """
            {"schema": 1, "session": "S01", "participants": [
              {"seat": "therapist", "id": "T01", "scope": ["analysis", "live", "review-clip"],
               "signed": "2026-01-05", "expires": "2036-01-05"},
              {"seat": "client", "id": "C01", "scope": ["analysis"], "signed": "2026-01-05",
               "expires": "2036-01-05", "withdrawn": null}]}
            """
        ],
        words: [
            "\"schema\"", "\"session\"", "\"participants\"", "\"seat\"", "\"id\"", "\"scope\"",
            "\"signed\"", "\"expires\"", "\"withdrawn\"", "\"video\"", "\"sharing\"", "null", "\\u",
            "9999-12-31", "2024-02-29", "1e400",
        ], mutation: .json
    ) { bytes in
        let path = FuzzFolder.shared.file("consent.json", bytes)
        guard
            let consent = Promise.read(
                refusing: [Failure.Kind.noConsent.rawValue], { try Consent.load(path) })
        else {
            return
        }
        FuzzTarget.expect(!consent.participants.isEmpty, "participants")
        for scope in Consent.Scope.allCases {
            _ = Promise.read(refusing: [Failure.Kind.noConsent.rawValue]) {
                try consent.require(scope)
            }
        }
        _ = Promise.read(refusing: [Failure.Kind.noConsent.rawValue, Failure.Kind.usage.rawValue]) {
            try consent.seats(requested: ["therapist", "client"])
        }
    }
}
