import CVision
import Posture

/// Looks for people in a picture or a part of it: the detectors of bodies and of faces say where, the
/// landmark network whether.
struct PeopleFinder {
    private let bodies: PersonDetector
    private let faces: FaceDetector
    private let poseLandmarker: PoseLandmarker
    /// The slot of the landmark network that is used.
    private let slot: Int
    private let scene: Scene

    /// Of smaller heads nobody expects that the face is found, pixels.
    private static let smallestFace: Float = 12

    init(_ networks: Networks, slot: Int, scene: Scene = .seated) {
        self.scene = scene
        bodies = networks.detector
        faces = networks.faceDetector
        poseLandmarker = networks.poseLandmarker
        self.slot = slot
    }

    /// Somebody found.
    struct Found {
        var result: PoseLandmarker.Result
        /// Side of the region that they fill, pixels.
        var size: Float
        /// Their face, if the detector of faces found it.
        var face: Head?
    }

    /// Somebody who is known already.
    private struct Known {
        var pose: BodyPose
        var face: Head?

        /// True when that head is theirs: it lies on their face, or on the head of their body, and that of
        /// somebody whose face is not seen is all around it.
        func owns(_ head: Head) -> Bool {
            guard let face else { return pose.head.touches(head) }
            return face.isSame(as: head) || pose.head.isSame(as: head)
        }

        func isSame(as other: Found, in scene: Scene) -> Bool {
            pose.isSamePerson(as: other.result.pose, in: scene)
                || (face?.isSame(as: other.face ?? other.result.pose.head) ?? false)
        }
    }

    /// How much of the picture is looked at.
    enum Scope {
        /// All of it; parts of it, in which a face is larger, by a number that counts on.
        case everything(Int)
        /// One of its squares, by a number that counts on.
        case glance(Int)
        /// The same, while nobody is missed: of faces no parts.
        case survey(Int)
        /// This part only.
        case part(Region)
    }

    /// Somebody who may be there: a head, the region of a body or a face, or both.
    struct Candidate {
        var head: Head
        var body: Region?
        var face: Head?

        /// The union of what both detectors found: those that have a body first, the most certain first.
        static func union(_ people: [PersonDetector.Person], _ faces: [Head]) -> [Candidate] {
            var faces = faces
            let withBody = people.map { person -> Candidate in
                let own = faces.firstIndex { $0.isSame(as: person.head) }
                return Candidate(
                    head: person.head, body: person.region, face: own.map { faces.remove(at: $0) })
            }
            return withBody + faces.map { Candidate(head: $0, body: nil, face: $0) }
        }
    }

    /// People other than those who are known already, the largest first: the larger people of a
    /// picture are the ones who are filmed.
    ///
    /// - Parameters:
    ///   - recent: where faces were a moment ago of people who were lost.
    ///   - isMirrored: the picture is.
    func find(
        in frame: Frame, _ scope: Scope, except known: [BodyPose], recent: [Head] = [],
        isMirrored: Bool = false
    ) throws -> [Found] {
        let squares = Squares(of: frame, scope, isMirrored: isMirrored)
        try bodies.begin(in: frame, squares: squares.bodies)
        let detected = try faces.detect(
            in: frame, whole: squares.faces, parts: squares.partsForFaces)
        let lost = recent.filter { head in !detected.contains { $0.isSame(as: head) } }
        let candidates = Candidate.union(
            try bodies.finish(in: frame, squares: squares.bodies), detected + lost)
        var clip: cv_rect?
        var found: [Found] = []
        for candidate in candidates {
            if case .part(let area) = scope {
                guard area.contains(candidate.head.center) else { continue }
                clip = area.upright
            }
            let others =
                known.map { Known(pose: $0, face: $0.face?.head) }
                + found.map { Known(pose: $0.result.pose, face: $0.face) }
            if others.contains(where: { $0.owns(candidate.head) }) { continue }
            guard
                let person = try look(
                    at: candidate, beside: others.map(\.pose.head), frame, clip,
                    isMirrored: isMirrored),
                !person.result.pose.isUpsideDown,
                !others.contains(where: { $0.isSame(as: person, in: scene) })
            else { continue }
            found.append(person)
        }
        return found.sorted { $0.size > $1.size }
    }

    /// The faces in a picture, the most certain first.
    func faces(in frame: Frame, isMirrored: Bool) throws -> [Head] {
        let squares = Squares(of: frame, .survey(0), isMirrored: isMirrored)
        return try faces.detect(in: frame, whole: squares.faces, parts: [])
    }

