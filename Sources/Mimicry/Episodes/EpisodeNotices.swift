package import Base

/// Numbers the episodes of a running session, so that a viewer can follow each from the moment it
/// is established to its end.
///
/// ```swift
/// var notices = EpisodeNotices()
/// let results = scorer.append(sample, of: .first)
/// show(notices.update(present: scorer.presentEpisodes, final: results.episodes))
/// show(notices.conclude(session.episodes))
/// ```
package struct EpisodeNotices: Sendable {
    /// How much of an episode is known.
    package enum State: Sendable, Equatable {
        /// Both onsets are certain and it continues; offset and shared duration are those so far.
        case present
        /// It is over.
        case ended
        /// It was no episode: the two may have been confused, or somebody else was seen.
        case withdrawn
    }

    /// A change of one episode. All its notices have the same number.
    package struct Notice: Sendable, Equatable {
        /// From 1, in order of the first notice.
        package var id: Int
        package var state: State
        package var episode: Episode
    }

    /// When the final measurement is compared with the live one, episodes of the same people and posture
    /// are one if both onsets are this close, seconds. The same person's next entry into a posture comes
    /// later, because a hold and a break take longer.
    static let sameness = 1.0

    /// The latest notice of every episode, in order of number.
    package private(set) var latest: [Notice] = []
    /// Stretches in which the two may have been confused, seconds.
    private var uncertain: [TimeSpan] = []

    package init() {}

    /// Adds the episodes that continue now and those that have become final since the last call.
    ///
    /// - Returns: notices of those that are new, have ended, or have changed in more than duration.
    package mutating func update(present: [Episode], final: [Episode]) -> [Notice] {
        var notices = final.filter(isCertain).compactMap { notice(for: $0, .ended) }
        notices += present.filter(isCertain).compactMap { notice(for: $0, .present) }
        return notices
    }

    /// Withdraws episodes that depend on a stretch in which the two may have been confused: one that
    /// contains an onset or lies between the onsets. The final analysis leaves such stretches out.
    package mutating func exclude(_ span: TimeSpan) -> [Notice] {
        uncertain.append(span)
        let wrong = Set(latest.filter { !isCertain($0.episode) }.map(\.id))
        return withdraw { wrong.contains($0.id) }
    }

    /// Withdraws everything so far, because the people seen were not those of the session.
    package mutating func withdrawAll() -> [Notice] { withdraw { _ in true } }

    /// Adds the final episodes of the whole session, measured from the record.
    ///
    /// - Returns: a notice of each of them, and of those that turned out to be none.
    package mutating func conclude(_ episodes: [Episode]) -> [Notice] {
        var open = latest.indices.filter { latest[$0].state != .withdrawn }
        var notices: [Notice] = []
        for episode in episodes {
            let same = open.filter { Self.isSame(latest[$0].episode, episode) }
            let nearest = same.min { distance($0, episode) < distance($1, episode) }
            let index = nearest ?? latest.endIndex
            open.removeAll { $0 == index }
            notices.append(store(Notice(id: index + 1, state: .ended, episode: episode)))
        }
        for index in open {
            var notice = latest[index]
            notice.state = .withdrawn
            notices.append(store(notice))
        }
        return notices
    }

    /// Stores the episode under its number; `nil` when viewers would see no change.
    private mutating func notice(for episode: Episode, _ state: State) -> Notice? {
        let known = latest.lastIndex {
            $0.state != .withdrawn && Self.isIdentical($0.episode, episode)
        }
        let notice = Notice(id: (known ?? latest.endIndex) + 1, state: state, episode: episode)
        if let known, state == .present, Self.looksAlike(latest[known].episode, episode) {
            latest[known].episode = episode
            return nil
        }
        return store(notice)
    }

    private mutating func withdraw(_ isWrong: (Notice) -> Bool) -> [Notice] {
        var notices: [Notice] = []
        for var notice in latest where notice.state != .withdrawn && isWrong(notice) {
            notice.state = .withdrawn
            notices.append(store(notice))
        }
        return notices
    }

    private mutating func store(_ notice: Notice) -> Notice {
        if notice.id <= latest.count {
            latest[notice.id - 1] = notice
        } else {
            latest.append(notice)
        }
        return notice
    }

    private func isCertain(_ episode: Episode) -> Bool {
        !uncertain.contains {
            $0.start <= episode.followerOnset && episode.leaderOnset <= $0.end
        }
    }

    private func distance(_ index: Int, _ episode: Episode) -> Double {
        abs(latest[index].episode.followerOnset - episode.followerOnset)
    }

    private static func isOfSamePeople(_ one: Episode, _ other: Episode) -> Bool {
        one.posture == other.posture && one.leader == other.leader
    }

    private static func isIdentical(_ one: Episode, _ other: Episode) -> Bool {
        isOfSamePeople(one, other) && one.leaderOnset == other.leaderOnset
            && one.followerOnset == other.followerOnset
    }

    private static func isSame(_ one: Episode, _ other: Episode) -> Bool {
        isOfSamePeople(one, other) && abs(one.leaderOnset - other.leaderOnset) <= sameness
            && abs(one.followerOnset - other.followerOnset) <= sameness
    }

    /// Whether they differ in duration alone.
    private static func looksAlike(_ one: Episode, _ other: Episode) -> Bool {
        one.leaderSide == other.leaderSide && one.followerSide == other.followerSide
    }
}
