import Base

extension RMEA {
    /// Grand averages of the session with its segments shuffled: the pseudosynchrony of Ramseyer &
    /// Tschacher (2010, *Nonverbal synchrony or random coincidence?*, Springer LNCS 5967), which rMEA
    /// 1.2.2 describes and has switched off.
    ///
    /// Each person is cut into segments, a rest at the end is dropped, and each person's segments are
    /// put in random order so that no two that belonged together meet again.
    ///
    /// - Parameters:
    ///   - segment: seconds.
    ///   - count: how many shuffles; number `k` depends on the seed and `k` alone.
    package static func shuffledAverages(
        _ first: [Double], _ second: [Double], rate: Double, settings: Settings,
        segment: Double = 60, count: Int = 100, seed: UInt64 = 1
    ) throws(ReferenceError) -> [Double] {
        let length = Sample.count(segment, rate: rate)
        guard length >= 1 else { throw .setting("a segment must have one sample or more") }
        let segments = min(first.count, second.count) / length
        guard segments >= 2 else {
            throw .tooShort(given: min(first.count, second.count), needed: 2 * length)
        }
        let generator = SplitMix64(seed: seed)
        var averages: [Double] = []
        for index in 0..<count {
            var stream = generator.stream(index)
            let order = SegmentOrder.apart(segments, using: &stream)
            let matrix = try matrix(
                SegmentOrder.joined(first, order.0, length: length),
                SegmentOrder.joined(second, order.1, length: length), rate: rate,
                settings: settings)
            averages.append(Sample.mean(matrix.values))
        }
        return averages
    }
}
