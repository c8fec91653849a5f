import Base
import Consents
import Mimicry
import Posture
package import SessionModel

/// What recombining needs of a session: both people's channels and postures as they were scored.
package struct RecombinedSession: Sendable {
    /// Per seat, those of the study's first seat first; what was left out of the session is left out here.
    let tracks: [FeatureTrack]
    let records: [PostureRecord]
    let span: TimeSpan
    /// How it was scored; pairs are scored as the session of their first person.
    let settings: Settings

    /// - Parameters:
    ///   - seats: the study's, in order.
    ///   - asGiven: whether samples that were left out as of a cut stay in, as other packages read them.
    /// - Returns: `nil` when the session has other seats: then nobody's role is known.
    package init?(_ session: Session, seats: [String], asGiven: Bool = false) {
        let features = asGiven ? session.asGiven ?? session.features : session.features
        guard Set(session.seats) == Set(seats) else { return nil }
        let order = session.seats == seats ? [0, 1] : [1, 0]
        let left = TimeSpan.union(
            (session.settings.keepUncertain ? [] : session.quality.identity)
                + session.quality.gaps.map(\.span)
                + (session.settings.covariates?.excluded ?? []))
        let names = session.settings.postures.map(\.name)
        settings = session.settings
        tracks = order.map { features[$0].masking(left) }
        records = order.enumerated().map { place, index in
            session.postures[index].masking(left, names: names).with(seat: Seat.allCases[place])
        }
        let times = session.features.flatMap { [$0.times.first, $0.times.last] }.compactMap { $0 }
        span = TimeSpan(start: times.min() ?? 0, end: times.max() ?? 0)
    }
}

extension PostureRecord {
    /// The same of another seat.
    fileprivate func with(seat: Seat) -> PostureRecord {
        var result = self
        result.seat = seat
        result.held = held.map { interval in
            var interval = interval
            interval.seat = seat
            return interval
        }
        return result
    }

    /// The same, so much later.
    func moved(by seconds: Double) -> PostureRecord {
        var result = self
        result.held = held.map { interval in
            var interval = interval
            interval.onset += seconds
            interval.offset += seconds
            return interval
        }
        result.unknown = unknown.mapValues { spans in
            spans.map { TimeSpan(start: $0.start + seconds, end: $0.end + seconds) }
        }
        return result
    }

    /// What lies in a stretch of time; a hold that goes beyond it began, or ends, at its edge.
    func cut(to span: TimeSpan) -> PostureRecord {
        var result = self
        result.held = held.compactMap { interval in
            guard interval.onset < span.end, interval.offset > span.start else { return nil }
            var interval = interval
            if interval.onset < span.start { interval.onsetIsKnown = false }
            interval.onset = max(interval.onset, span.start)
            interval.offset = min(interval.offset, span.end)
            return interval
        }
        return result
    }
}
