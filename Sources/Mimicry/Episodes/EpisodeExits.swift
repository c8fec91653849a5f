package import Base
package import Posture

/// How episodes dissolve: when each person left the posture, who left first, and how soon the other
/// followed.
package struct EpisodeExits: Sendable {
    private let records: [PostureRecord]
    private let recording: TimeSpan
    private let detector: EpisodeDetector

    /// - Parameters:
    ///   - records: of the first and the second seat.
    ///   - recording: the time that was recorded of both; nothing is known after it.
    package init(
        _ records: [PostureRecord], recording: TimeSpan, settings: EpisodeSettings = .init()
    ) {
        self.records = records
        self.recording = recording
        detector = EpisodeDetector(settings: settings)
    }

    /// The episodes with `leaderOffset`, `followerOffset`, `endedBy` and `exitLag`.
    package func complete(_ episodes: [Episode]) -> [Episode] {
        var histories: [String: [PostureHistory]] = [:]
        return episodes.map { episode in
            let known =
                histories[episode.posture]
                ?? records.map { detector.history(of: episode.posture, in: $0, recording) }
            histories[episode.posture] = known
            return complete(episode, known)
        }
    }

    private func complete(_ episode: Episode, _ histories: [PostureHistory]) -> Episode {
        func offset(_ seat: Seat, from onset: Double) -> Double? {
            let history = histories[seat.rawValue]
            guard let stretch = history.stretches.first(where: { $0.onset == onset }),
                history.offsetIsKnown(stretch, end: recording.end)
            else { return nil }
            return stretch.offset
        }
        var episode = episode
        episode.leaderOffset = offset(episode.leader, from: episode.leaderOnset)
        episode.followerOffset = offset(episode.follower, from: episode.followerOnset)
        episode.endedBy = nil
        episode.exitLag = nil
        // Who left first is known as soon as one exit is; one before the adoption ended nothing.
        let exits = [
            (episode.leader, episode.leaderOffset), (episode.follower, episode.followerOffset),
        ].compactMap { seat, time in time.map { (seat: seat, time: $0) } }
        guard episode.sharedDuration > 0,
            let first = exits.min(by: { $0.time < $1.time }),
            first.time <= episode.offset + EpisodeDetector.tolerance
        else { return episode }
        if let last = exits.first(where: { $0.seat != first.seat }) {
            episode.exitLag = last.time - first.time
        }
        let closest = detector.settings.closest - EpisodeDetector.tolerance
        if (episode.exitLag ?? .infinity) >= closest { episode.endedBy = first.seat }
        return episode
    }
}

/// One person steps out of a shared state: what Rothschild (2004) calls an empathy brake.
package struct Brake: Sendable, Equatable {
    /// How they stepped out.
    package enum Step: Sendable, Equatable {
        /// The seat was empty, or they could no longer be seen in it.
        case left
        /// They took up another posture.
        case changed(to: String)
        /// They let go of the posture, and nothing more was seen.
        case released
    }

    /// Seconds.
    package var time: Double
    package var seat: Seat
    /// The posture that was shared.
    package var posture: String
    package var step: Step

    /// A step counts when it comes this close to the end of the shared state, seconds.
    static let nearness = 2.0

    /// The brakes of episodes with their exits, in order of time.
    package static func all(_ episodes: [Episode], _ records: [PostureRecord]) -> [Brake] {
        episodes.filter(\.counts).compactMap { episode in
            guard let seat = episode.endedBy else { return nil }
            let near = records[seat.rawValue].held.filter {
                $0.posture != episode.posture && abs($0.onset - episode.offset) <= nearness
            }
            let next = near.min {
                abs($0.onset - episode.offset) < abs($1.onset - episode.offset)
            }
            let hasLeft = near.contains { $0.posture == EpisodeDetector.absent }
            return Brake(
                time: episode.offset, seat: seat, posture: episode.posture,
                step: hasLeft ? .left : next.map { .changed(to: $0.posture) } ?? .released)
        }.sorted { ($0.time, $0.posture) < ($1.time, $1.posture) }
    }
}
