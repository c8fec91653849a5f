package import Posture

/// How much of the time it could not be told whether one person held a posture, for one cause.
package struct UntoldShare: Sendable, Equatable {
    package var seat: Seat
    package var posture: String
    package var cause: UntoldCause
    package var seconds: Double
    /// Of the time that was recorded, 0…1.
    package var share: Double
}

extension Session {
    /// The stretches in which it could not be told whether a person held a posture, with their causes.
    package func untold(of seat: Seat) -> [UntoldPosture] {
        // A session of one, or of series without postures, has nothing to tell of the other.
        guard postures.indices.contains(seat.rawValue), features.indices.contains(seat.rawValue)
        else { return [] }
        return UntoldPosture.all(
            in: postures[seat.rawValue], of: features[seat.rawValue],
            definitions: settings.postures, rest: restLevels(of: seat),
            masked: settings.keepUncertain ? [] : quality.identity,
            excluded: settings.covariates?.excluded ?? [])
    }

    /// The rest that a person's postures were held against.
    package func restLevels(of seat: Seat) -> RestLevels {
        let track =
            features.indices.contains(seat.rawValue) ? features[seat.rawValue] : FeatureTrack()
        return RestLevels(
            of: track.masking(masked), definitions: settings.postures,
            declared: settings.rest)
    }

    /// The same summed up: per person and posture, the longest first.
    package var untoldShares: [UntoldShare] {
        let start = features.compactMap(\.times.first).min() ?? 0
        let end = features.compactMap(\.times.last).max() ?? 0
        guard end > start, features.count == postures.count else { return [] }
        return Seat.allCases.flatMap { seat -> [UntoldShare] in
            let stretches = Dictionary(grouping: untold(of: seat), by: \.posture)
            return settings.postures.map(\.name).flatMap { name -> [UntoldShare] in
                var shares: [UntoldShare] = []
                for part in (stretches[name] ?? []).flatMap(\.causes) {
                    if let index = shares.firstIndex(where: { $0.cause == part.cause }) {
                        shares[index].seconds += part.seconds
                    } else {
                        shares.append(
                            UntoldShare(
                                seat: seat, posture: name, cause: part.cause,
                                seconds: part.seconds, share: 0))
                    }
                }
                for index in shares.indices {
                    shares[index].share = shares[index].seconds / (end - start)
                }
                return shares.enumerated().sorted {
                    ($1.element.seconds, $0.offset) < ($0.element.seconds, $1.offset)
                }.map(\.element)
            }
        }
    }
}
