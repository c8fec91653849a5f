package import Base
package import Posture

/// The scorer: samples of two people in, episodes and synchrony out, each as soon as it is final.
///
/// Each person's samples come in order of time. Whether they are added at once, in pieces or one by
/// one, or one person ahead of the other, changes only when results come out. A file and a camera go
/// through the same object, and all results together are those of `PostureDetector.record(of:)`,
/// `EpisodeDetector` and `WindowedCrossCorrelation` on the whole.
///
/// ```swift
/// var scorer = MimicryScorer()
/// for sample in samples { show(scorer.append(sample, of: .first)) }
/// show(scorer.finish())
/// ```
/// A sample costs the same late in a recording as early; memory grows by the channels themselves
/// (`tracks`), unless only the latest are kept. Tests against chance are elsewhere:
/// `SynchronySignificance` and `EpisodeSignificance` need the whole session, `LiveCoupling` uses its
/// latest minutes.
package struct MimicryScorer: Sendable {
    /// What has become final.
    package struct Results: Sendable, Equatable {
        /// In order of the follower's onset.
        package var episodes: [Episode] = []
        /// In order of time.
        package var synchrony: [SynchronyWindow] = []

        package init(episodes: [Episode] = [], synchrony: [SynchronyWindow] = []) {
            self.episodes = episodes
            self.synchrony = synchrony
        }
    }

    /// How often postures are reported, seconds of the recording.
    static let postureInterval = 0.2

    package let episodeSettings: EpisodeSettings
    package let synchronySettings: SynchronySettings
    /// Channels of both seats so far, or their latest `memory` seconds and up to a tenth more.
    package private(set) var tracks = [FeatureTrack(), FeatureTrack()]
    /// Certain postures of both seats so far, in order of onset once finished.
    package private(set) var records = Seat.allCases.map { PostureRecord(seat: $0) }

    /// The rows of the last window that is final, of all channels and mappings.
    private var lastWindows: [SynchronyWindow] = []
    private var detectors: [PostureDetector]
    private var synchrony: SynchronyStream
    private var episodes: EpisodeStream?
    private var waiting: [PostureChanges] = []
    private var looked = [-Double.infinity, -Double.infinity]
    private let memory: Double?
    /// Time of the first sample of each seat.
    private var begun: [Double?] = [nil, nil]

    /// - Parameters:
    ///   - definitions: the postures to find; none leaves them to `append(_: PostureChanges)`.
    ///   - rest: per seat, the person's rest where it is known; `nil` learns it.
    ///   - gridStep: distance of grid points and lags, seconds; `nil` takes the sample interval.
    ///   - memory: how much of the channels is kept in `tracks`, seconds; `nil` keeps all.
    package init(
        episodes: EpisodeSettings = .init(), synchrony: SynchronySettings = .init(),
        definitions: [PostureDefinition] = PostureDefinition.standard,
        rest: [RestLevels]? = nil, gridStep: Double? = nil, memory: Double? = nil
    ) {
        self.memory = memory
        episodeSettings = episodes
        synchronySettings = synchrony
        self.synchrony = SynchronyStream(settings: synchrony, gridStep: gridStep)
        detectors =
            definitions.isEmpty
            ? []
            : Seat.allCases.map {
                PostureDetector(seat: $0, definitions: definitions, rest: rest?[$0.rawValue])
            }
    }

    /// The postures that a person is known to hold now.
    package func present(of seat: Seat) -> [PostureInterval] {
        detectors.isEmpty ? [] : detectors[seat.rawValue].present
    }

    /// The current episodes whose onsets are certain; see `EpisodeStream.present`. Each comes out as a
    /// result once it is over, with the same onsets.
    package var presentEpisodes: [Episode] { episodes?.present ?? [] }

    /// The time recorded so far of either person, seconds; `nil` before the first sample.
    package var recording: TimeSpan? {
        guard let start = begun.compactMap({ $0 }).min(),
            let end = tracks.compactMap(\.times.last).max()
        else { return nil }
        return TimeSpan(start: start, end: end)
    }

    /// The latest `memory` seconds for `LiveCoupling`; `nil` before the first window is final.
    ///
    /// They begin a whole number of steps before the last window, so that the estimate uses windows of
    /// the session.
    package func recent(_ memory: Double) -> LiveCoupling.Recent? {
        guard let last = lastWindows.first else { return nil }
        let room = max(0, memory - (last.end - last.start))
        let steps = (room / synchronySettings.step).rounded(.down)
        // A little earlier than the grid point itself, which may be rounded.
        let start = last.start - steps * synchronySettings.step - 1e-3
        return LiveCoupling.Recent(
            first: tracks[0].suffix(from: start), second: tracks[1].suffix(from: start),
            windows: lastWindows, settings: synchronySettings)
    }

    /// Adds the next instant of one person.
    package mutating func append(_ sample: FeatureSample, of seat: Seat) -> Results {
        let index = seat.rawValue
        var results = Results()
        begun[index] = begun[index] ?? sample.time
        tracks[index].append(sample)
        forget(index, at: sample.time)
        results.synchrony = synchrony.append(sample, of: seat)
        if let last = results.synchrony.map(\.start).max() {
            lastWindows = results.synchrony.filter { $0.start == last }
        }
        guard !detectors.isEmpty else { return results }
        detectors[index].append(sample)
        if sample.time >= looked[index] + Self.postureInterval {
            looked[index] = sample.time
            results.episodes = append(detectors[index].changes()).episodes
        }
        return results
    }

    /// Adds what has become certain of one person's postures, if they are found elsewhere.
    package mutating func append(_ changes: PostureChanges) -> Results {
        records[changes.seat.rawValue].append(changes)
        waiting.append(changes)
        // Where the recording starts is known once both people are in it.
        guard episodes != nil || begun.allSatisfy({ $0 != nil }) else { return Results() }
        return Results(episodes: drainWaiting())
    }

    /// Ends the recording and returns the results that were still waiting.
    package mutating func finish() -> Results {
        var results = Results(synchrony: synchrony.finish())
        for index in detectors.indices {
            var changes = detectors[index].finish()
            if let end = recording?.end, let last = tracks[index].times.last {
                changes.markUnknown(TimeSpan(start: last, end: end), of: names)
            }
            records[index].append(changes)
            waiting.append(changes)
        }
        results.episodes = drainWaiting() + (episodes?.finish() ?? [])
        results.episodes.sort(by: EpisodeDetector.precedes)
        for index in records.indices {
            records[index].held.sort { $0.precedes($1, in: detectors.first?.definitions ?? []) }
        }
        return results
    }

    /// Drops what is too old, a tenth of the memory at a time.
    private mutating func forget(_ index: Int, at time: Double) {
        guard let memory, let oldest = tracks[index].times.first, time - oldest > 1.1 * memory
        else { return }
        tracks[index] = tracks[index].suffix(from: time - memory)
    }

    /// The postures that are found here.
    private var names: [String] { detectors.first?.definitions.map(\.name) ?? [] }

    private mutating func drainWaiting() -> [Episode] {
        if episodes == nil { markLateStarts() }
        var stream = episodes ?? EpisodeStream(settings: episodeSettings, start: recording?.start)
        let found = waiting.flatMap { stream.append($0) }
        waiting = []
        episodes = stream
        return found
    }

    /// Nothing is known of somebody before their first sample, though the other was recorded already.
    private mutating func markLateStarts() {
        guard let start = recording?.start else { return }
        for seat in Seat.allCases {
            guard let own = begun[seat.rawValue], own > start else { continue }
            var changes = PostureChanges(seat: seat)
            changes.markUnknown(TimeSpan(start: start, end: own), of: names)
            waiting.insert(changes, at: 0)
            for (name, spans) in changes.unknown {
                records[seat.rawValue].unknown[name] = TimeSpan.union(
                    spans + (records[seat.rawValue].unknown[name] ?? []))
            }
        }
    }
}
