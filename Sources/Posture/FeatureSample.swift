/// The channels of one seat at one instant.
public struct FeatureSample: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    public var time: Double
    /// Confidence that the seat is occupied and its landmarks can be used, 0…1.
    public var presence: Double
    /// One value per channel in `Channel.allCases` order; `NaN` for what was not measured.
    public var row: [Double]

    public init(time: Double, presence: Double, row: [Double]) {
        self.time = time
        self.presence = presence
        self.row = row
    }

    public subscript(_ channel: Channel) -> Double { row[channel.index] }
}

extension FeatureTrack {
    /// Adds one instant.
    public mutating func append(_ sample: FeatureSample) {
        append(time: sample.time, presence: sample.presence, row: sample.row)
    }

    /// One instant of the track.
    public subscript(sample index: Int) -> FeatureSample {
        FeatureSample(
            time: times[index], presence: presence[index], row: values.map { $0[index] })
    }
}
