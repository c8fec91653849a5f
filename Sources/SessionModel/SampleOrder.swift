package import Posture

/// The samples of both seats in order of time, at equal times the first seat's first.
package struct SampleOrder: Sequence, IteratorProtocol {
    private let tracks: [FeatureTrack]
    private var upcoming = [0, 0]

    package init(_ tracks: [FeatureTrack]) { self.tracks = tracks }

    package mutating func next() -> (seat: Int, sample: Int)? {
        let times = tracks.indices.map { seat in
            upcoming[seat] < tracks[seat].count ? tracks[seat].times[upcoming[seat]] : .infinity
        }
        let seat = times[0] <= times[1] ? 0 : 1
        guard upcoming[seat] < tracks[seat].count else { return nil }
        defer { upcoming[seat] += 1 }
        return (seat, upcoming[seat])
    }
}
