/// What becomes of reviews when the two people of a session are exchanged by hand: what a coder said of a stretch in which
/// each of them is now the other does not count for the new pairing.
package struct PeopleExchange: Sendable, Equatable {
    /// Times from which on the two were exchanged, and are now, seconds.
    private let before: [Double]
    private let now: [Double]

    package init(from before: [Double], to now: [Double]) {
        self.before = before.sorted()
        self.now = now.sorted()
    }

    /// Whether anybody is somebody else now, at any time.
    package var changesPeople: Bool { (before + now).contains(where: isOther) }

    /// Whether each of the two is the other one at that time.
    private func isOther(at time: Double) -> Bool {
        before.count { $0 <= time } % 2 != now.count { $0 <= time } % 2
    }

    /// Whether that is so at any time from `start` to `end`.
    package func touches(from start: Double, to end: Double) -> Bool {
        ([start] + (before + now).filter { start < $0 && $0 <= end }).contains(where: isOther)
    }
}

extension Review {
    /// The review after an exchange. What it says of a stretch in which people are exchanged is kept, and not applied:
    ///
    /// - a decision on an episode that begins there names a leader who is the other one now, and is found again only
    ///   when people are exchanged back;
    /// - one on an episode that merely reaches into it is put to the other leader, and found no more;
    /// - an episode that was added there becomes a decision on an episode that is not found.
    ///
    /// A review that was begun blind, and in which what was measured has been shown, is no longer a blind one of the
    /// session as it is now.
    ///
    /// - Parameters:
    ///   - seats: names of the first and the second.
    ///   - ends: of the measured episodes until now, seconds.
    package func exchanging(
        _ exchange: PeopleExchange, seats: [String], ends: [EpisodeID: Double]
    ) -> Review {
        var result = self
        for (index, item) in items.enumerated() {
            guard let id = item.about ?? item.finding?.id else { continue }
            let end = [item.finding?.offset, ends[id], id.followerOnset].compactMap { $0 }.max()
            let start = min(id.leaderOnset, item.finding?.leaderOnset ?? id.leaderOnset)
            guard exchange.touches(from: start, to: end ?? start) else { continue }
            result.items[index].isBlind = false
            if item.about == nil {
                result.items[index].about = id
            } else if !exchange.touches(from: id.leaderOnset, to: id.leaderOnset) {
                result.items[index].about?.leader =
                    seats.first { $0 != id.leader } ?? id.leader
            }
        }
        if exchange.changesPeople, !hidesMeasured {
            result.isBlind = false
            result.revealed = nil
        }
        return result
    }
}
