import CVision
import Posture

/// Follows two people through a video: finds them in the whole picture, then follows each with the
/// region that their last landmarks give, and looks again where one is lost. Absent is absent.
public final class PoseTracker {
    private let detector: PersonDetector
    private let poser: PoseLandmarker
    private let facer: FaceLandmarker
    private let motion: MotionMeter
    private let areas: [Region?]
    private var assigner = SeatAssigner()
    private var seats = [SeatState(), SeatState()]
    private var lastSearch = -Double.infinity
    /// Which part of the picture was searched last.
    private var turn = 0

    /// Where the time went.
    var clock = StageClock()

    /// The arithmetic that the landmarks are computed in, such as `f32` or `bf16`.
    public var precision: String { poser.precision }

    /// Most people seen at once.
    public private(set) var people = 0

    /// How often the whole picture is searched while nobody is followed or a seat was never taken,
    /// seconds.
    static let search = 0.2
    /// How often a part of it is searched for the one who left, seconds.
    static let glance = 0.04
    /// People whose mid-shoulders are closer than this share of a shoulder width are one person.
    static let samePerson: Float = 0.5

    /// What is carried from frame to frame for one seat.
    private struct SeatState {
        var region: Region?
        var faceRegion: Region?
        /// Where the nose was when `faceRegion` was made.
        var nose: SIMD2<Float>?
        var pose: BodyPose?
    }

    /// What one frame showed.
    public struct Step {
        public var frame: DyadFrame
        /// All earlier frames are to be exchanged between the seats.
        public var relabel: Bool
    }

    /// - Parameters:
    ///   - models: where the networks come from and how they compute.
    ///   - areas: per seat the part of the picture to which the person is confined, `nil` for a
    ///     picture that both share.
    public init(models: ModelPlace = .init(), areas: [Region?] = [nil, nil]) throws {
        detector = try PersonDetector(models)
        poser = try PoseLandmarker(models, slots: 2)
        facer = try FaceLandmarker(models, slots: 2)
        motion = try MotionMeter()
        self.areas = areas
    }

    /// Measures one frame. `meanwhile` runs on the calling thread while the cores infer: the place
    /// to decode the next frame.
    public func track(_ frame: Frame, time: Double, meanwhile: () throws -> Void = {}) throws
        -> Step
    {
        clock.restart()
        let followed = seats.map(\.region)
        let shares = shares(of: frame)
        for (seat, region) in followed.enumerated() {
            guard let region else { continue }
            try poser.start(slot: seat, frame: frame, region: region, clip: shares[seat])
        }
        clock.lap(.start)
        try meanwhile()
        clock.lap(.decode)
        try motion.push(frame)
        clock.lap(.motion)
        for (seat, region) in followed.enumerated() {
            if let region { accept(try poser.finish(slot: seat, region: region), seat) }
        }
        separate()
        clock.lap(.pose)
        let relabel = try searchIfNeeded(frame, time: time)
        notePlaces()
        clock.lap(.search)
        try findFaces(frame)
        clock.lap(.face)
        measureMotion()
        clock.lap(.motion)
        return Step(
            frame: DyadFrame(time: time, poses: seats.map(\.pose)), relabel: relabel)
    }

    // MARK: Following

    /// Per seat the part of the picture that is theirs: their area, or what lies on their side of the
    /// line between the two people.
    private func shares(of frame: Frame) -> [cv_rect?] {
        if areas.contains(where: { $0 != nil }) { return areas.map { $0?.upright } }
        guard let a = seats[0].pose, let b = seats[1].pose,
            let border = BodyPose.border(between: a, b)
        else { return [nil, nil] }
        let left = cv_rect(x: 0, y: 0, width: border, height: frame.height)
        let right = cv_rect(x: border, y: 0, width: frame.width - border, height: frame.height)
        return a.midShoulder.x <= b.midShoulder.x ? [left, right] : [right, left]
    }

    private func accept(_ result: PoseLandmarker.Result?, _ seat: Int) {
        seats[seat].pose = result?.pose
        seats[seat].region = result?.next
        if result == nil { seats[seat].faceRegion = nil }
    }

    /// When both seats follow the same person, the one that came from farther away lets go.
    private func separate() {
        if let a = seats[0].pose, let b = seats[1].pose, a.isSamePerson(as: b) {
            let jumps = [a, b].enumerated().map { seat, pose in
                assigner.places[seat].map { length(pose.midShoulder - $0) } ?? .infinity
            }
            seats[jumps[0] > jumps[1] ? 0 : 1] = SeatState()
        }
        notePlaces()
    }

    private func notePlaces() {
        for seat in seats.indices {
            if let pose = seats[seat].pose { assigner.note(seat, at: pose.midShoulder) }
        }
    }

    // MARK: Searching

