/// Words for a part in a conversation, which say nothing about who plays it.
package enum RoleNames {
    private static let known: Set<String> = [
        "therapist", "client", "patient", "counsellor", "counselor", "supervisor", "supervisee",
        "interviewer", "interviewee", "participant", "confederate", "experimenter", "parent",
        "child", "mother", "father", "infant", "teacher", "pupil", "student", "doctor", "nurse",
        "partner", "person1", "person2", "left", "right", "first", "second", "a", "b",
    ]

    /// Whether it is one of them, in capitals or not.
    package static func contains(_ word: some StringProtocol) -> Bool {
        known.contains(word.lowercased())
    }
}
