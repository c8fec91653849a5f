/// Remembers for how long people whom no seat follows have been in view.
struct CandidateHistory: Codable {
    static let memory = TrackingParameters.standard.search.memory

    private struct Stranger: Codable {
        var place: SIMD2<Float>
        var since: Double
        var seen: Double
    }
    private var strangers: [Stranger] = []

    /// Notes somebody at a place; seconds since they were first seen there, give or take a shoulder
    /// width between two looks.
    mutating func note(_ place: SIMD2<Float>, width: Float, time: Double) -> Double {
        strangers.removeAll { time - $0.seen > Self.memory }
        let near = strangers.indices.filter { length(strangers[$0].place - place) < width }
        guard let known = near.min(by: { strangers[$0].since < strangers[$1].since }) else {
            strangers.append(Stranger(place: place, since: time, seen: time))
            return 0
        }
        strangers[known].place = place
        strangers[known].seen = time
        return time - strangers[known].since
    }
}
