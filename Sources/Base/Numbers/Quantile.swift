extension [Double] {
    /// The value below which a share (0…1) of the values lies, interpolated linearly between order
    /// statistics (R's type 7); `nil` without values.
    package func quantile(_ share: Double) -> Double? {
        guard !isEmpty else { return nil }
        let sorted = self.sorted()
        let place = share * Double(sorted.count - 1)
        let low = Int(place)
        let high = Swift.min(low + 1, sorted.count - 1)
        return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }

    /// The value in the middle, the mean of the two middle ones of an even number; `nil` without values.
    package var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = self.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
