import Posture

/// Episodes as they become final, while a recording grows.
///
/// An episode is final when both records are final up to its end: nothing that is still to come can
/// change it. Fed with growing records, the stream yields each episode once, and all of them together
/// are those of `EpisodeDetector` on the whole.
///
/// ```swift
/// var stream = EpisodeStream()
/// while recording {
///     for episode in stream.update(therapist, client, finalUntil: time) { show(episode) }
/// }
/// ```
public struct EpisodeStream: Sendable {
    private let detector: EpisodeDetector
    /// Where the recording starts; nothing is known before.
    private let start: Double?
    /// Everything that ends at or before this has been yielded.
    private var done = -Double.infinity

    public init(settings: EpisodeSettings = .init(), start: Double? = nil) {
        detector = EpisodeDetector(settings: settings)
        self.start = start
    }

    /// Episodes that have become final since the last call, in order of the follower's onset.
    ///
    /// - Parameters:
    ///   - first: everything known of the first seat so far; a posture that is still held ends at or
    ///     after `time` or is left out until it has ended.
    ///   - time: no posture or stretch of unknown that begins or ends before this will still be added
    ///     or changed, seconds. Pass infinity when the recording is over.
    public mutating func update(
        _ first: PostureRecord, _ second: PostureRecord, finalUntil time: Double
    ) -> [Episode] {
        let recording = start.map { TimeSpan(start: $0, end: .infinity) }
        // An onset of the other person shortly after the follower's may still take the leader away,
        // and a posture may go on on the other side in the moment it ends.
        let horizon = time - detector.settings.simultaneous
        let final = detector.episodes(first, second, recording: recording)
            .filter { done <= $0.offset && $0.offset < horizon }
        done = max(done, horizon)
        return final
    }
}
