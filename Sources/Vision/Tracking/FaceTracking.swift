import Posture

/// Infers the face of each seat, one slot of the face network per seat, unless nothing moved.
struct FaceTracking {
    private let landmarker: FaceLandmarker

    private static let rest = TrackingParameters.standard.rest

    init(_ landmarker: FaceLandmarker) { self.landmarker = landmarker }

    /// Starts on the face of a seat, unless it is under way or has not changed.
    func start(
        _ seat: Int, _ track: inout PersonTrack, _ instant: Instant, _ pictures: PictureHistory
    ) throws {
        guard track.face.time < instant.time, track.face.pending == nil else { return }
        guard let frame = instant[seat], let pose = track.pose,
            let region = track.face.region(
                of: pose, isMirrored: track.region?.isMirrored ?? false)
        else {
            track.pose?.face = nil
            track.face.found = nil
            return
        }
        if isResting(seat, track, region, at: instant.time, pictures) { return }
        try pictures.remember(.face(seat))
        try landmarker.start(slot: seat, frame: frame, region: region)
        track.face.pending = (seat, region)
        track.face.nose = pose.nose
        track.face.time = instant.time
    }

    private func isResting(
        _ seat: Int, _ track: PersonTrack, _ region: Region, at time: Double,
        _ pictures: PictureHistory
    ) -> Bool {
        guard track.pose?.face != nil, track.face.found != nil,
            time - track.face.time < Self.rest.longest
        else { return false }
        return pictures.change(since: .face(seat), in: region.upright) < Self.rest.face
    }

    func finish(_ track: inout PersonTrack) throws {
        guard let (slot, region) = track.face.pending else { return }
        track.face.pending = nil
        let result = try landmarker.finish(slot: slot, region: region)
        track.pose?.face = result?.mesh
        track.face.found = result?.next
    }
}

/// Where the face of one seat's person is.
struct FaceTrack: Codable {
    /// Where it was found, and where the nose was then, pixels.
    var found: Region?
    var nose: SIMD2<Float>?
    /// When it was last inferred, seconds.
    var time = -Double.infinity
    /// The face that is being inferred: the network's slot and the region it looks at.
    var pending: (slot: Int, region: Region)?

    /// All but the face that is being inferred: between two instants there is none.
    private enum CodingKeys: CodingKey { case found, nose, time }

    /// Where the face of this pose is: where it was, moved along with the nose as long as the nose
    /// stays in it; otherwise where the pose says. `nil` when it is too small.
    func region(of pose: BodyPose, isMirrored: Bool = false) -> Region? {
        if var region = found, let nose {
            region.x += pose.nose.x - nose.x
            region.y += pose.nose.y - nose.y
            if length(SIMD2(region.x, region.y) - pose.nose) < region.width / 3 { return region }
        }
        let fresh = FaceLandmarker.region(of: pose, isMirrored: isMirrored)
        return fresh.isFinite && fresh.width > 4 ? fresh : nil
    }
}
