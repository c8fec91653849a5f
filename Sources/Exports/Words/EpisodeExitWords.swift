import Mimicry
import Posture

/// How an episode dissolved, in words: `the therapist left first, the client 3.2 s later`.
struct EpisodeExitWords {
    /// `nil` when it is not known.
    let description: String?

    init(_ episode: Episode, _ seats: [String], in say: Phrases = .english) {
        guard let seat = episode.endedBy else {
            let isTogether = episode.exitLag != nil && episode.sharedDuration > 0
            description = isTogether ? say("exit.together") : nil
            return
        }
        let first = PhraseArgument.person(seats[seat.rawValue])
        let other = PhraseArgument.person(seats[seat.other.rawValue])
        description =
            episode.exitLag.map {
                say("exit.apart", ["first": first, "other": other, "lag": .duration($0)])
            } ?? say("exit.first", ["first": first])
    }
}
