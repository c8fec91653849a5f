import Base
package import Posture

/// One person's responses to the other, out of the occasions that they had.
struct ResponseCount: Equatable {
    var occasions = 0
    var responses = 0

    mutating func add(_ responded: Bool) {
        occasions += 1
        if responded { responses += 1 }
    }
}

/// What is counted, and of whom.
package struct ResponseGroup: Sendable, Hashable, Codable, Comparable {
    /// What the response is.
    package enum Measure: String, Sendable, Codable, CaseIterable {
        /// Of the leader's entries into a posture, while the other was seen without it: those adopted.
        case adoption
        /// Of the times that one left a shared posture first: those at which the other left it soon after.
        case leaving
    }

    /// What they are grouped by.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case all, direction, posture, congruence
        /// Of episodes only: the leader left first.
        case leader
    }

    package var measure: Measure
    package var kind: Kind
    /// A posture, or a congruence; empty for the others.
    package var name: String
    /// Of `direction`: who entered, or left, first.
    package var seat: Seat?

    package init(_ measure: Measure, _ kind: Kind, name: String = "", seat: Seat? = nil) {
        self.measure = measure
        self.kind = kind
        self.name = name
        self.seat = seat
    }

    private var rank: (Int, Int, Int, String) {
        (
            Measure.allCases.firstIndex(of: measure) ?? 0, Kind.allCases.firstIndex(of: kind) ?? 0,
            seat?.rawValue ?? -1, name
        )
    }

    package static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
}

/// What two people's postures come to in one alignment: the real one, or a surrogate.
struct PostureTally {
    var responses: [ResponseGroup: ResponseCount] = [:]
    /// Seconds in which both held the posture; the key "" holds all that are adopted together, no second twice.
    var shared: [String: Double] = [:]
    /// Of postures with a side, by how the sides went together.
    var sharedSides: [Congruence: Double] = [:]
    /// Episodes that count, by congruence and by leader.
    var congruences: [Congruence: Int] = [:]
    var led = [0, 0]

    /// −1…1, positive when the first seat led more; `nil` without episodes.
    var balance: Double? {
        let total = led[0] + led[1]
        return total > 0 ? Double(led[0] - led[1]) / Double(total) : nil
    }

    private let settings: EpisodeSettings
    private let end: Double

    init(
        _ first: PostureRecord, _ second: PostureRecord, episodes: [Episode],
        recording: TimeSpan, settings: EpisodeSettings
    ) {
        self.settings = settings
        end = recording.end
        let counted = episodes.filter { !$0.isRepeat }
        for episode in counted {
            congruences[episode.congruence, default: 0] += 1
            led[episode.leader.rawValue] += 1
        }
        let detector = EpisodeDetector(settings: settings)
        let byPosture = Dictionary(grouping: counted, by: \.posture)
        let names = Set(first.held.map(\.posture)).union(second.held.map(\.posture))
        for name in names.filter(settings.isAdopted).sorted() {
            let one = detector.history(of: name, in: first, recording)
            let other = detector.history(of: name, in: second, recording)
            let found = byPosture[name] ?? []
            addAdoptions(name, one, other, found.filter { $0.leader == first.seat }, first.seat)
            addAdoptions(name, other, one, found.filter { $0.leader == second.seat }, second.seat)
            addLeavings(one, other, found, first.seat)
            addLeavings(other, one, found, second.seat)
        }
        addSharing(first, second)
    }

    // MARK: Adoptions

    /// The leader's known entries while the follower was seen without the posture, and seen long enough to
    /// tell whether they took it up.
    private mutating func addAdoptions(
        _ name: String, _ leader: PostureHistory, _ follower: PostureHistory,
        _ episodes: [Episode], _ seat: Seat
    ) {
        let adopted = Dictionary(episodes.map { ($0.leaderOnset, $0) }) { first, _ in first }
        for entry in leader.stretches where entry.onsetIsKnown {
            guard follower.isKnownNotHeld(at: entry.onset) else { continue }
            let episode = adopted[entry.onset]
            guard episode != nil || isTold(entry, of: name, follower) else { continue }
            add(.adoption, .all, episode != nil)
            add(.adoption, .direction, episode != nil, seat: seat)
            add(.adoption, .posture, episode != nil, name: name)
            guard entry.side != nil else { continue }
            for congruence in [Congruence.mirror, .identical] {
                add(
                    .adoption, .congruence, episode?.congruence == congruence,
                    name: congruence.rawValue)
            }
        }
    }

