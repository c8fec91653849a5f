import CVision
import Posture

/// Looks for people in a picture or a part of it: the detector says where, the landmark network
/// whether.
struct PeopleFinder {
    private let detector: PersonDetector
    private let poseLandmarker: PoseLandmarker
    /// The slot of the landmark network that is used.
    private let slot: Int

    init(detector: PersonDetector, poseLandmarker: PoseLandmarker, slot: Int) {
        self.detector = detector
        self.poseLandmarker = poseLandmarker
        self.slot = slot
    }

    /// Somebody found.
    struct Found {
        var result: PoseLandmarker.Result
        /// Side of the region that they fill, pixels.
        var size: Float
    }

    /// How much of the picture is looked at.
    enum Scope {
        case everything
        /// One of its squares, by a number that counts on.
        case glance(Int)
        /// This part only.
        case part(Region)
    }

    /// People other than those who are known already, the largest first: the larger people of a
    /// picture are the ones who are filmed.
    ///
    /// - Parameter isMirrored: the picture is.
    func find(
        in frame: Frame, _ scope: Scope, except known: [BodyPose], regions: [Region],
        isMirrored: Bool = false
    ) throws -> [Found] {
        var found: [Found] = []
        let squares = squares(of: frame, scope).map { square in
            var square = square
            square.isMirrored = isMirrored
            return square
        }
        for person in try detector.detect(in: frame, squares: squares) {
            if case .part(let area) = scope, !area.contains(person.face) { continue }
            if regions.contains(where: { $0.isSameBody(as: person.region) }) { continue }
            var clip: cv_rect?
            if case .part(let area) = scope { clip = area.upright }
            try poseLandmarker.start(slot: slot, frame: frame, region: person.region, clip: clip)
            guard let result = try poseLandmarker.finish(slot: slot, region: person.region),
                !result.pose.isUpsideDown
            else { continue }
            let others = known + found.map(\.result.pose)
            if others.contains(where: { $0.isSamePerson(as: result.pose) }) { continue }
            found.append(Found(result: result, size: person.region.width))
        }
        return found.sorted { $0.size > $1.size }
    }

    private func squares(of frame: Frame, _ scope: Scope) -> [Region] {
        switch scope {
        case .everything: return Self.squares(of: frame)
        case .glance(let turn):
            let all = Self.squares(of: frame)
            return [all[turn % all.count]]
        case .part(let area):
            let side = max(area.width, area.height)
            return [Region(x: area.x, y: area.y, width: side, height: side)]
        }
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
}
