import Base
package import Posture

/// Episodes as they become final, while a recording grows.
///
/// An episode is final when both people's postures are certain up to its end. The stream yields each
/// episode once, and all of them together are those of `EpisodeDetector` on the whole. What no later
/// episode can need is dropped. Episodes that continue are in `present` as soon as their onsets are
/// certain.
///
/// ```swift
/// var stream = EpisodeStream(start: 0)
/// while recording { show(stream.append(detector.changes())) }
/// show(stream.finish())
/// ```
package struct EpisodeStream: Sendable {
    private let detector: EpisodeDetector
    /// Where the recording starts; nothing is known before.
    private let start: Double?
    private var postures: [String: Watch] = [:]

    package init(settings: EpisodeSettings = .init(), start: Double? = nil) {
        detector = EpisodeDetector(settings: settings)
        self.start = start
    }

    /// Adds what has become certain of one person and returns the episodes that are final, in order of
    /// the follower's onset.
    package mutating func append(_ changes: PostureChanges) -> [Episode] {
        let names = Set(changes.settled.keys).union(changes.held.map(\.posture))
            .union(changes.unknown.keys)
        var found: [Episode] = []
        for name in names where detector.settings.isAdopted(name) {
            postures[name, default: Watch()].append(changes, name)
            found += yield(name)
        }
        return found.sorted(by: EpisodeDetector.precedes)
    }

    /// Ends the recording and returns the episodes that were still waiting.
    package mutating func finish() -> [Episode] {
        var found: [Episode] = []
        for name in postures.keys {
            postures[name]?.end()
            found += yield(name)
        }
        return found.sorted(by: EpisodeDetector.precedes)
    }

    /// The established episodes that continue, in order of the follower's onset.
    ///
    /// An episode is established when both people's postures are certain up to a little after the
    /// follower's onset: leader, follower and both onsets are then final. `offset` and `sharedDuration`
    /// are those so far. The sides can still change if a person entered both at the same instant: the
    /// one held longer counts.
    package var present: [Episode] {
        postures.keys.flatMap(present).sorted(by: EpisodeDetector.precedes)
    }

    private func present(_ name: String) -> [Episode] {
        guard let watch = postures[name], watch.isShared else { return [] }
        // The rule needs the leader's onsets up to `closest` after the follower's.
        let horizon = watch.settled - detector.settings.closest
        return episodes(watch).filter { $0.followerOnset <= horizon && horizon <= $0.offset }
    }

    private func episodes(_ watch: Watch) -> [Episode] {
        let recording = start.map { TimeSpan(start: $0, end: .infinity) }
        return detector.episodes(
            watch.record(.first), watch.record(.second), recording: recording)
    }

    private mutating func yield(_ name: String) -> [Episode] {
        guard var watch = postures[name] else { return [] }
        // An onset of the other person shortly after the follower's may still displace the leader, and
        // a posture may continue on the other side the moment it ends.
        let horizon = watch.settled - detector.settings.closest
        guard horizon > watch.done else { return [] }
        var final: [Episode] = []
        if watch.isShared {
            final = episodes(watch).filter { watch.done <= $0.offset && $0.offset < horizon }
        }
        watch.done = horizon
        watch.forget(detector.settings)
        postures[name] = watch
        return final
    }
}

/// One posture of both people, as far as later episodes may need it.
private struct Watch {
    private var held: [[PostureInterval]] = [[], []]
    private var open: [[PostureInterval]] = [[], []]
    private var unknown: [[TimeSpan]] = [[], []]
    private var until = [-Double.infinity, -Double.infinity]
    private var name = ""
    /// Everything that ends before this has been yielded.
    var done = -Double.infinity

    /// Up to when both people's postures are certain.
    var settled: Double { min(until[0], until[1]) }
    /// Whether both have anything to share.
    var isShared: Bool { (0...1).allSatisfy { !held[$0].isEmpty || !open[$0].isEmpty } }

    mutating func append(_ changes: PostureChanges, _ name: String) {
        let seat = changes.seat.rawValue
        self.name = name
        held[seat] += changes.held.filter { $0.posture == name }
        open[seat] = changes.open.filter { $0.posture == name }
        unknown[seat] += changes.unknown[name] ?? []
        until[seat] = changes.settled[name] ?? until[seat]
    }

    mutating func end() { until = [.infinity, .infinity] }

    func record(_ seat: Seat) -> PostureRecord {
        let index = seat.rawValue
        return PostureRecord(
            seat: seat, held: held[index] + open[index], unknown: [name: unknown[index]])
    }

    /// Drops what no later episode can need: such an episode is under way at `done` or begins later, and
    /// its leader's onset comes at most the largest lag before its follower's.
    mutating func forget(_ settings: EpisodeSettings) {
        let stretches = (0...1).map { seat in
            TimeSpan.union(
                (held[seat] + open[seat]).map { TimeSpan(start: $0.onset, end: $0.offset) })
        }
        let going = stretches.joined().filter { $0.end >= done }.map(\.start)
        let earliest = min(done, going.min() ?? done)
        let cut = earliest - settings.longestLag - settings.grace - settings.unknownMargin - 1
        for seat in 0...1 {
            // Whole stretches only: the rest of one would seem to begin later.
            let old = stretches[seat].filter { $0.end < cut }.map(\.end).max()
            if let old { held[seat].removeAll { $0.offset <= old } }
            unknown[seat].removeAll { $0.end < cut }
        }
    }
}
