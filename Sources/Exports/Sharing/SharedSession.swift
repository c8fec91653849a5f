package import Base
import Consents
import Mimicry
package import Posture
package import SessionModel

/// The part of a session that may be shared outside the institution: as much as the people agreed to,
/// and nothing that identifies them or the recording.
///
/// File names, digests and the consent are removed; times run from the first measured instant; seats
/// keep their names only where these are roles. When one of the two did not agree, only the other's
/// own channels and postures are left, without the stretches in which the two may have been mistaken
/// for each other.
package struct SharedSession: Sendable {
    /// The session as it may be seen outside; it holds nothing of a seat that does not share.
    package let session: Session
    /// Who shares, first seat first.
    package let seats: [Seat]
    /// When the first instant was measured, seconds of the recording; it is 0 outside.
    package let origin: Double
    /// Corrections by hand, seconds of the recording.
    package let swapAt: [Double]
    /// Stretches of which nothing may be shared, seconds of the recording.
    package let withheld: [TimeSpan]

    /// Whether both people share, so that results about the pair may be shared.
    package var isOfBoth: Bool { seats.count == Seat.allCases.count }

    /// - Parameter seats: who agreed to sharing; at least one.
    package init(_ session: Session, seats: [Seat]) {
        self.seats = seats
        let isOfBoth = seats.count == Seat.allCases.count
        let origin = session.features.compactMap(\.times.first).min() ?? 0
        self.origin = origin
        swapAt = session.settings.swapAt.sorted()
        withheld = isOfBoth ? [] : session.quality.identity
        var shared = session
        shared.source = session.source.map {
            SourceInfo(
                file: "", sha256: "", duration: $0.duration, frames: $0.frames, rate: $0.rate,
                chapter: $0.chapter.map {
                    .init(camera: $0.camera, start: $0.start.map { $0 - origin })
                })
        }
        shared.consent = nil
        shared.asGiven = nil
        shared.seats = Self.roles(session.seats)
        if !isOfBoth { shared.leaveOnly(seats, without: withheld) }
        shared.settings.covariates = session.settings.covariates.map {
            // Turns and events tell of both.
            isOfBoth ? $0 : Covariates(excluded: $0.excluded)
        }?.shared(movedBy: -origin)
        shared.warnings = isOfBoth ? Self.warnings(session, names: shared.seats) : []
        shared.move(by: -origin)
        self.session = shared
    }

    /// The name of a seat that shares.
    package func name(of seat: Seat) -> String { session.name(of: seat) }

    /// A name that is not a role might be a person's own.
    private static func roles(_ names: [String]) -> [String] {
        names.allSatisfy { RoleNames.contains($0) } ? names : ["person1", "person2"]
    }

    /// The session's warnings, worded anew, since those from the measurement may name files.
    private static func warnings(_ session: Session, names: [String]) -> [String] {
        let settings = session.settings
        let tracks = session.features.map { $0.masking(session.untested) }
        guard let start = tracks.compactMap(\.times.first).min(),
            let end = tracks.compactMap(\.times.last).max()
        else { return [] }
        return SessionWarnings(
            names: names, episodes: settings.episodeRules, synchrony: settings.synchrony,
            surrogates: settings.surrogates
        ).sentences(
            tracks, session.postures, recording: TimeSpan(start: start, end: end),
            excluded: settings.covariates?.excluded ?? [],
            least: (
                session.chance?.episodes?.leastPValue, session.chance?.combined?.leastPValue
            ))
    }
}

extension Session {
    /// Removes the other seat's data, results about the pair, and stretches that may be of the other.
    fileprivate mutating func leaveOnly(_ seats: [Seat], without spans: [TimeSpan]) {
        let posturesLookedFor = settings.postures.map(\.name)
        // Which way a head is turned to the other says where the other is.
        let ofPartner = Set(settings.postures.filter(\.tellsOfPartner).map(\.name))
        for seat in Seat.allCases {
            guard seats.contains(seat) else {
                features[seat.rawValue] = FeatureTrack()
                postures[seat.rawValue] = PostureRecord(seat: seat)
                continue
            }
            for channel in Channel.allCases where channel.tellsOfPartner {
                features[seat.rawValue][channel] = features[seat.rawValue].times.map { _ in .nan }
            }
            features[seat.rawValue] = features[seat.rawValue].removing(spans)
            postures[seat.rawValue] = postures[seat.rawValue].masking(
                spans, names: posturesLookedFor
            ).without(ofPartner)
        }
        // Figures are of all steps: where one may be of the other, there are none.
        gait = gait.filter { own in
            seats.contains(own.figures.seat)
                && !own.steps.contains { step in spans.contains { $0.holds(step.time) } }
        }
        baseRates = []
        episodes = []
        synchrony = []
        timeline = []
        chance = nil
        distanceChanges = []
    }

    /// Moves every time.
    fileprivate mutating func move(by shift: Double) {
        guard shift != 0 else { return }
        for seat in features.indices {
            features[seat].times = features[seat].times.map { $0 + shift }
        }
        for seat in postures.indices { postures[seat].move(by: shift) }
        for index in episodes.indices { episodes[index].move(by: shift) }
        for index in synchrony.indices { synchrony[index].move(by: shift) }
        for index in timeline.indices { timeline[index].move(by: shift) }
        for index in distanceChanges.indices { distanceChanges[index].time += shift }
        for seat in gait.indices {
            for index in gait[seat].steps.indices { gait[seat].steps[index].move(by: shift) }
        }
        quality.identity = quality.identity.map { $0.moved(by: shift) }
        quality.gaps = quality.gaps.map {
            .init(start: $0.start + shift, end: $0.end + shift, reason: $0.reason)
        }
        settings.swapAt = settings.swapAt.map { $0 + shift }
        settings.rest = settings.rest?.moved(by: shift)
    }
}

extension PostureRecord {
    fileprivate mutating func move(by shift: Double) {
        for index in held.indices { held[index].move(by: shift) }
        unknown = unknown.mapValues { $0.map { $0.moved(by: shift) } }
    }
}

extension TimeSpan {
    fileprivate func moved(by shift: Double) -> TimeSpan {
        TimeSpan(start: start + shift, end: end + shift)
    }
}

extension FeatureTrack {
    /// The instants outside some stretches of time.
    fileprivate func removing(_ spans: [TimeSpan]) -> FeatureTrack {
        guard !spans.isEmpty else { return self }
        var result = FeatureTrack()
        for index in times.indices where !spans.contains(where: { $0.holds(times[index]) }) {
            result.append(self[sample: index])
        }
        return result
    }
}

extension TimeSpan {
    /// Whether a time lies in the span; both ends count, so that in doubt it is left out.
    package func holds(_ time: Double) -> Bool { start <= time && time <= end }
}
