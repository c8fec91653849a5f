import Base

/// The whole seconds of a part of the recording; a rest of less than a second at its end is left out.
enum WholeSeconds {
    static func count(of whole: TimeSpan) -> Int {
        max(0, Int(bounded: (whole.end - whole.start + 1e-6).rounded(.down)))
    }

    /// For every whole second whether at least half of it lies in one of the spans.
    static func held(_ spans: [TimeSpan], in whole: TimeSpan) -> [Bool] {
        let count = count(of: whole)
        var held = [Double](repeating: 0, count: count)
        for span in TimeSpan.union(spans) {
            let start = max(0, span.start - whole.start)
            let end = min(Double(count), span.end - whole.start)
            guard start < end else { continue }
            for second in Int(start)..<Int(end.rounded(.up)) {
                held[second] += min(end, Double(second + 1)) - max(start, Double(second))
            }
        }
        // Times are given to the microsecond at best.
        return held.map { $0 >= 0.5 - 1e-6 }
    }

    /// The second in which a time lies; one outside of the part is in the nearest.
    static func index(of time: Double, in whole: TimeSpan) -> Int {
        min(max(0, Int(bounded: (time - whole.start).rounded(.down))), count(of: whole) - 1)
    }
}
