package import Base
package import Foundation
package import Mimicry
package import Posture

/// What one coder says of the episodes of a session, in the order in which it was decided: a layer over the
/// measurement, which it never changes.
package struct Review: Sendable, Equatable {
    /// The coder's code, see ``fault(inCode:)``.
    package var coder: String
    /// Whether it was begun without seeing what was measured.
    package var isBlind: Bool
    /// When what was measured was shown to a coder who began blind; `nil` until then.
    package var revealed: Date?
    /// One for each episode that was decided on, and one for each that was added.
    package var items: [Item]

    package init(
        coder: String, isBlind: Bool = false, revealed: Date? = nil, items: [Item] = []
    ) {
        self.coder = coder
        self.isBlind = isBlind
        self.revealed = revealed
        self.items = items
    }

    /// Whether the coder does not know yet what was measured.
    package var hidesMeasured: Bool { isBlind && revealed == nil }

    package enum Verdict: String, Sendable, CaseIterable {
        /// There is such an episode, as it was measured or as the coder corrects it.
        case confirmed
        /// There is none.
        case rejected
        /// It cannot be told. The measured episode stays.
        case unsure
    }

    /// A measured episode, known by what it says: the same in every record of the same results.
    package struct EpisodeID: Sendable, Hashable {
        package var posture: String
        /// Name of a seat.
        package var leader: String
        /// Seconds, whole microseconds, as tables have them.
        package let leaderOnset: Double
        package let followerOnset: Double

        package init(posture: String, leader: String, leaderOnset: Double, followerOnset: Double) {
            self.posture = posture
            self.leader = leader
            self.leaderOnset = (leaderOnset * 1e6).rounded() / 1e6
            self.followerOnset = (followerOnset * 1e6).rounded() / 1e6
        }
    }

    /// An episode as the coder has it.
    package struct Finding: Sendable, Equatable {
        package var posture: String
        /// Name of a seat.
        package var leader: String
        package var leaderSide: Side?
        package var followerSide: Side?
        /// Seconds; the follower's is later, and the end is not before it.
        package var leaderOnset: Double
        package var followerOnset: Double
        package var offset: Double

        package init(
            posture: String, leader: String, leaderSide: Side? = nil, followerSide: Side? = nil,
            leaderOnset: Double, followerOnset: Double, offset: Double
        ) {
            self.posture = posture
            self.leader = leader
            self.leaderSide = leaderSide
            self.followerSide = followerSide
            self.leaderOnset = leaderOnset
            self.followerOnset = followerOnset
            self.offset = offset
        }

        package var id: EpisodeID {
            EpisodeID(
                posture: posture, leader: leader, leaderOnset: leaderOnset,
                followerOnset: followerOnset)
        }
    }

    /// A decision.
    package struct Item: Sendable, Equatable {
        /// The measured episode that it is about; `nil` of one that was added.
        package var about: EpisodeID?
        package var verdict: Verdict
        /// How the coder has it, where it was corrected or added.
        package var finding: Finding?
        /// In whole seconds.
        package var decided: Date
        /// Whether it was decided before what was measured was shown.
        package var isBlind: Bool
        /// In the coder's words; may be empty.
        package var note: String

        package init(
            about: EpisodeID?, verdict: Verdict, finding: Finding? = nil, decided: Date,
            isBlind: Bool = false, note: String = ""
        ) {
            self.about = about
            self.verdict = verdict
            self.finding = finding
            self.decided = Date(
                timeIntervalSince1970: decided.timeIntervalSince1970.rounded(.down))
            self.isBlind = isBlind
            self.note = note
        }

        /// Whether it is about this measured episode, or the added one of this identity.
        package func isOf(_ id: EpisodeID) -> Bool {
            about.map { $0 == id } ?? (finding?.id == id)
        }
    }

    /// Puts a decision in place of an earlier one on the same episode.
    ///
    /// - Parameter replaced: the added episode, as it was, that this one corrects.
    package mutating func put(_ item: Item, replacing replaced: EpisodeID? = nil) {
        items.removeAll { other in
            if let about = item.about { return other.about == about }
            return other.about == nil && [item.finding?.id, replaced].contains(other.finding?.id)
        }
        items.append(item)
    }
}

