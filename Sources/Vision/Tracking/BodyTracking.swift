import CVision

/// Infers the body of each seat, one slot of the landmark network per seat, unless nothing moved.
struct BodyTracking {
    private let landmarker: PoseLandmarker
    /// Per seat, whether its slot is at work.
    private var isInferring = [false, false]
    /// How often landmarks were kept because nothing moved, and how often they were due.
    private var kept = 0
    private var due = 0

    private static let rest = TrackingParameters.standard.rest

    init(_ landmarker: PoseLandmarker) { self.landmarker = landmarker }

    /// Share of landmarks that were kept because nothing had moved, 0…1.
    var keptShare: Double { due == 0 ? 0 : Double(kept) / Double(due) }

    /// The arithmetic of the network, such as `f32` or `bf16`.
    var precision: String { landmarker.precision }

    /// Starts on the body of a seat.
    ///
    /// - Parameter clip: the part of the picture that is this seat's; `nil` for all of it.
    mutating func start(
        _ seat: Int, _ track: PersonTrack, _ frame: Frame, clip: cv_rect?, at time: Double,
        _ pictures: PictureHistory
    ) throws {
        guard let region = track.region else { return }
        due += 1
        if isResting(seat, track, at: time, pictures) {
            kept += 1
            return
        }
        try pictures.remember(.body(seat))
        try landmarker.start(slot: seat, frame: frame, region: region, clip: clip)
        isInferring[seat] = true
    }

    /// True when the person has not moved since their landmarks were inferred.
    private func isResting(
        _ seat: Int, _ track: PersonTrack, at time: Double, _ pictures: PictureHistory
    ) -> Bool {
        guard let pose = track.pose, time - track.bodyTime < Self.rest.longest else {
            return false
        }
        return pictures.change(since: .body(seat), in: pose.bounds) < Self.rest.body
    }

    mutating func finish(_ seat: Int, _ track: inout PersonTrack, at time: Double) throws {
        guard isInferring[seat] else { return }
        isInferring[seat] = false
        guard let region = track.region else { return }
        track.accept(try landmarker.finish(slot: seat, region: region), time: time)
    }
}
