package import Posture

/// Movement synchrony: windowed lagged cross-correlation of every channel under every mapping.
///
/// Both people are brought to one grid (`UniformGrid`), correlated window by window and lag by lag
/// (`LagSums`, which states what a cell is), transformed with Fisher's z (`FisherZ`), and the peak
/// nearest zero is picked (`PeakPicker`). Positive lags mean that the first seat leads. This is
/// `SynchronyStream` for a recording that is there as a whole.
///
/// ```swift
/// let windows = WindowedCrossCorrelation().synchrony(first: therapist, second: client)
/// ```
package struct WindowedCrossCorrelation: Sendable {
    /// Distance of grid points and lags, seconds; `nil` takes the sample interval.
    package let gridStep: Double?

    package init(gridStep: Double? = nil) {
        self.gridStep = gridStep
    }

    /// Synchrony per channel (in the order of `Channel.allCases`), mapping and window.
    ///
    /// A channel that was never measured in one of the two has no rows; a window in which nothing can
    /// be compared has a row without results. A recording shorter than a window has no rows at all.
    package func synchrony(
        first: FeatureTrack, second: FeatureTrack, settings: SynchronySettings = .init()
    ) -> [SynchronyWindow] {
        var stream = SynchronyStream(settings: settings, gridStep: gridStep)
        var rows: [[SynchronyWindow]] = Array(repeating: [], count: ChannelPair.readingCount)
        for (seat, track) in zip(Seat.allCases, [first, second]) {
            for index in 0..<track.count {
                let row = track.values.map { $0[index] }
                stream.append(time: track.times[index], row, of: seat) { rows[$0].append($1) }
            }
        }
        stream.finish { rows[$0].append($1) }
        return rows.flatMap { $0 }
    }
}
