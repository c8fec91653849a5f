import Base

/// What `/queue`, `/recordings` and `/check` answer; `/people` answers ``FoundPeople``.
enum QueueJSON {
    /// - Parameters:
    ///   - remarks: of the folder.
    ///   - id: of a folder, as the library gives it.
    static func value(
        _ sessions: [QueuedSession], remarks: [String], id: (String) -> String
    ) -> JSONValue {
        [
            "remarks": .array(remarks.map { .string($0) }),
            "sessions": .array(
                sessions.map { session in
                    [
                        "id": .string(id(session.session.folder)),
                        "name": .string(session.session.name),
                        "state": .string(session.state.rawValue),
                        "share": .rounded(session.share, decimals: 4),
                        "left": .rounded(session.left, decimals: 0),
                        "remarks": .array(session.remarks.map { .string($0) }),
                    ]
                }),
        ]
    }

    static func value(_ checked: CheckedRecording) -> JSONValue {
        [
            "usable": .bool(checked.isUsable),
            "people": .array(checked.people.map { .array($0.map { .string($0) }) }),
            "advice": .array(checked.advice.map { .string($0) }),
            "sound": checked.sound.map { .string($0) } ?? .null,
        ]
    }

    static func value(_ recordings: [Recordings.Recording]) -> JSONValue {
        [
            "recordings": .array(
                recordings.map {
                    [
                        "id": .string($0.id), "name": .string($0.name.oneLine),
                        "bytes": .integer($0.bytes),
                    ]
                })
        ]
    }
}
