package import Base
package import Posture

/// Finds episodes: one person adopts a posture that the other has shown.
///
/// The leader enters posture P at `tL`. The follower, who was seen *not* to be in P at `tL`, enters
/// it at `tF` with `undecided ≤ tF − tL ≤ maxLag`, while the leader holds it or had left it less
/// than `grace` before. Whether a person is in P does not depend on the side; the sides of the
/// episode are those at the two onsets.
///
/// - A follower's entry belongs to the most recent leader onset that qualifies and to no other. A
///   leader's onset is adopted once; further entries of the follower are repeats, which do not count.
/// - If the other person entered P less than `simultaneous` before or after the follower's entry, both
///   share it without a leader and there is no episode. From there to `undecided` nobody can say who was
///   first: onsets are known to some tenths of a second, and nobody reacts sooner. There is no episode either.
/// - An onset within `unknownMargin` of the end of a stretch of unknown is not a known onset, of
///   leader or follower.
/// - An episode ends when either leaves. If the leader had left before the follower entered, it ends
///   as the follower enters and nothing was shared; `offset` is always
///   `followerOnset + sharedDuration`.
/// - `absent` is not a posture that can be adopted, nor is one whose definition says so.
///
/// No primary source fixes these times; they are parameters (`EpisodeSettings`). The phenomenon is
/// that of Rothschild (2004), *Mirror, Mirror*.
///
/// ```swift
/// let episodes = EpisodeDetector().episodes(therapist, client)
/// ```
package struct EpisodeDetector: Sendable {
    /// Name of the state of an empty seat, which is never adopted.
    package static let absent = "absent"

    /// Times closer than this are the same, seconds: finer than any timestamp of a video.
    static let tolerance = 1e-6

    package let settings: EpisodeSettings

    package init(settings: EpisodeSettings = .init()) {
        self.settings = settings
    }

    /// Episodes of both directions in order of the follower's onset.
    ///
    /// - Parameters:
    ///   - recording: when given, nothing is known before its start: a posture held from the first
    ///     instant on has no known onset.
    package func episodes(
        _ first: PostureRecord, _ second: PostureRecord, recording: TimeSpan? = nil
    ) -> [Episode] {
        let names = Set(first.held.map(\.posture)).intersection(second.held.map(\.posture))
        var result: [Episode] = []
        for posture in names where settings.isAdopted(posture) {
            let one = history(of: posture, in: first, recording)
            let other = history(of: posture, in: second, recording)
            result += episodes(of: posture, leader: one, follower: other, ledBy: first.seat)
            result += episodes(of: posture, leader: other, follower: one, ledBy: second.seat)
        }
        return result.sorted(by: Self.precedes)
    }

    /// Follower's onset, then posture, then leader: a total order, so that results are repeatable.
    static func precedes(_ one: Episode, _ other: Episode) -> Bool {
        if one.followerOnset != other.followerOnset {
            return one.followerOnset < other.followerOnset
        }
        if one.posture != other.posture { return one.posture < other.posture }
        return one.leader.rawValue < other.leader.rawValue
    }

    func history(
        of posture: String, in record: PostureRecord, _ recording: TimeSpan?
    ) -> PostureHistory {
        PostureHistory(
            of: posture, in: record, start: recording?.start, margin: settings.unknownMargin)
    }

    private func episodes(
        of posture: String, leader: PostureHistory, follower: PostureHistory, ledBy seat: Seat
    ) -> [Episode] {
        var adoptedOnset: Double?
        return follower.stretches.compactMap { entry in
            guard
                let led = adopted(
                    by: entry, leader: leader, follower: follower,
                    within: settings.maxLag(of: posture))
            else { return nil }
            let shared = max(0, min(led.offset, entry.offset) - entry.onset)
            defer { adoptedOnset = led.onset }
            var episode = Episode(
                posture: posture, leader: seat, leaderSide: led.side, followerSide: entry.side,
                congruence: Congruence(led.side, entry.side), leaderOnset: led.onset,
                followerOnset: entry.onset, offset: entry.onset + shared, sharedDuration: shared)
            episode.isRepeat = adoptedOnset == led.onset
            return episode
        }
    }

    /// The leader's stretch that this entry adopts: the rule itself, for one entry of the follower.
    ///
    /// - Parameter maxLag: that of the posture, seconds.
    ///
    /// Uses the leader's stretches up to `closest` after the entry and the follower's up to the
    /// entry, nothing later.
    func adopted(
        by entry: PostureStretch, leader: PostureHistory, follower: PostureHistory,
        within maxLag: Double
    ) -> PostureStretch? {
        let tolerance = Self.tolerance
        let latest = entry.onset + settings.closest - tolerance
        guard entry.onsetIsKnown, let last = leader.lastStretch(startingBy: latest) else {
            return nil
        }
        for candidate in leader.stretches[...last].reversed() {
            let lag = entry.onset - candidate.onset
            if lag < settings.closest - tolerance { return nil }
            if lag > maxLag + tolerance { return nil }
            let isShown = entry.onset - candidate.offset < settings.grace - tolerance
            if candidate.onsetIsKnown, isShown, follower.isKnownNotHeld(at: candidate.onset) {
                return candidate
            }
        }
        return nil
    }
}
