package import Posture

/// One seat's channels at one measured instant.
package struct FeatureRow: TableRow {
    package var seat: Seat
    package var sample: FeatureSample

    package init(seat: Seat, sample: FeatureSample) {
        self.seat = seat
        self.sample = sample
    }

    package static let table = "features"

    package static let columns: [TableColumn<FeatureRow>] =
        [
            TableColumn("time", \.sample.time, .time),
            TableColumn("seat", \.seat),
            TableColumn("presence", \.sample.presence, .decimals(3)),
        ]
        + Channel.allCases.map { channel in
            let index = channel.index
            return TableColumn(
                channel.rawValue, .number, .decimals(channel.decimals),
                cell: { .number($0.sample.row[index]) },
                set: { row, cell in
                    switch cell {
                    case .missing: row.sample.row[index] = .nan
                    case .number(let value): row.sample.row[index] = value
                    default: return false
                    }
                    return true
                })
        }

    package static let blank = FeatureRow(
        seat: .first,
        sample: FeatureSample(
            time: 0, presence: 0, row: Array(repeating: .nan, count: Channel.allCases.count)))
}

extension Channel {
    /// Decimals in tables and in the record: finer than what can be measured by a factor of more than
    /// ten.
    package var decimals: Int {
        switch unit {
        case .degrees: 3
        case .shoulderWidths: self.isBreathing ? 5 : 4
        case .faceHeights, .ratio, .signedShare, .eyeSpansPerSecond: 4
        case .perMinute: 2
        case .share: self.isFace ? 4 : 5
        }
    }
}

/// The rows of both seats' channels in order of time, at equal times the first seat's first.
package struct FeatureRows: Sequence, IteratorProtocol {
    private var order: SampleOrder
    private let tracks: [FeatureTrack]

    package init(_ tracks: [FeatureTrack]) {
        order = SampleOrder(tracks)
        self.tracks = tracks
    }

    package mutating func next() -> FeatureRow? {
        guard let (seat, sample) = order.next() else { return nil }
        return FeatureRow(
            seat: seat == 0 ? .first : .second, sample: tracks[seat][sample: sample])
    }
}

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
