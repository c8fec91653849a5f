package import Base
package import Posture

/// Explains why a session says little: too short, too still, too patchy.
///
/// ```swift
/// let sentences = SessionWarnings(names: ["therapist", "client"])
///     .sentences(tracks, records, recording: recording)
/// ```
package struct SessionWarnings: Sendable {
    /// Names of the first and the second seat.
    package var names: [String]
    package var episodes: EpisodeSettings
    package var synchrony: SynchronySettings
    package var surrogates: SurrogateSettings

    /// A smaller share of the session in view is worth a warning, 0…1.
    package static let leastCoverage = 0.8
    /// A smaller share of a channel measured in both at once is worth a warning, 0…1: the share of
    /// pairs that a cell needs.
    package static let leastShared = 0.5
    /// Somebody who enters shared postures fewer times than this leads or follows so rarely that every
    /// episode may be a coincidence.
    package static let fewestOnsets = 3
    /// If no p-value can get to this, the session cannot tell anything.
    package static let level = SynchronySignificance.level

    package init(
        names: [String], episodes: EpisodeSettings = .init(),
        synchrony: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init()
    ) {
        self.names = names
        self.episodes = episodes
        self.synchrony = synchrony
        self.surrogates = surrogates
    }

    /// Sentences without a full stop, the gravest first; none when all is well.
    ///
    /// - Parameters:
    ///   - tracks: channels of the first and the second seat.
    ///   - records: their postures.
    ///   - recording: the time that was recorded, seconds.
    ///   - excluded: stretches that were left out on request.
    ///   - least: the smallest p-values that episodes and synchrony could have had; `nil` when they were
    ///     not tested.
    package func sentences(
        _ tracks: [FeatureTrack], _ records: [PostureRecord], recording: TimeSpan,
        excluded: [TimeSpan] = [], least: (episodes: Double?, synchrony: Double?)
    ) -> [String] {
        let duration = recording.end - recording.start
        let isOfMovement = Self.isOfMovement(tracks)
        return presence(tracks, recording) + self.excluded(excluded, recording)
            + (isOfMovement ? length(duration) : [])
            + attainable(isOfMovement ? least : (nil, nil))
            + (isOfMovement
                ? untested(least, duration) + still(tracks) + patchy(tracks)
                    + postures(records, recording) : [])
    }

    /// Whether there is anything to be compared: belts around the chest are breathing and nothing else.
    private static func isOfMovement(_ tracks: [FeatureTrack]) -> Bool {
        tracks.allSatisfy { track in !track[.breath].contains(where: \.isFinite) }
            || tracks.contains { track in
                Channel.compared.contains { track[$0].contains(where: \.isFinite) }
            }
    }

    // MARK: Who was there

    /// A start or an end that differs by less goes without saying, seconds.
    private static let shortDelay = 1.0

    private func presence(_ tracks: [FeatureTrack], _ recording: TimeSpan) -> [String] {
        zip(names, tracks).flatMap { name, track -> [String] in
            let seen = track.presence.count { $0 >= PostureDetector.minimumPresence }
            let share = track.count > 0 ? Double(seen) / Double(track.count) : 0
            if share == 0 {
                return [
                    "the seat of the \(name) stayed empty, so nothing can be said about mimicry"
                ]
            }
            var sentences: [String] = []
            if let start = track.times.first, let end = track.times.last,
                start - recording.start > Self.shortDelay
                    || recording.end - end > Self.shortDelay
            {
                sentences.append(
                    "the \(name) is in the series from \(Self.seconds(start)) to "
                        + "\(Self.seconds(end)) only; outside of it nothing is known of them")
            }
            if share < Self.leastCoverage {
                sentences.append(
                    "the \(name) could be measured in \(Self.percent(share)) of the session only")
            }
            return sentences
        }
    }

    // MARK: Left out

    /// A larger share of the session left out is worth a warning, 0…1.
    package static let mostExcluded = 1.0 / 3

    private func excluded(_ spans: [TimeSpan], _ recording: TimeSpan) -> [String] {
        let left = TimeSpan.intersection(TimeSpan.union(spans), [recording])
            .reduce(0) { $0 + $1.duration }
        guard recording.duration > 0, left > Self.mostExcluded * recording.duration else {
            return []
        }
        return [
            "\(Self.percent(left / recording.duration)) of the session is left out of scoring as the "
                + "settings ask, so that the results are of the rest alone"
        ]
    }

    // MARK: Too short

    private func length(_ duration: Double) -> [String] {
        let given = "the session of \(Self.seconds(duration))"
        if duration < synchrony.window {
            return [
                "\(given) is shorter than one window of \(Self.seconds(synchrony.window)): "
                    + "no synchrony, and no test of anything"
            ]
        }
        var sentences: [String] = []
        if duration < synchrony.shortestTested {
            sentences.append(
                "\(given) is too short to test synchrony against chance: that takes "
                    + "\(Self.seconds(synchrony.shortestTested)) or more")
        }
        if duration < 4 * episodes.longestLag {
            sentences.append(
                "\(given) is too short to test episodes against chance: that takes "
                    + "\(Self.seconds(4 * episodes.longestLag)) or more")
        }
        return sentences
    }

    /// What no data of this length could have shown.
    private func attainable(_ least: (episodes: Double?, synchrony: Double?)) -> [String] {
        guard surrogates.count > 0 else {
            return ["nothing was tested against chance: the settings ask for no surrogates"]
        }
        let kinds = [("episodes", least.episodes), ("synchrony", least.synchrony)]
        return kinds.compactMap { what, least in
            guard let least, least > Self.level else { return nil }
            let reason =
                surrogates.count < 99
                ? "\(surrogates.count) surrogates are too few" : "this recording is too short"
            return "\(reason) to tell \(what) from chance: even perfect following could not fall "
                + "below p = \(Self.rounded(least))"
        }
    }

    /// Long enough, but not of what both could be seen in.
    private func untested(
        _ least: (episodes: Double?, synchrony: Double?), _ duration: Double
    ) -> [String] {
        guard surrogates.count > 0, least.synchrony == nil, duration >= synchrony.shortestTested
        else {
            return []
        }
        return [
            "both people could be seen for too short a time to test synchrony against chance"
        ]
    }

    // MARK: Too still

    private func still(_ tracks: [FeatureTrack]) -> [String] {
        zip(names, tracks).compactMap { name, track in
            let constant = Channel.compared.filter { track[$0].isConstant }
            guard !constant.isEmpty else { return nil }
            let verb = constant.count == 1 ? "does" : "do"
            return "\(Self.list(constant.map(\.rawValue))) of the \(name) \(verb) not change, "
                + "so that nothing can be compared with it"
        }
    }

    // MARK: Too patchy

    private func patchy(_ tracks: [FeatureTrack]) -> [String] {
        guard tracks.count == 2,
            let grid = UniformGrid(covering: tracks[0].times, tracks[1].times)
        else { return [] }
        let shares = ChannelPair.measured(tracks[0], tracks[1]).filter { $0.first == $0.second }
            .map { pair in (pair.first, shared(tracks, pair, grid)) }
        let few = shares.filter { $0.1 < Self.leastShared }
        guard let worst = few.map(\.1).min() else { return [] }
        if few.count == shares.count {
            return ["no channel was measured in both people at once for even half of the session"]
        }
        return [
            "\(Self.list(few.map(\.0.rawValue))) could be compared in less than half of the session "
                + "(at worst \(Self.percent(worst)))"
        ]
    }

    /// Share of the session in which a channel was measured in both.
    private func shared(
        _ tracks: [FeatureTrack], _ pair: ChannelPair, _ grid: UniformGrid
    ) -> Double {
        let first = grid.resample(tracks[0][pair.first], at: tracks[0].times)
        let second = grid.resample(tracks[1][pair.second], at: tracks[1].times)
        let both = zip(first, second).count { $0.isFinite && $1.isFinite }
        return Double(both) / Double(max(1, grid.count))
    }

    // MARK: Too few postures

    private func postures(_ records: [PostureRecord], _ recording: TimeSpan) -> [String] {
        guard records.count == 2, recording.end - recording.start >= 4 * episodes.longestLag else {
            return []
        }
        let detector = EpisodeDetector(settings: episodes)
        let shared = Set(records[0].held.map(\.posture))
            .intersection(records[1].held.map(\.posture)).filter(episodes.isAdopted)
        if shared.isEmpty {
            return ["there is no posture that both took up, so that there could be no episode"]
        }
        let onsets = records.map { record in
            shared.reduce(0) { total, posture in
                let history = detector.history(of: posture, in: record, recording)
                return total + history.stretches.count(where: \.onsetIsKnown)
            }
        }
        return zip(names, onsets).compactMap { name, count in
            guard count < Self.fewestOnsets else { return nil }
            let times = count == 0 ? "never seen" : "seen only \(count == 1 ? "once" : "twice")"
            return "the \(name) was \(times) to take up a posture that both showed: "
                + "the number of episodes says little"
        }
    }

    // MARK: Words

    private static func percent(_ share: Double) -> String {
        "\(Int(bounded: (share * 100).rounded())) %"
    }

    private static func seconds(_ time: Double) -> String {
        let tenths = (time * 10).rounded() / 10
        let text = tenths == tenths.rounded() ? "\(Int(bounded: tenths))" : "\(tenths)"
        return "\(text) s"
    }

    /// Three decimals.
    private static func rounded(_ share: Double) -> String {
        "\((share * 1000).rounded() / 1000)"
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension SynchronySettings {
    /// Shortest session in which synchrony can be tested, seconds.
    package var shortestTested: Double { max(window + maxLag, 4 * maxLag) }
}