    /// Whether it was seen to the end that the follower did not adopt an entry.
    private func isTold(
        _ entry: PostureStretch, of posture: String, _ follower: PostureHistory
    ) -> Bool {
        let until = min(
            entry.onset + settings.maxLag(of: posture), entry.offset + settings.grace)
        guard until <= end else { return false }
        let isUndecided = follower.stretches.contains {
            abs($0.onset - entry.onset) < settings.closest - EpisodeDetector.tolerance
        }
        return !isUndecided
            && !follower.unknown.contains { $0.start < until && entry.onset < $0.end }
    }

    // MARK: Leavings

    /// The times at which one leaves a posture that the other holds, and it is known when they leave it or
    /// that they stay.
    private mutating func addLeavings(
        _ leaver: PostureHistory, _ other: PostureHistory, _ episodes: [Episode], _ seat: Seat
    ) {
        for stretch in leaver.stretches where leaver.offsetIsKnown(stretch, end: end) {
            guard
                let stayed = other.stretches.first(where: {
                    $0.onset < stretch.offset && stretch.offset < $0.offset
                })
            else { continue }
            let lag = stayed.offset - stretch.offset
            guard lag >= settings.closest - EpisodeDetector.tolerance else { continue }
            let follows = lag <= settings.maxLag + EpisodeDetector.tolerance
            guard !follows || other.offsetIsKnown(stayed, end: end) else { continue }
            add(.leaving, .all, follows)
            add(.leaving, .direction, follows, seat: seat)
            let isLeader = episodes.contains {
                $0.leader == seat && $0.leaderOnset == stretch.onset
                    && $0.followerOnset == stayed.onset
            }
            if isLeader { add(.leaving, .leader, follows) }
        }
    }

    private mutating func add(
        _ measure: ResponseGroup.Measure, _ kind: ResponseGroup.Kind, _ responded: Bool,
        name: String = "", seat: Seat? = nil
    ) {
        responses[ResponseGroup(measure, kind, name: name, seat: seat), default: .init()]
            .add(responded)
    }

    // MARK: Sharing

    private mutating func addSharing(_ first: PostureRecord, _ second: PostureRecord) {
        let other = Dictionary(grouping: second.held, by: \.posture)
        var all: [TimeSpan] = []
        for (name, own) in Dictionary(grouping: first.held, by: \.posture)
        where name != EpisodeDetector.absent {
            guard let other = other[name] else { continue }
            let both = TimeSpan.common(Self.spans(own), Self.spans(other))
            if settings.isAdopted(name) { all += both }
            shared[name] = both.reduce(0) { $0 + $1.duration }
            for side in Side.allCases {
                let left = Self.spans(own.filter { $0.side == side })
                for (congruence, side) in [(Congruence.mirror, side.opposite), (.identical, side)] {
                    let right = Self.spans(other.filter { $0.side == side })
                    sharedSides[congruence, default: 0] +=
                        TimeSpan.common(left, right).reduce(0) { $0 + $1.duration }
                }
            }
        }
        shared[""] = TimeSpan.union(all).reduce(0) { $0 + $1.duration }
    }

    private static func spans(_ held: [PostureInterval]) -> [TimeSpan] {
        TimeSpan.union(held.map { TimeSpan(start: $0.onset, end: $0.offset) })
    }
}

extension TimeSpan {
    /// The time in both; each list in order and without overlaps.
    fileprivate static func common(_ one: [TimeSpan], _ other: [TimeSpan]) -> [TimeSpan] {
        var result: [TimeSpan] = []
        var (place, otherPlace) = (0, 0)
        while place < one.count, otherPlace < other.count {
            let start = max(one[place].start, other[otherPlace].start)
            let end = min(one[place].end, other[otherPlace].end)
            if start < end { result.append(TimeSpan(start: start, end: end)) }
            if one[place].end < other[otherPlace].end { place += 1 } else { otherPlace += 1 }
        }
        return result
    }
}