    /// The landmarks of a candidate, first in the region that the detector of bodies gives; where their
    /// head is not on the face that was found, in one that comes from the face.
    ///
    /// - Parameter others: heads of people who are known.
    private func look(
        at candidate: Candidate, beside others: [Head], _ frame: Frame, _ clip: cv_rect?,
        isMirrored: Bool
    ) throws -> Found? {
        if let region = candidate.body, let result = try infer(frame, region, clip),
            candidate.face?.holds(result.pose.head.center) ?? true
        {
            let pose = result.pose
            let face = try candidate.face ?? closeUp(of: pose, frame, isMirrored: isMirrored)
            // Folded sleeves, a coat on a chair: landmarks of a face, and no face.
            if face == nil, pose.showsFace, pose.head.size >= Self.smallestFace { return nil }
            return Found(result: result, size: region.width, face: face)
        }
        guard let face = candidate.face else { return nil }
        let region = FaceDetector.bodyRegion(below: face, in: scene, isMirrored: isMirrored)
        // Where the network finds somebody else who is near, without them.
        let near = clip == nil ? others.filter { region.contains($0.center) } : []
        for part in [clip] + near.compactMap({ face.part(beside: $0, in: frame) }) {
            if let result = try infer(frame, region, part), face.holds(result.pose.head.center) {
                return Found(result: result, size: region.width, face: face)
            }
        }
        return nil
    }

    /// The face of a body, in a picture of its surroundings; `nil` when there is none to be seen.
    private func closeUp(of pose: BodyPose, _ frame: Frame, isMirrored: Bool) throws -> Head? {
        let head = pose.head
        guard pose.showsFace, head.size >= Self.smallestFace else { return nil }
        let side = 4 * head.size
        let square = Region(
            x: head.center.x, y: head.center.y, width: side, height: side, isMirrored: isMirrored)
        return try faces.detect(in: frame, whole: [square], parts: [])
            .first { $0.isSame(as: head) }
    }

    private func infer(_ frame: Frame, _ region: Region, _ clip: cv_rect?) throws
        -> PoseLandmarker.Result?
    {
        try poseLandmarker.start(slot: slot, frame: frame, region: region, clip: clip)
        return try poseLandmarker.finish(slot: slot, region: region)
    }
}

extension PeopleFinder {
    /// The squares of a picture that the detectors look at.
    struct Squares {
        var bodies: [Region]
        var faces: [Region]
        /// Parts in which a face must be surer.
        var partsForFaces: [Region] = []

        init(of frame: Frame, _ scope: Scope, isMirrored: Bool) {
            switch scope {
            case .everything(let turn):
                bodies = Self.wholeAndHalves(of: frame)
                faces = [Self.whole(of: frame)]
                partsForFaces = [Self.tile(turn, of: frame)]
            case .glance(let turn):
                let all = Self.wholeAndHalves(of: frame)
                bodies = [all[turn % all.count]]
                // The whole picture every other time, and each of the four tiles once in eight.
                if turn.isMultiple(of: 2) {
                    faces = [Self.whole(of: frame)]
                } else {
                    faces = []
                    partsForFaces = [Self.tile(turn / 2, of: frame)]
                }
            case .survey(let turn):
                let all = Self.wholeAndHalves(of: frame)
                bodies = [all[turn % all.count]]
                faces = [Self.whole(of: frame)]
            case .part(let area):
                let side = max(area.width, area.height)
                bodies = [Region(x: area.x, y: area.y, width: side, height: side)]
                faces = bodies
            }
            for index in bodies.indices { bodies[index].isMirrored = isMirrored }
            for index in faces.indices { faces[index].isMirrored = isMirrored }
            for index in partsForFaces.indices { partsForFaces[index].isMirrored = isMirrored }
        }

        private static func whole(of frame: Frame) -> Region {
            let side = max(frame.width, frame.height)
            return Region(x: frame.width / 2, y: frame.height / 2, width: side, height: side)
        }

        /// The whole picture and, when it is wide, its left and right part, each as a square: a person
        /// in half of a wide picture is small in the detector's 224 pixels.
        static func wholeAndHalves(of frame: Frame) -> [Region] {
            guard frame.width > 1.2 * frame.height else { return [whole(of: frame)] }
            let part = max(frame.height, frame.width * 0.55)
            return [
                whole(of: frame),
                Region(x: part / 2, y: frame.height / 2, width: part, height: part),
                Region(x: frame.width - part / 2, y: frame.height / 2, width: part, height: part),
            ]
        }

        /// One of the four quarters of the picture, which overlap: each is 60 % of it wide and high.
        static func tile(_ turn: Int, of frame: Frame) -> Region {
            let width = 0.6 * frame.width
            let height = 0.6 * frame.height
            let isRight = turn.isMultiple(of: 2) == false
            let isLower = (turn / 2).isMultiple(of: 2) == false
            let side = max(width, height)
            return Region(
                x: isRight ? frame.width - width / 2 : width / 2,
                y: isLower ? frame.height - height / 2 : height / 2, width: side, height: side)
        }
    }
}
