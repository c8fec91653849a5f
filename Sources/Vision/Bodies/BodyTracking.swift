import CVision
import Posture

/// Infers the body of each seat, one slot of the landmark network per seat, unless nothing moved or it was
/// foreseen.
struct BodyTracking {
    private let landmarker: PoseLandmarker
    private let scene: Scene
    /// Per seat, whether its slot is at work.
    private var isInferring = [false, false]
    /// What was foreseen of the instant that was started last, per seat.
    private var foreseen: [PoseLandmarker.Result?] = [nil, nil]
    /// How often landmarks were due, and how often they came without an inference.
    private(set) var tally = Tally()

    struct Tally: Codable {
        var due = 0
        var spared = 0
    }

    private static let rest = TrackingParameters.standard.rest

    init(_ landmarker: PoseLandmarker, scene: Scene = .seated) {
        self.landmarker = landmarker
        self.scene = scene
    }

    /// Counts on from where an interrupted measurement had come.
    mutating func resume(_ tally: Tally) { self.tally = tally }

    /// Share of bodies that were not inferred, 0…1.
    var sparedShare: Double {
        tally.due == 0 ? 0 : Double(tally.spared) / Double(tally.due)
    }

    /// The arithmetic of the network, such as `f32` or `bf16`.
    var precision: String { landmarker.precision }

    /// Starts on the body of a seat.
    ///
    /// - Parameters:
    ///   - clip: the part of the picture that is this seat's; `nil` for all of it.
    ///   - find: what was foreseen of it.
    mutating func start(
        _ seat: Int, _ track: PersonTrack, _ frame: Frame, clip: cv_rect?, at time: Double,
        _ find: (result: PoseLandmarker.Result, isInferred: Bool)?, _ pictures: PictureHistory
    ) throws {
        guard let region = track.region else { return }
        tally.due += 1
        if let find {
            if !find.isInferred { tally.spared += 1 }
            try pictures.remember(.body(seat))
            foreseen[seat] = find.result
            return
        }
        if isResting(seat, track, at: time, pictures) {
            tally.spared += 1
            return
        }
        try pictures.remember(.body(seat))
        try landmarker.start(slot: seat, frame: frame, region: region, clip: clip)
        isInferring[seat] = true
    }

    /// True when the person has not moved since their landmarks were inferred.
    func isResting(
        _ seat: Int, _ track: PersonTrack, at time: Double, _ pictures: PictureHistory
    ) -> Bool {
        guard let pose = track.pose, time - track.bodyTime < Self.rest.longest else {
            return false
        }
        return pictures.change(since: .body(seat), in: pose.bounds(in: scene)) < Self.rest.body
    }

    /// Who sits so close to somebody that the network sees both: the head on which their body must not be
    /// found, and the part of the picture in which that person is not, where the two do not overlap.
    struct Neighbour {
        var head: Head
        var part: cv_rect?
    }

    /// Waits for the body of a seat. The network, made for one person, may find the neighbour instead, or
    /// nobody, or somebody between the two.
    mutating func finish(
        _ seat: Int, _ track: inout PersonTrack, of instant: Instant, beside neighbour: Neighbour?
    ) throws {
        defer { (isInferring[seat], foreseen[seat]) = (false, nil) }
        guard isInferring[seat] || foreseen[seat] != nil, let region = track.region else { return }
        var result =
            try foreseen[seat] ?? landmarker.finish(slot: seat, region: region)
        if let neighbour, let frame = instant[seat], let own = track.head {
            let find = Find(result, own, neighbour.head)
            if find.isAstray { result = try again(seat, find, region, frame, neighbour).result }
        }
        track.accept(result, time: instant.time, in: scene, beside: neighbour?.head)
    }

    /// What the network found for somebody who sits beside another, and how far from their own face.
    private struct Find {
        var result: PoseLandmarker.Result?
        let own: Head
        let neighbour: Head
        /// From the head to its own face, face boxes; infinite where nobody was found, or somebody whose
        /// head is nearer to the neighbour's.
        var miss = Float.infinity

        init(_ result: PoseLandmarker.Result?, _ own: Head, _ neighbour: Head) {
            (self.result, self.own, self.neighbour) = (result, own, neighbour)
            guard let head = result?.pose.head else { return }
            let away = length(head.center - own.center)
            if away < length(head.center - neighbour.center) { miss = away / own.size }
        }

        var isAstray: Bool { miss > TrackingParameters.standard.border.astray }
    }

    /// Looks once more where the network went astray: at the body below the face that was followed, and
    /// without the neighbour's part of the picture. The find that is nearest to that face holds.
    private func again(
        _ seat: Int, _ first: Find, _ region: Region, _ frame: Frame, _ neighbour: Neighbour
    ) throws -> Find {
        let below = FaceDetector.bodyRegion(
            below: first.own, in: scene, isMirrored: region.isMirrored)
        var views: [(region: Region, clip: cv_rect?)] = [(below, nil)]
        if let part = neighbour.part { views = [(region, part), (below, nil), (below, part)] }
        var best = first
        for view in views where best.isAstray {
            try landmarker.start(slot: seat, frame: frame, region: view.region, clip: view.clip)
            let result = try landmarker.finish(slot: seat, region: view.region)
            let find = Find(result, first.own, neighbour.head)
            if find.miss < best.miss { best = find }
        }
        return best
    }
}
