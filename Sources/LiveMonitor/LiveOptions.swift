/// What the live page shows, and how much of the machine its watchers may take.
public struct LiveOptions: Sendable {
    /// Whether `GET /video` exists. Only with consent `video` from both.
    public var showVideo: Bool
    /// A posture shared for so long gets the gentle notice, seconds; the page can set it otherwise.
    public var noticeAfter: Double
    /// Streams of events open at a time; one more gets 503.
    public var maxStreams: Int
    /// Connections open at a time; one more is closed at once.
    public var maxConnections: Int
    /// How long a connection may take to send a request, or to send the next one, seconds.
    public var requestTimeout: Double
    /// Between two signs of life on a stream that has nothing to tell, seconds.
    public var heartbeat: Double

    public init(
        showVideo: Bool = false, noticeAfter: Double = 20, maxStreams: Int = 16,
        maxConnections: Int = 64, requestTimeout: Double = 10, heartbeat: Double = 15
    ) {
        self.showVideo = showVideo
        self.noticeAfter = noticeAfter
        self.maxStreams = maxStreams
        self.maxConnections = maxConnections
        self.requestTimeout = requestTimeout
        self.heartbeat = heartbeat
    }
}
