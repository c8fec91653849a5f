package import Loopback

/// What the live page shows, and how much of the machine its watchers may take.
package struct LiveOptions: Sendable {
    /// Whether `GET /video` exists. Only with consent `video` from both.
    package var showVideo: Bool
    /// A posture shared for so long gets the gentle notice, seconds; the page can set it otherwise.
    package var noticeAfter: Double
    /// Streams of events open at a time; one more gets 503.
    package var maxStreams: Int
    /// Of connections and their requests.
    package var limits: LoopbackLimits
    /// Between two signs of life on a silent stream, seconds.
    package var heartbeat: Double

    package init(
        showVideo: Bool = false, noticeAfter: Double = 20, maxStreams: Int = 16,
        limits: LoopbackLimits = LoopbackLimits(), heartbeat: Double = 15
    ) {
        self.showVideo = showVideo
        self.noticeAfter = noticeAfter
        self.maxStreams = maxStreams
        self.limits = limits
        self.heartbeat = heartbeat
    }
}
