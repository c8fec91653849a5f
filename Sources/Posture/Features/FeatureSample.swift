/// The channels of one seat at one instant.
package struct FeatureSample: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    package var time: Double
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    package var presence: Double
    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    package var row: [Double]

    package init(time: Double, presence: Double, row: [Double]) {
        self.time = time
        self.presence = presence
        self.row = row
    }

    package subscript(_ channel: Channel) -> Double { row[channel.index] }
}

extension FeatureTrack {
    /// Adds one instant.
    package mutating func append(_ sample: FeatureSample) {
        append(time: sample.time, presence: sample.presence, row: sample.row)
    }

    /// One instant of the track.
    package subscript(sample index: Int) -> FeatureSample {
        FeatureSample(
            time: times[index], presence: presence[index], row: values.map { $0[index] })
    }
}