    private func searchIfNeeded(_ frame: Frame, time: Double) throws -> Bool {
        guard seats.contains(where: { $0.pose == nil }),
            time - lastSearch >= searchInterval
        else { return false }
        lastSearch = time
        if areas.contains(where: { $0 != nil }) {
            for seat in seats.indices where seats[seat].pose == nil {
                try search(area: areas[seat], for: seat, frame)
            }
            return false
        }
        return try searchBoth(frame)
    }

    private var searchInterval: Double {
        let isReturn =
            assigner.places.allSatisfy { $0 != nil } && seats.contains { $0.pose != nil }
        return isReturn ? Self.glance : Self.search
    }

    private func search(area: Region?, for seat: Int, _ frame: Frame) throws {
        guard let area else { return }
        let side = max(area.width, area.height)
        let square = Region(x: area.x, y: area.y, width: side, height: side)
        let found = try detector.detect(in: frame, squares: [square])
            .filter { area.contains($0.face) }
        for person in found {
            try poser.start(slot: seat, frame: frame, region: person.region)
            guard let result = try poser.finish(slot: seat, region: person.region) else { continue }
            accept(result, seat)
            people = max(people, seats.count { $0.pose != nil })
            return
        }
    }

    private func searchBoth(_ frame: Frame) throws -> Bool {
        var found: [PoseLandmarker.Result] = []
        let followed = seats.compactMap(\.pose)
        for person in try detector.detect(in: frame, squares: nextSquares(frame)) {
            let region = person.region
            if seats.contains(where: { $0.region?.isSameBody(as: region) == true }) { continue }
            try poser.start(slot: 0, frame: frame, region: region)
            guard let result = try poser.finish(slot: 0, region: region) else { continue }
            let known = followed + found.map(\.pose)
            if !known.contains(where: { $0.isSamePerson(as: result.pose) }) { found.append(result) }
        }
        people = max(people, followed.count + found.count)
        // The larger people of a picture are the ones who are filmed.
        found.sort { $0.next.width > $1.next.width }
        let decision = assigner.assign(
            found.prefix(2).map(\.pose.midShoulder), taken: seats.map { $0.pose?.midShoulder },
            middle: frame.width / 2)
        if decision.relabel {
            seats.swapAt(0, 1)
            assigner.swap()
        }
        for (seat, index) in decision.seats.enumerated() {
            guard let index else { continue }
            accept(found[index], seat)
        }
        return decision.relabel
    }

    /// All squares while nobody is followed or a seat was never taken; otherwise one after the other, a glance at a time, so
    /// that waiting for somebody to come back costs little.
    private func nextSquares(_ frame: Frame) -> [Region] {
        let squares = Self.squares(of: frame)
        guard searchInterval == Self.glance else { return squares }
        turn += 1
        return [squares[turn % squares.count]]
    }

    /// The whole picture and, when it is wide, its left and right part, each as a square: a person
    /// in half of a wide picture is small in the detector's 224 pixels.
    static func squares(of frame: Frame) -> [Region] {
        let side = max(frame.width, frame.height)
        let whole = Region(x: frame.width / 2, y: frame.height / 2, width: side, height: side)
        guard frame.width > 1.2 * frame.height else { return [whole] }
        let part = max(frame.height, frame.width * 0.55)
        return [
            whole,
            Region(x: part / 2, y: frame.height / 2, width: part, height: part),
            Region(x: frame.width - part / 2, y: frame.height / 2, width: part, height: part),
        ]
    }

    // MARK: Faces and motion

    private func findFaces(_ frame: Frame) throws {
        for seat in seats.indices {
            seats[seat].faceRegion = seats[seat].pose.flatMap { pose in
                faceRegion(of: pose, last: seats[seat].faceRegion, lastNose: seats[seat].nose)
            }
            seats[seat].nose = seats[seat].pose?.nose
            guard let region = seats[seat].faceRegion else { continue }
            try facer.start(slot: seat, frame: frame, region: region)
        }
        for seat in seats.indices {
            guard let region = seats[seat].faceRegion else { continue }
            let result = try facer.finish(slot: seat, region: region)
            seats[seat].pose?.face = result?.mesh
            seats[seat].faceRegion = result?.next
        }
    }

    /// The region that the last mesh gives, moved along with the nose, as long as the nose is in it;
    /// otherwise the one that the pose gives.
    private func faceRegion(of pose: BodyPose, last: Region?, lastNose: SIMD2<Float>?) -> Region? {
        if var region = last, let lastNose {
            region.x += pose.nose.x - lastNose.x
            region.y += pose.nose.y - lastNose.y
            if length(SIMD2(region.x, region.y) - pose.nose) < region.width / 3 { return region }
        }
        let fresh = FaceLandmarker.region(of: pose)
        return fresh.isFinite && fresh.width > 4 ? fresh : nil
    }

    private func measureMotion() {
        let boxes = seats.map { $0.pose?.bounds }
        for seat in seats.indices {
            guard let box = boxes[seat] else { continue }
            seats[seat].pose?.motionEnergy = motion.share(of: box, without: boxes[1 - seat])
        }
    }
}
