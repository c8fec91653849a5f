import Base
import Mimicry
import Posture
package import SessionModel

/// Figures about a whole session, as `session.json` and the report give them.
package struct SessionSummary {
    /// How many episodes there are, by posture, postures in alphabetical order.
    package let episodesPerPosture: [(posture: String, count: Int)]
    /// How many episodes each seat led (`Seat.rawValue`).
    package let led: [Int]
    /// Seconds in which both people held the same posture, on whatever side; time in which both were
    /// away does not count, and no second counts twice.
    package let sharingSeconds: Double
    /// Seconds from the first measured instant to the last.
    package let duration: Double

    package init(_ session: Session) {
        let byPosture = Dictionary(grouping: session.countedEpisodes, by: \.posture)
        episodesPerPosture = byPosture.keys.sorted().map { ($0, byPosture[$0]?.count ?? 0) }
        led = Seat.allCases.map { seat in session.countedEpisodes.count { $0.leader == seat } }
        let postures = session.postures.map {
            $0.without(session.settings.episodeRules.notAdopted)
        }
        sharingSeconds = Self.shared(postures).reduce(0) { $0 + $1.end - $1.start }
        let times = session.features.flatMap { [$0.times.first, $0.times.last].compactMap { $0 } }
        duration = (times.max() ?? 0) - (times.min() ?? 0)
    }

    /// −1…1, positive: the first seat led more episodes; `nil` without episodes.
    package var leaderBalance: Double? {
        let count = led.reduce(0, +)
        guard count > 0 else { return nil }
        return Double(led[Seat.first.rawValue] - led[Seat.second.rawValue]) / Double(count)
    }

    /// Stretches in which both hold the same posture, merged and in order of time.
    static func shared(_ records: [PostureRecord]) -> [TimeSpan] {
        let held = Seat.allCases.map { seat in
            records.filter { $0.seat == seat }.flatMap(\.held)
                .filter { $0.posture != EpisodeDetector.absent }
        }
        var spans: [TimeSpan] = []
        let second = Dictionary(grouping: held[Seat.second.rawValue], by: \.posture)
        for own in held[Seat.first.rawValue] {
            for other in second[own.posture] ?? [] {
                let start = max(own.onset, other.onset)
                let end = min(own.offset, other.offset)
                if start < end { spans.append(TimeSpan(start: start, end: end)) }
            }
        }
        return TimeSpan.union(spans)
    }
}
