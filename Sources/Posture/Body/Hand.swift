/// One hand in the picture, pixels.
struct Hand {
    var wrist: Vector2
    var index: Vector2
    var pinky: Vector2
    var thumb: Vector2

    /// Mean of wrist, index and little finger (their knuckles): about the middle of the palm. The wrist
    /// where the fingers are not known.
    var center: Vector2 {
        let known = [wrist, index, pinky].filter(\.isKnown)
        return known.reduce(.zero, +) / Double(known.count)
    }

    /// Shortest distance from any of the points to the outline, pixels; 0 on the face.
    func distance(to outline: Polygon) -> Double {
        [wrist, index, pinky, thumb].filter(\.isKnown).map(outline.distance(to:))
            .reduce(.infinity, min)
    }
}

extension BodyMeasures {
    /// A hand; `nil` when it is hidden (`FeatureSettings.minimumHandVisibility`).
    func hand(_ side: Side) -> Hand? {
        let landmarks: [Landmark] =
            side == .left
            ? [.leftWrist, .leftIndex, .leftPinky] : [.rightWrist, .rightIndex, .rightPinky]
        let known = landmarks.filter { place($0).isKnown }
        let visibility =
            known.map { Double(pose[$0].visibility) }.reduce(0, +) / Double(known.count)
        guard place(landmarks[0]).isKnown, visibility >= settings.minimumHandVisibility else {
            return nil
        }
        return Hand(
            wrist: place(landmarks[0]), index: place(landmarks[1]), pinky: place(landmarks[2]),
            thumb: place(side == .left ? .leftThumb : .rightThumb))
    }
}

extension Vector2 {
    fileprivate var isKnown: Bool { x.isFinite && y.isFinite }
}
