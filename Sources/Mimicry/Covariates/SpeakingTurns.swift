package import Base
package import Posture

/// When each of two people speaks.
package struct SpeakingTurns: Sendable, Equatable, Codable {
    /// Per seat (`Seat.rawValue`), in order and without overlaps, seconds.
    package let spans: [[TimeSpan]]

    /// - Parameter spans: per seat, in any order.
    package init(_ spans: [[TimeSpan]]) { self.spans = spans.map(TimeSpan.union) }

    /// Whether a person speaks at a time.
    package func speaks(_ seat: Seat, at time: Double) -> Bool {
        let own = spans[seat.rawValue]
        var (low, high) = (0, own.count)
        while low < high {
            let middle = (low + high) / 2
            if own[middle].start <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 && time < own[low - 1].end
    }

    /// Whether a person listens at a time: the other speaks, and they do not.
    package func listens(_ seat: Seat, at time: Double) -> Bool {
        speaks(seat.other, at: time) && !speaks(seat, at: time)
    }

    /// How long each speaks, and both at once, within a recording, seconds.
    package func seconds(in recording: TimeSpan) -> (seats: [Double], both: Double) {
        let own = spans.map { TimeSpan.intersection($0, [recording]) }
        func total(_ spans: [TimeSpan]) -> Double { spans.reduce(0) { $0 + $1.duration } }
        return (own.map(total), total(Self.common(own[0], own[1])))
    }

    /// The same times later by so many seconds.
    package func moved(by shift: Double) -> SpeakingTurns {
        SpeakingTurns(
            spans.map { $0.map { TimeSpan(start: $0.start + shift, end: $0.end + shift) } })
    }

    /// The time in both; each list in order and without overlaps.
    private static func common(_ one: [TimeSpan], _ other: [TimeSpan]) -> [TimeSpan] {
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
