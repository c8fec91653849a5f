/// What the live page shows, and how much of the machine its watchers may take.
package struct LiveOptions: Sendable {
    /// Whether `GET /video` exists. Only with consent `video` from both.
    package var showVideo: Bool
    /// A posture shared for so long gets the gentle notice, seconds; the page can set it otherwise.
    package var noticeAfter: Double
    /// Streams of events open at a time; one more gets 503.
    package var maxStreams: Int
    /// Connections open at a time; one more is closed at once.
    package var maxConnections: Int
    /// How long a connection may take to send a request, or to send the next one, seconds.
    package var requestTimeout: Double
    /// Between two signs of life on a silent stream, seconds.
    package var heartbeat: Double

    package init(
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
