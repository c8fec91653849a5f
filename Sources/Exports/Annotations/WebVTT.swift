import Mimicry
import Consents
package import Base
package import SessionModel

/// `timeline.vtt`: the episodes, and the notes of a live session, as captions for a video player.
///
/// A caption appears when the follower takes the posture up and stays while it is shared, at least
/// ``shortest`` seconds, so that it can be read. Its identifier is the episode's row in
/// `episodes.csv`, from 1; that of a note is `note` and its row in `markers.csv`. A note stays for
/// ``shortest`` seconds.
///
/// Format: W3C, *WebVTT: The Web Video Text Tracks Format* (Candidate Recommendation, 2019).
package struct WebVTT: SessionWriter {
    package static let fileName = SessionFile.captions.name

    /// The least time that a caption stays, seconds.
    package static let shortest = 3.0

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.write("WEBVTT\n\nNOTE attune \(Escaping.webVTTLine(session.attune)), ")
        try output.write(
            "episodes of \(Escaping.webVTTLine(session.source.map(\.file).joined(separator: ", ")))\n"
        )
        if let digest = session.consent?.digest {
            try output.write("\nNOTE consent, SHA-256 \(Escaping.webVTTLine(digest))\n")
        }
        if let review = session.review {
            try output.write("\nNOTE \(Escaping.webVTTLine(review.clause))\n")
        }
        for cue in Self.cues(session) {
            try output.write("\n\(cue.name)\n\(Self.clock(cue.start)) --> \(Self.clock(cue.end))\n")
            try output.write(Escaping.webVTT(cue.text) + "\n")
        }
    }

    private typealias Cue = (name: String, start: Int, end: Int, text: String)

    /// In order of their starts where there are notes among them, as the format wants it.
    private static func cues(_ session: Session) -> [Cue] {
        let episodes = session.episodesInOrder.enumerated().map { index, episode -> Cue in
            let start = max(0, Tiers.ticks(episode.followerOnset, 1000))
            let shown = max(episode.offset, episode.followerOnset + shortest)
            return (
                "\(index + 1)", start, max(start + 1, Tiers.ticks(shown, 1000)),
                EpisodeSentence(episode, seats: session.seats).description
            )
        }
        guard !session.markers.isEmpty else { return episodes }
        let notes = session.markers.enumerated().map { index, marker -> Cue in
            let start = max(0, Tiers.ticks(marker.time, 1000))
            return (
                "note \(index + 1)", start, start + Int(1000 * shortest),
                marker.text.isEmpty ? "Note" : "Note: " + marker.text
            )
        }
        let cues = episodes + notes
        return cues.indices.sorted { (cues[$0].start, $0) < (cues[$1].start, $1) }.map { cues[$0] }
    }

    /// Milliseconds as `HH:MM:SS.mmm`.
    private static func clock(_ milliseconds: Int) -> String {
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return parts.joined(separator: ":") + "." + padded(rest, 3)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
