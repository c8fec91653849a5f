/// One hand in the picture, pixels.
struct Hand {
    /// Places that the pose gives.
    var wrist: Vector2
    var index: Vector2
    var pinky: Vector2
    var thumb: Vector2
    /// Tips of the fingers as the hand network places them; empty where it saw no hand.
    var tips: [Vector2] = []

    /// Mean of wrist, index and little finger (their knuckles): about the middle of the palm. The wrist
    /// where the fingers are not known.
    var center: Vector2 {
        let known = [wrist, index, pinky].filter(\.isKnown)
        return known.reduce(.zero, +) / Double(known.count)
    }

    /// Shortest distance from any of the pose's points to the outline, pixels; 0 on the face.
    func distance(to outline: Polygon) -> Double {
        [wrist, index, pinky, thumb].filter(\.isKnown).map(outline.distance(to:))
            .reduce(.infinity, min)
    }

    /// Shortest distance from a fingertip to an outline, pixels; 0 within it.
    ///
    /// - Parameter finger: from the knuckles to the tip of a finger, pixels, taken off where only the
    ///   knuckles are known.
    func tipDistance(to outline: Polygon, finger: Double) -> Double {
        guard tips.isEmpty else { return tips.map(outline.distance(to:)).reduce(.infinity, min) }
        return Self.tip(fromKnuckles: distance(to: outline), finger)
    }

    /// The distance of the fingertips when that of the knuckles is known; `NaN` when it is not.
    static func tip(fromKnuckles distance: Double, _ finger: Double) -> Double {
        distance.isNaN ? .nan : max(0, distance - finger)
    }
}

extension BodyMeasures {
    /// From the knuckles to the tip of the middle finger, in heights of the face: 0.1 of 0.23 m in the
    /// mean adult, and two thirds of that, for fingers that rest are bent. Knuckles of resting hands were
    /// measured within 0.12 sw (0.21 faces) of the face.
    static let fingerReach = 0.28

    /// What stands for the distance of fingertips from the face that were looked for there in vain, heights
    /// of the face: the side of what was looked at reaches no farther.
    static let away = 1.0

    /// A hand; `nil` when it is hidden (`FeatureSettings.minimumHandVisibility`) and the hand network saw
    /// none either.
    func hand(_ side: Side) -> Hand? {
        let landmarks = side.hand
        let mesh = handMesh(side)
        guard place(landmarks[0]).isKnown,
            visibility(side) >= settings.minimumHandVisibility || mesh != nil
        else { return nil }
        return Hand(
            wrist: place(landmarks[0]), index: place(landmarks[1]), pinky: place(landmarks[2]),
            thumb: place(side == .left ? .leftThumb : .rightThumb),
            tips: mesh.map { mesh in HandMesh.tips.map(mesh.picture) } ?? [])
    }

    /// The mesh of a hand, if there is a trustworthy one.
    func handMesh(_ side: Side) -> HandMesh? {
        guard let mesh = foundMesh(side) else { return nil }
        // Looking for a hidden hand, the network finds the other one where that lies before it.
        guard let other = foundMesh(side.opposite), mesh.isSameHand(as: other) else { return mesh }
        let (own, others) = (visibility(side), visibility(side.opposite))
        return own > others || own == others && side == .left ? mesh : nil
    }

    /// The mesh of a hand if the network is sure enough of it, be it this hand or the other one.
    private func foundMesh(_ side: Side) -> HandMesh? {
        guard let mesh = pose[hand: side], mesh.isComplete,
            Double(mesh.score) >= settings.minimumHandScore
        else { return nil }
        return mesh
    }

    /// How sure the pose is of wrist and knuckles, 0…1; 0 where it places none.
    private func visibility(_ side: Side) -> Double {
        let known = side.hand.filter { place($0).isKnown }
        guard !known.isEmpty else { return 0 }
        return known.map { Double(pose[$0].visibility) }.reduce(0, +) / Double(known.count)
    }

    /// How sure the hand network is of a hand, 0…1; 0 where it saw none.
    func handScore(_ side: Side) -> Double { handMesh(side).map { Double($0.score) } ?? 0 }

