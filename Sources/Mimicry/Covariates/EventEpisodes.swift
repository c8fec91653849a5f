import Posture

/// Episodes of sessions in which something happened to both people.
package enum EventEpisodes {
    private struct Place: Hashable {
        var posture: String
        var leader: Int
        var leaderOnset: Double
        var followerOnset: Double

        init(_ episode: Episode) {
            posture = episode.posture
            leader = episode.leader.rawValue
            leaderOnset = episode.leaderOnset
            followerOnset = episode.followerOnset
        }
    }

    /// The episodes that were found, and tested, where the time after events is unknown, with their ends as
    /// they really were, and those that are found only when that time is looked at, marked.
    ///
    /// So no adoption is claimed of two people who both reacted, and chance is compared with the
    /// same time.
    ///
    /// - Parameters:
    ///   - tested: found without the time after events.
    ///   - whole: found in all that is known.
    package static func marked(tested: [Episode], whole: [Episode]) -> [Episode] {
        var left = Dictionary(tested.map { (Place($0), $0) }) { first, _ in first }
        let shown = whole.map { episode in
            var episode = episode
            if let own = left.removeValue(forKey: Place(episode)) {
                episode.isRepeat = own.isRepeat
                episode.pValue = own.pValue
                episode.qValue = own.qValue
            } else {
                episode.isAfterEvent = true
            }
            return episode
        }
        return (shown + left.values).sorted(by: EpisodeDetector.precedes)
    }
}
