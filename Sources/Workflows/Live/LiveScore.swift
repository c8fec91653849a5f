package import Base
package import LivePage
package import Mimicry
package import Posture
package import SessionModel

/// From the frames of both people to the events of the live page.
///
/// Channels, postures and episodes come from the same code as offline, scaled by what is known of each
/// person's body so far. Events are therefore preliminary: the session's results are made from its record
/// in the end (`conclude`).
///
/// ```swift
/// for event in score.take(frame) { hub.publish(event) }
/// hub.publish(.sample(score.sample(of: frame, latency: 0.04)))
/// ```
package struct LiveScore: Sendable {
    private let names: [String]
    private let settings: Settings
    /// Upright picture with square pixels.
    private let width: Double
    private let height: Double
    private var features: [LiveFeatures]
    private var breaths: LiveBreaths
    private var scorer: MimicryScorer
    private var notices = EpisodeNotices()
    private var warmUp: WarmUp
    /// While it is not yet known by how much the picture is askew; afterwards it is fixed.
    private var rollEstimator: CameraRollEstimator?
    /// Degrees clockwise that are taken out of the picture.
    package private(set) var roll = 0.0
    private var updated = -Double.infinity
    /// The coupling now; set from outside, since estimating it takes a while.
    package var estimate: LiveCoupling.Estimate?

    /// How much of the channels is kept, seconds: what the page shows, more than `LiveCoupling` compares.
    static let memory = 600.0
    /// How often episodes are looked for, seconds.
    static let interval = 0.2

    /// - Parameters:
    ///   - names: of the first and the second seat.
    ///   - width, height: of the upright picture with square pixels.
    ///   - breathing: by seat, whether the person agreed to have their breathing measured.
    package init(
        names: [String], settings: Settings, width: Double, height: Double,
        breathing: [Bool] = [false, false]
    ) {
        self.names = names
        self.settings = settings
        self.width = width
        self.height = height
        features = Seat.allCases.map { _ in LiveFeatures(settings: settings.features) }
        breaths = LiveBreaths(
            names: names, breathing: breathing, isUndivided: settings.isUndivided)
        scorer = Self.scorer(settings)
        warmUp = WarmUp(names: names)
        if settings.sharesPicture {
            rollEstimator = CameraRollEstimator(settings: settings.features)
        }
    }

    private static func scorer(_ settings: Settings) -> MimicryScorer {
        MimicryScorer(
            episodes: settings.episodeRules, synchrony: settings.synchrony,
            definitions: settings.postures, memory: memory)
    }

    /// Takes the next instant.
    ///
    /// - Returns: episodes that have begun or ended, how the warm-up goes, and how both breathe.
    package mutating func take(_ frame: DyadFrame) -> [LiveEvent] {
        var final: [Episode] = []
        let poses = Seat.allCases.map { seat in
            let seen = frame.poses[seat.rawValue]
            return settings.mirrored?.covers(seat) ?? false ? seen?.unmirrored : seen
        }
        estimateRoll(frame.time, poses)
        let levelled = poses.map { $0?.levelled(by: roll) }
        for seat in Seat.allCases {
            let width = features[0].reference.shoulderWidth
            let partner = settings.sharesPicture ? levelled[seat.other.rawValue] : nil
            let samples = features[seat.rawValue].append(
                time: frame.time, pose: levelled[seat.rawValue], partner: partner,
                distanceIn: width)
            for sample in samples { final += scorer.append(sample, of: seat).episodes }
        }
        var events = [warmUp.step(frame, features)].compactMap { $0 }.map(LiveEvent.status)
        if !final.isEmpty || frame.time >= updated + Self.interval {
            updated = frame.time
            events += liveEpisodes(notices.update(present: scorer.presentEpisodes, final: final))
        }
        let breath = breaths.take(
            frame, widths: features.map(\.reference.shoulderWidth))
        return events + (breath.map { [.breath($0)] } ?? [])
    }

    /// Fixes the roll as soon as enough has been seen of both.
    private mutating func estimateRoll(_ time: Double, _ poses: [BodyPose?]) {
        rollEstimator?.append(time: time, poses)
        guard let estimator = rollEstimator, estimator.isReady else { return }
        roll = estimator.roll.correction
        rollEstimator = nil
    }

    /// What is known of the instant taken last.
    ///
    /// - Parameter latency: from its capture to now, seconds.
    package func sample(of frame: DyadFrame, latency: Double) -> LiveSample {
        LiveSample(
            time: frame.time, seats: Seat.allCases.map { seat($0, frame.poses[$0.rawValue]) },
            mimicryPercentile: estimate?.mimicryPercentile,
            leaderBalance: estimate?.leaderBalance, latency: latency * 1000,
            aspect: width / height)
    }

    private func seat(_ seat: Seat, _ pose: BodyPose?) -> LiveSeat {
        let newest = features[seat.rawValue].newest
        return LiveSeat(
            name: names[seat.rawValue],
            presence: newest.map { $0.presence.isNaN ? 0 : $0.presence } ?? 0,
            channels: newest?.row ?? Channel.allCases.map { _ in .nan },
            postures: scorer.present(of: seat).map {
                LivePosture(posture: $0.posture, side: $0.side, onset: $0.onset)
            },
            figure: pose.flatMap { $0.isUnfilmed ? nil : figure($0) })
    }

    private func figure(_ pose: BodyPose) -> LiveFigure {
        LiveFigure(
            points: pose.points.map {
                LiveFigure.Point(
                    x: $0.x / Float(width), y: $0.y / Float(height), visibility: $0.visibility)
            })
    }

    /// Whether both people are known well enough for their postures to be recognised.
    package var isWarm: Bool { warmUp.isOver }

    /// The latest part for `LiveCoupling`; `nil` before there is enough.
    package func recent(_ memory: Double) -> LiveCoupling.Recent? { scorer.recent(memory) }

    // MARK: What turns out later

    /// In all frames so far, the two people were swapped.
    package mutating func swap() -> [LiveEvent] {
        features.swapAt(0, 1)
        breaths.swap()
        return rescore([scorer.tracks[1], scorer.tracks[0]])
    }

    /// What this seat showed so far was not a person of the session.
    package mutating func forget(_ seat: Seat) -> [LiveEvent] {
        features[seat.rawValue] = LiveFeatures(settings: settings.features)
        breaths.forget(seat)
        var tracks = scorer.tracks
        var empty = FeatureTrack()
        let row = Channel.allCases.map { _ in Double.nan }
        for time in tracks[seat.rawValue].times { empty.append(time: time, presence: 0, row: row) }
        tracks[seat.rawValue] = empty
        return rescore(tracks)
    }

    /// In this stretch the two may have been confused: episodes that depend on it are withdrawn.
    package mutating func exclude(_ span: TimeSpan) -> [LiveEvent] {
        breaths.exclude(span)
        return liveEpisodes(notices.exclude(span))
    }

    /// Scores again what is remembered.
    private mutating func rescore(_ tracks: [FeatureTrack]) -> [LiveEvent] {
        let back = notices.withdrawAll()
        scorer = Self.scorer(settings)
        var final: [Episode] = []
        for (seat, sample) in SampleOrder(tracks) {
            final += scorer.append(tracks[seat][sample: sample], of: Seat.allCases[seat]).episodes
        }
        return liveEpisodes(back + notices.update(present: scorer.presentEpisodes, final: final))
    }

    /// Takes the episodes of the whole session, as scored from the record.
    package mutating func conclude(_ episodes: [Episode]) -> [LiveEvent] {
        liveEpisodes(notices.conclude(episodes))
    }

    private func liveEpisodes(_ notices: [EpisodeNotices.Notice]) -> [LiveEvent] {
        notices.map { notice in
            let state: LiveEpisode.State =
                switch notice.state {
                case .present: .present
                case .ended: .ended
                case .withdrawn: .withdrawn
                }
            return .episode(
                LiveEpisode(id: notice.id, state: state, episode: notice.episode, seats: names))
        }
    }
}
