package import Base

/// Numbers the episodes of a session that goes on, so that a watcher can follow each from the moment it
/// is established to what it came to in the end.
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
        /// Both onsets are certain, and it goes on; offset and shared duration are those so far.
        case present
        /// It is over.
        case ended
        /// It was none: the two may have been confused, or what was seen was not them.
        case withdrawn
    }

    /// What became known of one episode. Every notice of it has the same number.
    package struct Notice: Sendable, Equatable {
        /// From 1, in order of the first notice.
        package var id: Int
        package var state: State
        package var episode: Episode
    }

    /// Episodes of the same two people and posture whose onsets are both this close are one, when the
    /// live measurement is compared with the final one, seconds. The same person's next entry into a
    /// posture comes later than that: a hold and a break between take longer.
    static let sameness = 1.0

    /// The latest notice of every episode, in order of number.
    package private(set) var latest: [Notice] = []
    /// Stretches in which the two may have been confused, seconds.
    private var uncertain: [TimeSpan] = []

    package init() {}

    /// Takes what goes on at this moment and what has become final since the last call.
    ///
    /// - Returns: notices of those that are new, have changed but for how long they last, or have ended.
    package mutating func update(present: [Episode], final: [Episode]) -> [Notice] {
        var notices = final.filter(isCertain).compactMap { note($0, .ended) }
        notices += present.filter(isCertain).compactMap { note($0, .present) }
        return notices
    }

    /// Takes back what rests on a stretch in which the two may have been confused: an onset lies in it,
    /// or it lies between the onsets. The offline analysis leaves such stretches out.
    package mutating func exclude(_ span: TimeSpan) -> [Notice] {
        uncertain.append(span)
        let wrong = Set(latest.filter { !isCertain($0.episode) }.map(\.id))
        return withdraw { wrong.contains($0.id) }
    }

    /// Takes back everything so far: what was seen was not who it was taken for.
    package mutating func withdrawAll() -> [Notice] { withdraw { _ in true } }

    /// Takes the episodes of the whole session, measured in the end from the record.
    ///
    /// - Returns: a notice of every one of them, and of those that were none.
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

    private mutating func note(_ episode: Episode, _ state: State) -> Notice? {
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

    /// Whether nothing differs but how long they have lasted.
    private static func looksAlike(_ one: Episode, _ other: Episode) -> Bool {
        one.leaderSide == other.leaderSide && one.followerSide == other.followerSide
    }
}