    /// The meshes of both hands where both were seen.
    private var bothMeshes: (left: HandMesh, right: HandMesh)? {
        guard let left = handMesh(.left), let right = handMesh(.right) else { return nil }
        return (left, right)
    }

    /// Share of one hand's points within the outline of the other, 0…1, the greater of both ways round.
    ///
    /// Where the hand network sees one hand only, wrist and knuckles of the pose stand for the other, unless
    /// the person sits in profile, where the pose lays a hidden hand on the one that is seen. `NaN` then, and
    /// when no hand was seen.
    var handsOverlap: Double {
        if let (left, right) = bothMeshes {
            let (one, other) = (left.outline, right.outline)
            return max(one.share(of: right.places), other.share(of: left.places))
        }
        guard let side = Side.allCases.first(where: { handMesh($0) != nil }), isFrontal,
            let hull = handMesh(side)?.outline
        else { return .nan }
        let points = side.opposite.hand.map(place).filter(\.isKnown)
        return points.isEmpty ? .nan : hull.share(of: points)
    }

    /// Whether the shoulder line is as long as the face is high: else the person sits in profile.
    private var isFrontal: Bool { shoulderSpan >= faceHeight }

    /// Length of the shoulder line, pixels, be the shoulders seen or guessed.
    var shoulderSpan: Double { (place(.leftShoulder) - place(.rightShoulder)).length }

    /// Middle of a hand, pixels: of the mesh, else of the pose's wrist and knuckles, be they seen or not.
    private func palm(_ side: Side) -> Vector2 {
        let points = side.hand.map(place)
        return points.reduce(.zero, +) / Double(points.count)
    }

    /// Between the middles of both hands, pixels.
    var handsApart: Double { (palm(.left) - palm(.right)).length }

    /// How far the right hand is past the left one toward own left, along the shoulder line, pixels.
    var handsPast: Double {
        let line = place(.leftShoulder) - place(.rightShoulder)
        return (palm(.right) - palm(.left)).dot(line) / line.length
    }

    /// From each wrist to the other arm's elbow, in lengths of that forearm as seen; the greater of both.
    /// Below 1 for both only where the arms cross.
    var wristsToElbows: Double {
        let ratios = Side.allCases.map { side in
            let elbow = place(side.opposite.elbow)
            let forearm = (place(side.opposite.hand[0]) - elbow).length
            return (place(side.hand[0]) - elbow).length / forearm
        }
        return ratios.contains { !$0.isFinite } ? .nan : ratios.reduce(0, max)
    }

    /// From the middle of each hand that the hand network saw to the other forearm, pixels; the greater of
    /// both, 0 when none was seen: a hand under the other arm is hidden.
    var handsOffArms: Double {
        let distances = Side.allCases.compactMap { side -> Double? in
            guard let points = handMesh(side)?.places else { return nil }
            let center = points.reduce(.zero, +) / Double(points.count)
            let other = side.opposite
            return Polygon.distance(
                from: center, toSegment: place(other.elbow), place(other.hand[0]))
        }
        return distances.max() ?? 0
    }
}

extension Side {
    /// Wrist and knuckles of index and little finger.
    fileprivate var hand: [Landmark] {
        self == .left
            ? [.leftWrist, .leftIndex, .leftPinky] : [.rightWrist, .rightIndex, .rightPinky]
    }

    fileprivate var elbow: Landmark { self == .left ? .leftElbow : .rightElbow }
}

extension HandMesh {
    /// Place of a point in the picture, pixels.
    func picture(_ point: Point) -> Vector2 {
        Vector2(Double(self[point].x), Double(self[point].y))
    }

    /// All points in the picture, pixels.
    var places: [Vector2] { Point.allCases.map(picture) }

    fileprivate var outline: Polygon { Polygon(hullOf: places) }

    /// Whether two meshes lie on one hand: each point within a fifth of the hand's length, on average, of the
    /// same point of the other. Two hands that are folded lie the other way round.
    fileprivate func isSameHand(as other: HandMesh) -> Bool {
        let apart = zip(places, other.places).map { ($0 - $1).length }.reduce(0, +)
        let size = (picture(.middleTip) - picture(.wrist)).length
        return apart / Double(points.count) < 0.2 * size
    }
}

extension Vector2 {
    fileprivate var isKnown: Bool { x.isFinite && y.isFinite }
}
