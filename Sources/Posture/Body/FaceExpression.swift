/// What a face does at one instant, in the frame of the canonical face: free of where the head is, how it is
/// held and how large it looks.
///
/// Lengths are those of the canonical face, whose outer corners of the eyes are 0.985 apart.
struct FaceExpression: Sendable, Equatable {
    let head: HeadAngles
    /// Between the outer corners of the eyes if the face looked into the camera, pixels.
    let eyeSpan: Double
    /// How wide the mouth is, and how high its corners are above its middle and below the line of the eyes; each
    /// counts as much. To be held against the person's own neutral face.
    let smile: Double
    /// Between the lips, in half the distance between the outer corners of the eyes.
    let lipsApart: Double
    /// How high the brows are above the line of the eyes; it changes with the pitch of the head.
    let brows: Double
    /// Points that expressions move, see `moving`.
    let points: [Vector3]
    /// Whether a hand lies on the mouth: the mesh then shows one that is guessed.
    let isMouthCovered: Bool

    /// Mouth, brows, lids and cheeks.
    static let moving: [FaceMesh.Point] = [
        .leftMouthCorner, .rightMouthCorner, .upperLip, .upperLipInner, .lowerLipInner, .lowerLip,
        .chinDimple, .leftBrowInner, .leftBrowMiddle, .leftBrowOuter, .rightBrowInner,
        .rightBrowMiddle, .rightBrowOuter, .leftEyeUpper, .leftEyeLower, .rightEyeUpper,
        .rightEyeLower, .leftCheekLow, .rightCheekLow,
    ]

    /// `nil` when the head cannot be told to be held in any way.
    init?(_ mesh: FaceMesh, _ face: FaceAlignment, isMouthCovered: Bool = false) {
        guard let head = HeadAngles(face) else { return nil }
        func place(_ point: FaceMesh.Point) -> Vector3 { face.place(of: point, in: mesh) }
        self.head = head
        self.isMouthCovered = isMouthCovered
        eyeSpan = face.scale * FaceAlignment.eyeSpan
        points = Self.moving.map(place)
        let (left, right) = (place(.leftMouthCorner), place(.rightMouthCorner))
        let corners = (left.y + right.y) / 2
        let lips = (place(.upperLip).y + place(.lowerLip).y) / 2
        smile = (left - right).length + (lips - corners) - corners
        lipsApart =
            (place(.upperLipInner) - place(.lowerLipInner)).length / (FaceAlignment.eyeSpan / 2)
        let brows: [FaceMesh.Point] = [
            .leftBrowInner, .leftBrowMiddle, .rightBrowInner, .rightBrowMiddle,
        ]
        self.brows = -brows.reduce(0) { $0 + place($1).y } / Double(brows.count)
    }
}

extension FaceExpression {
    /// Turn of the head up to which the mouth, and up to which the brows can be told, degrees.
    static let largestTurn = 45.0
    static let largestBrowTurn = 35.0
    /// Between the outer corners of the eyes, pixels: below the first nothing of the face can be told, below
    /// the second not how still it is.
    static let smallestFace = 20.0
    static let smallestStillFace = 60.0

    /// Whether the mouth is seen well enough.
    var isMouthTold: Bool {
        abs(head.yaw) <= Self.largestTurn && eyeSpan >= Self.smallestFace && !isMouthCovered
    }

    /// Whether the brows are.
    var areBrowsTold: Bool {
        abs(head.yaw) <= Self.largestBrowTurn && eyeSpan >= Self.smallestFace
    }

    /// Whether the face is, so well that its being still can be told.
    var isMotionTold: Bool { isMouthTold && eyeSpan >= Self.smallestStillFace }
}

extension BodyMeasures {
    /// What the face does; `nil` without a mesh.
    var expression: FaceExpression? {
        guard let face, let alignment else { return nil }
        return FaceExpression(
            face, alignment, isMouthCovered: isMouthCovered(face, alignment))
    }

    /// Whether a hand that the hand network sees lies on the mouth.
    private func isMouthCovered(_ face: FaceMesh, _ alignment: FaceAlignment) -> Bool {
        let corners = (face.picture(.leftMouthCorner) + face.picture(.rightMouthCorner)) / 2
        let lips = (face.picture(.upperLip) + face.picture(.lowerLip)) / 2
        let middle = (corners + lips) / 2
        let reach = Self.mouthReach * alignment.scale * FaceAlignment.eyeSpan
        return Side.allCases.contains { side in
            handMesh(side)?.places.contains { ($0 - middle).length < reach } ?? false
        }
    }

    /// Half the width of a mouth, distances between the outer corners of the eyes.
    private static let mouthReach = 0.3
}