extension Episode {
    /// - Parameter seats: the names of the first and the second seat.
    package func id(seats: [String]) -> Review.EpisodeID {
        Review.EpisodeID(
            posture: posture, leader: seats[leader.rawValue], leaderOnset: leaderOnset,
            followerOnset: followerOnset)
    }
}

// MARK: What may be said

extension Review {
    /// Characters of a coder's code: it is part of the names of files.
    package static let longestCode = 32
    /// Characters of a note.
    package static let longestNote = 500
    /// Items of a coder, the most that are kept.
    package static let mostItems = 20_000
    /// Earlier and later times are those of no session, seconds.
    private static let latest = 1e6

    /// What is wrong with a coder's code, as the rest of a sentence; `nil` when nothing is.
    package static func fault(inCode code: String) -> (what: String, remedy: Remedy)? {
        if let fault = CodeText.fault(in: code) { return fault }
        let isPlain = code.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_"
        }
        guard isPlain, code.unicodeScalars.count <= longestCode else {
            return (
                "holds something other than letters, digits, - and _, or is too long",
                "use 1 to \(longestCode) of them"
            )
        }
        return nil
    }
}

extension Review.EpisodeID {
    /// What is wrong with it, a clause; `nil` when nothing is.
    package var fault: String? {
        if CodeText.fault(in: posture) != nil { return "the posture is no name" }
        if CodeText.fault(in: leader) != nil { return "the leader is no seat" }
        return Review.fault(inTimes: leaderOnset, followerOnset, followerOnset)
    }
}

extension Review.Item {
    /// What is wrong with it, a clause; `nil` when nothing is.
    package var fault: String? {
        if about == nil, finding == nil { return "it is about no episode" }
        if finding != nil, verdict != .confirmed {
            return "only a confirmed episode can be corrected or added"
        }
        if let fault = about?.fault { return fault }
        if let finding {
            if let fault = finding.id.fault { return fault }
            if let fault = Review.fault(
                inTimes: finding.leaderOnset, finding.followerOnset, finding.offset)
            {
                return fault
            }
        }
        guard note.unicodeScalars.count <= Review.longestNote, CodeText.unseen(in: note) == nil
        else { return "the note is too long, or holds what cannot be seen" }
        return nil
    }
}

extension Review {
    fileprivate static func fault(
        inTimes leader: Double, _ follower: Double, _ end: Double
    ) -> String? {
        guard [leader, follower, end].allSatisfy({ $0.isFinite && $0.magnitude <= latest }) else {
            return "a time is none of a recording"
        }
        // As whole microseconds, in which they are kept.
        if follower - leader < 0.5e-6 {
            return "the one who follows is not later than the one who leads"
        }
        return end < follower ? "the end is before the one who follows" : nil
    }

    // MARK: Blind

    /// A coder who marked an episode without seeing what was measured means the measured one of the same posture and
    /// leader when the follower's onsets are at most this far apart, seconds: as `compare` takes it.
    package static let sameWithin = 2.0

    /// The review of a coder who began blind, once what was measured is shown: marks become decisions on the measured
    /// episodes that they mean, the nearest first.
    package func revealing(_ episodes: [Episode], seats: [String], at date: Date) -> Review {
        var result = self
        result.revealed = date
        var pairs: [(distance: Double, item: Int, id: EpisodeID)] = []
        for (number, item) in items.enumerated() {
            guard item.about == nil, let finding = item.finding else { continue }
            for episode in episodes {
                let id = episode.id(seats: seats)
                let distance = (id.followerOnset - finding.followerOnset).magnitude
                guard id.posture == finding.posture, id.leader == finding.leader,
                    distance <= Self.sameWithin + 1e-9
                else { continue }
                pairs.append((distance, number, id))
            }
        }
        var (taken, met): (Set<Int>, Set<EpisodeID>) = ([], [])
        for pair in pairs.sorted(by: { ($0.distance, $0.item) < ($1.distance, $1.item) })
        where !taken.contains(pair.item) && !met.contains(pair.id) {
            taken.insert(pair.item)
            met.insert(pair.id)
            result.items[pair.item].about = pair.id
        }
        return result
    }
}
