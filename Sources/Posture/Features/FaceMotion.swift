/// How fast a face moves within itself: the mean speed of the points that expressions move over the last
/// sixth of a second.
struct FaceMotion: Sendable {
    /// Over which time points are compared, seconds: long enough for a movement to exceed the mesh's jitter,
    /// and the same at every rate of pictures.
    static let span = 1.0 / 6
    /// How much longer it may be, seconds: pictures at 5 Hz.
    static let longest = 0.35

    /// By how much it may be shorter, seconds: two pictures at 12.5 Hz are 0.16 s apart.
    private static let leeway = 0.02

    private var recent: [(time: Double, points: [Vector3])] = []

    /// Takes the next instant.
    ///
    /// - Returns: distances between the outer corners of the eyes a second; `NaN` where it cannot be told.
    mutating func append(time: Double, _ face: FaceExpression?) -> Double {
        guard let face, face.isMotionTold else {
            recent = []
            return .nan
        }
        defer { recent.append((time, face.points)) }
        // The latest that is a span away, or the first while that is not long ago.
        let due = time - Self.span + Self.leeway
        while recent.count > 1, recent[1].time <= due { recent.removeFirst() }
        guard let earlier = recent.first, time - earlier.time <= Self.longest,
            time - earlier.time >= Self.span / 2
        else { return .nan }
        let moved = zip(face.points, earlier.points).reduce(0) { $0 + ($1.0 - $1.1).length }
        return moved / Double(face.points.count) / FaceAlignment.eyeSpan / (time - earlier.time)
    }
}
