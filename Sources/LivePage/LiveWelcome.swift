import Base

/// The first event of every stream, `hello`: what the page has to know before the others.
struct LiveWelcome: Sendable {
    /// Tells this run of Attune from another one at the same address.
    var run: String
    /// Names of the first and the second seat.
    var seats: [String]
    /// Whether everything that is remembered follows, rather than what came after the last event seen.
    var isWhole: Bool
    /// The latest status, however long ago.
    var status: LiveStatus?
    var isPaused: Bool
    /// The latest time of the recording that was told, seconds.
    var time: Double

    func json(_ options: LiveOptions) -> JSONValue {
        [
            "run": .string(run), "time": .rounded(time), "seats": .array(seats.map { .string($0) }),
            "replay": isWhole ? "all" : "since", "status": status?.json ?? .null,
            "paused": .bool(isPaused), "notice_after": .number(options.noticeAfter),
            "show_video": .bool(options.showVideo),
        ]
    }
}
