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

    /// Shortest distance from a fingertip to an outline, pixels; 0 within it.
    ///
    /// - Parameter finger: from the knuckles to the tip of a finger, pixels, taken off where only the
    ///   knuckles are known.
    func distance(to outline: Polygon, finger: Double) -> Double {
        if !tips.isEmpty { return tips.map(outline.distance(to:)).reduce(.infinity, min) }
        let knuckles = [wrist, index, pinky, thumb].filter(\.isKnown).map(outline.distance(to:))
            .reduce(.infinity, min)
        return max(0, knuckles - finger)
    }
}

extension BodyMeasures {
    /// From the knuckles to the tip of the middle finger, in heights of the face: 0.1 of 0.23 m in the
    /// mean adult, taken by half, for fingers that rest are bent.
    static let fingerReach = 0.2

    /// A hand; `nil` when it is hidden (`FeatureSettings.minimumHandVisibility`) and the hand network saw
    /// none either.
    func hand(_ side: Side) -> Hand? {
        let landmarks = side.hand
        let known = landmarks.filter { place($0).isKnown }
        let visibility =
            known.map { Double(pose[$0].visibility) }.reduce(0, +) / Double(known.count)
        let mesh = handMesh(side)
        guard place(landmarks[0]).isKnown,
            visibility >= settings.minimumHandVisibility || mesh != nil
        else { return nil }
        return Hand(
            wrist: place(landmarks[0]), index: place(landmarks[1]), pinky: place(landmarks[2]),
            thumb: place(side == .left ? .leftThumb : .rightThumb),
            tips: mesh.map { mesh in HandMesh.tips.map(mesh.picture) } ?? [])
    }

    /// The mesh of a hand, if there is a trustworthy one.
    func handMesh(_ side: Side) -> HandMesh? {
        guard let mesh = pose[hand: side], mesh.isComplete,
            Double(mesh.score) >= settings.minimumHandScore
        else { return nil }
        return mesh
    }

    /// How sure the hand network is of a hand, 0…1; 0 where it saw none.
    func handScore(_ side: Side) -> Double { handMesh(side).map { Double($0.score) } ?? 0 }

    /// Share of one hand's points within the outline of the other, 0…1, the greater of both ways round:
    /// the fingers of the other hand's mesh, or wrist and knuckles of the pose where there is none. `NaN`
    /// when no hand was seen by the hand network.
    var handsOverlap: Double {
        let shares = Side.allCases.compactMap { side -> Double? in
            guard let mesh = handMesh(side) else { return nil }
            let hull = Polygon(hullOf: HandMesh.Point.allCases.map(mesh.picture))
            var points = side.opposite.hand.map(place)
            if let other = handMesh(side.opposite) {
                let fingers = HandMesh.Point.allCases.map(other.picture)
                return max(hull.share(of: points), hull.share(of: fingers))
            }
            points = points.filter(\.isKnown)
            return points.isEmpty ? nil : hull.share(of: points)
        }
        return shares.max() ?? .nan
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
    /// both, `NaN` when none was seen.
    var handsOffArms: Double {
        let distances = Side.allCases.compactMap { side -> Double? in
            guard let mesh = handMesh(side) else { return nil }
            let points = HandMesh.Point.allCases.map(mesh.picture)
            let center = points.reduce(.zero, +) / Double(points.count)
            let other = side.opposite
            return Polygon.distance(
                from: center, toSegment: place(other.elbow), place(other.hand[0]))
        }
        return distances.max() ?? .nan
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
}

extension Vector2 {
    fileprivate var isKnown: Bool { x.isFinite && y.isFinite }
}
