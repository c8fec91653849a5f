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

    /// Waits for the face of a seat. One that is refused although it should be seen is looked at once
    /// more in another light.
    func finish(_ seat: Int, _ track: inout PersonTrack, _ instant: Instant) throws {
        guard let (slot, region) = track.face.pending else { return }
        track.face.pending = nil
        var result = try landmarker.finish(slot: slot, region: region)
        if result == nil, let frame = instant[seat], let pose = track.pose, pose.showsFace,
            instant.time - track.face.refused >= TrackingParameters.standard.relight.interval
        {
            try landmarker.start(slot: slot, frame: frame, region: region, relit: true)
            result = try landmarker.finish(slot: slot, region: region)
            if result == nil { track.face.refused = instant.time }
        }
        track.pose?.face = result?.mesh
        track.face.found = result?.next ?? track.face.detected
        track.face.detected = nil
    }

    /// Two never have one face: it is that of the one whose head is nearer to it.
    func keepApart(_ tracks: inout [PersonTrack]) {
        guard let one = tracks[0].face.head, let other = tracks[1].face.head,
            one.isSame(as: other)
        else { return }
        let ways = tracks.map { track in
            track.pose.map { length($0.head.center - one.center) } ?? .infinity
        }
        let wrong = ways[0] > ways[1] ? 0 : 1
        tracks[wrong].pose?.face = nil
        tracks[wrong].face.found = nil
    }
}

/// Where the face of one seat's person is.
struct FaceTrack: Codable {
    /// Where it was found, and where the nose was then, pixels.
    var found: Region?
    var nose: SIMD2<Float>?
    /// Somebody else's face is near: this one is looked for where it was, not where the body's landmarks
    /// say.
    var isCrowded = false
    /// When it was last inferred, seconds.
    var time = -Double.infinity
    /// When it was last refused in another light, too, seconds.
    var refused = -Double.infinity
    /// The face that is being inferred: the network's slot and the region it looks at.
    var pending: (slot: Int, region: Region)?

    /// The head of the face that was found.
    var head: Head? {
        found.map {
            Head(
                center: SIMD2($0.x, $0.y),
                size: $0.width / (FaceLandmarker.meshScale * FaceLandmarker.regionScale))
        }
    }

    /// Where the detector saw it while it was being inferred.
    var detected: Region?

    /// All but the face that is being inferred: between two instants there is none.
    private enum CodingKeys: CodingKey { case found, nose, isCrowded, time, refused }

    /// Where the face of this pose is: where it was, moved along with the nose as long as the nose
    /// stays in it; otherwise where the pose says. In a crowd where it was. `nil` when it is too small.
    func region(of pose: BodyPose, isMirrored: Bool = false) -> Region? {
        if isCrowded, let found { return found }
        if var region = found, let nose {
            region.x += pose.nose.x - nose.x
            region.y += pose.nose.y - nose.y
            if length(SIMD2(region.x, region.y) - pose.nose) < region.width / 3 { return region }
        }
        let fresh = FaceLandmarker.region(of: pose, isMirrored: isMirrored)
        return fresh.isFinite && fresh.width > 4 ? fresh : nil
    }
}
