import Mimicry
import Posture

/// How an episode dissolved, in words: `the therapist left first, the client 3.2 s later`.
struct EpisodeExitWords {
    /// `nil` when it is not known.
    let description: String?

    init(_ episode: Episode, _ seats: [String]) {
        guard let seat = episode.endedBy else {
            let together = episode.exitLag.map { _ in "both left at once" }
            description = episode.sharedDuration > 0 ? together : nil
            return
        }
        let first = "\(Prose.person(seats[seat.rawValue])) left first"
        let other = Prose.person(seats[seat.other.rawValue])
        description =
            episode.exitLag.map { "\(first), \(other) \(Prose.duration($0)) later" } ?? first
    }
}
