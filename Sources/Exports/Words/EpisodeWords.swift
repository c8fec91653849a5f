package import Mimicry
import Posture

/// An episode in one sentence.
///
///     The client rested their head on their left hand 4.0 s after the therapist had rested theirs
///     on the right (mirror), and they shared it for 9.9 s.
package struct EpisodeSentence: Sendable, CustomStringConvertible {
    package let description: String

    /// - Parameter seats: names of the first and the second seat.
    package init(_ episode: Episode, seats: [String], in say: Phrases = .english) {
        let phrases = PosturePhrases(episode.posture, say)
        description = say(
            episode.sharedDuration > 0 ? "episode.sentence" : "episode.sentence_unshared",
            [
                "follower": .person(seats[episode.follower.rawValue]),
                "did": .text(phrases.follower(episode.followerSide)),
                "lag": .duration(episode.lag),
                "leader": .person(seats[episode.leader.rawValue]),
                "had": .text(phrases.leader(episode.leaderSide)),
                "congruence": .text(episode.congruence.rawValue),
                "shared": .text(phrases.shared(episode.sharedDuration)),
            ])
    }
}

/// An episode on one line over a picture, with when it is shown.
///
///     therapist → client: head on hand, right → left (mirror), 4.0 s later
package struct EpisodeCaption: Sendable, Equatable {
    package let text: String
    /// From the leader's onset to the end of the episode, or to the follower's onset when nothing was
    /// shared; seconds.
    package let start: Double
    package let end: Double

    /// - Parameter seats: names of the first and the second seat.
    package init(_ episode: Episode, seats: [String]) {
        let leader = seats[episode.leader.rawValue]
        let follower = seats[episode.follower.rawValue]
        var words = Prose.words(episode.posture)
        if let one = episode.leaderSide, let other = episode.followerSide {
            words += ", \(one.rawValue) → \(other.rawValue)"
        }
        if episode.congruence != .unsided { words += " (\(episode.congruence.rawValue))" }
        text = "\(leader) → \(follower): \(words), \(Prose.duration(episode.lag)) later"
        start = episode.leaderOnset
        end = max(episode.offset, episode.followerOnset)
    }
}
