package import Base
package import Posture

/// How long two people held the same posture at the same time, and how long they would have by
/// chance alone.
///
/// Two people who just sit still share a posture: sharing says something only against the base rates
/// (Bernieri 1988). All figures are of the *known* time, in which the state of both was seen.
package struct PostureSharing: Sendable, Codable, Equatable {
    package var posture: String
    /// Time in which it was seen of both whether they held the posture, seconds.
    package var known: Double
    /// Share of the known time in which the first and the second seat held it on any side, 0…1.
    package var firstRate: Double
    package var secondRate: Double
    /// Time in which both held it, on any side, seconds.
    package var shared: Double

    /// Sharing expected of two independent people with these base rates, seconds.
    package var expected: Double { firstRate * secondRate * known }

    /// Sharing per posture, in order of name; postures that neither held are left out, and so is
    /// `absent`.
    ///
    /// - Parameter recording: the time that was recorded of both.
    package static func all(
        _ first: PostureRecord, _ second: PostureRecord, recording: TimeSpan
    ) -> [PostureSharing] {
        let names = Set(first.held.map(\.posture)).union(second.held.map(\.posture))
        return names.sorted().filter { $0 != EpisodeDetector.absent }.map {
            PostureSharing(of: $0, first, second, recording: recording)
        }
    }

    /// - Parameter recording: the time that was recorded of both.
    package init(
        of posture: String, _ first: PostureRecord, _ second: PostureRecord, recording: TimeSpan
    ) {
        let one = PostureTime(of: posture, in: first)
        let other = PostureTime(of: posture, in: second)
        let edges = Set([recording.start, recording.end] + one.edges + other.edges)
            .filter { recording.start <= $0 && $0 <= recording.end }.sorted()
        var known = 0.0
        var held = (first: 0.0, second: 0.0, both: 0.0)
        for (start, end) in zip(edges, edges.dropFirst()) {
            guard let first = one.state(at: start), let second = other.state(at: start) else {
                continue
            }
            known += end - start
            if first { held.first += end - start }
            if second { held.second += end - start }
            if first && second { held.both += end - start }
        }
        self.posture = posture
        self.known = known
        self.firstRate = known > 0 ? held.first / known : 0
        self.secondRate = known > 0 ? held.second / known : 0
        self.shared = held.both
    }
}

/// One posture of one person as a function of time, any side.
struct PostureTime {
    let held: [TimeSpan]
    let unknown: [TimeSpan]

    init(of posture: String, in record: PostureRecord) {
        held = record.held.filter { $0.posture == posture }
            .map { TimeSpan(start: $0.onset, end: $0.offset) }
        unknown = record.unknown[posture] ?? []
    }

    /// Times at which the state may change.
    var edges: [Double] { (held + unknown).flatMap { [$0.start, $0.end] } }

    /// Whether the posture was held; `nil` when that is unknown.
    func state(at time: Double) -> Bool? {
        if held.contains(where: { $0.contains(time) }) { return true }
        return unknown.contains { $0.contains(time) } ? nil : false
    }
}
