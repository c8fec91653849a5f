/// What one pose gives before the person's own size is known: one value per channel, with lengths in
/// picture pixels.
struct RawFeatures {
    /// Per channel; in place of `shoulder_raise` stands the neck, mid-shoulder to the middle of the
    /// ears.
    var values = [Double](repeating: .nan, count: Channel.allCases.count)
    /// Length of the shoulder line as seen.
    var shoulderLine = Double.nan

    subscript(_ channel: Channel) -> Double {
        get { values[channel.index] }
        set { values[channel.index] = newValue }
    }

    /// Share of the person's shoulder width below which the shoulder line is seen too much from its
    /// end to have a slope (a turn of more than 60°).
    static let shortestShoulderLine = 0.5

    /// The values in the person's own measures.
    func row(in reference: BodyScale) -> [Double] {
        var row = values
        for channel in Channel.allCases where channel.unit == .shoulderWidths {
            row[channel.index] /= reference.shoulderWidth
        }
        row[Channel.shoulderRaise.index] = reference.neck - row[Channel.shoulderRaise.index]
        if !(shoulderLine >= Self.shortestShoulderLine * reference.shoulderWidth) {
            row[Channel.shoulderTilt.index] = .nan
        }
        return row
    }
}
