import Foundation

@testable import Posture

/// A person drawn with a ruler: seated, facing the camera, shoulders 100 px apart, hands on the lap.
///
/// Picture pixels, x right, y down. The person's left is at the right of the picture.
struct Figure {
    var points: [Landmark: SIMD2<Double>] = [
        .nose: [300, 140],
        .leftEyeInner: [308, 128], .leftEye: [315, 128], .leftEyeOuter: [322, 128],
        .rightEyeInner: [292, 128], .rightEye: [285, 128], .rightEyeOuter: [278, 128],
        .leftEar: [336, 136], .rightEar: [264, 136], .mouthLeft: [312, 160],
        .mouthRight: [288, 160],
        .leftShoulder: [350, 220], .rightShoulder: [250, 220],
        .leftElbow: [370, 300], .rightElbow: [230, 300],
        .leftWrist: [350, 350], .rightWrist: [250, 350],
        .leftPinky: [345, 360], .rightPinky: [255, 360],
        .leftIndex: [340, 358], .rightIndex: [260, 358],
        .leftThumb: [343, 352], .rightThumb: [257, 352],
        .leftHip: [335, 350], .rightHip: [265, 350],
        .leftKnee: [350, 420], .rightKnee: [250, 420],
        .leftAnkle: [350, 520], .rightAnkle: [250, 520],
        .leftHeel: [350, 530], .rightHeel: [250, 530],
        .leftFootIndex: [350, 540], .rightFootIndex: [250, 540],
    ]
    /// Away from the camera, on the scale of x.
    var depth: [Landmark: Double] = [:]
    var hidden: Set<Landmark> = []
    var head: HeadAngles? = HeadAngles(yaw: 0, pitch: 0, roll: 0)
    /// Middle of the face in the picture.
    var headPlace = SIMD2<Double>(300, 140)
    /// From forehead to chin, pixels.
    var headHeight = 90.0
    /// Points of the face that are moved from their places, in the canonical face's own unit; y down. The
    /// canonical face is the mean of faces some of which smile, the figure's own does not.
    var expression: [FaceMesh.Point: SIMD3<Double>] = Figure.mouth(0)
    /// What the hand network sees.
    var hands: [Side: HandMesh] = [:]
    var score: Float = 0.99
    var faceScore: Float = 0.99
    var motionEnergy: Float?

    static let pixelsPerMetre = 250.0

    var pose: BodyPose {
        let hips = (self[.leftHip] + self[.rightHip]) / 2
        let all = Landmark.allCases.map { landmark in
            (point: self[landmark], depth: depth[landmark] ?? 0, landmark: landmark)
        }
        return BodyPose(
            score: score,
            points: all.map {
                LandmarkPoint(
                    x: Float($0.point.x), y: Float($0.point.y), z: Float($0.depth),
                    visibility: hidden.contains($0.landmark) ? 0.1 : 0.99)
            },
            world: all.map {
                SIMD3<Float>(
                    Float(($0.point.x - hips.x) / Self.pixelsPerMetre),
                    Float(($0.point.y - hips.y) / Self.pixelsPerMetre),
                    Float($0.depth / Self.pixelsPerMetre))
            },
            face: head.map {
                FaceMesh(
                    score: faceScore,
                    points: Self.face(
                        $0, at: headPlace, height: headHeight, expression: expression))
            },
            leftHand: hands[.left], rightHand: hands[.right], motionEnergy: motionEnergy)
    }

    subscript(_ landmark: Landmark) -> SIMD2<Double> { points[landmark] ?? .zero }

    mutating func move(_ landmarks: [Landmark], by step: SIMD2<Double>) {
        for landmark in landmarks { points[landmark] = self[landmark] + step }
    }

    /// The hand and its fingers, all at one place.
    mutating func putHand(_ side: Side, at place: SIMD2<Double>) {
        let hand: [Landmark] =
            side == .left
            ? [.leftWrist, .leftIndex, .leftPinky, .leftThumb]
            : [.rightWrist, .rightIndex, .rightPinky, .rightThumb]
        for landmark in hand { points[landmark] = place }
    }

    static let upperBody: [Landmark] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist,
        .leftPinky, .rightPinky, .leftIndex, .rightIndex, .leftThumb, .rightThumb,
    ]
    static let leftHand: [Landmark] = [.leftWrist, .leftIndex, .leftPinky, .leftThumb]

    /// The same person in a looking glass: the picture is flipped, left and right change names.
    var mirrored: Figure {
        var result = self
        for landmark in Landmark.allCases {
            let other = landmark.opposite
            result.points[landmark] = SIMD2(600 - self[other].x, self[other].y)
            result.depth[landmark] = depth[other]
        }
        result.hidden = Set(hidden.map(\.opposite))
        result.head = head.map { HeadAngles(yaw: -$0.yaw, pitch: $0.pitch, roll: -$0.roll) }
        result.headPlace.x = 600 - headPlace.x
        result.hands = [:]
        for (side, mesh) in hands {
            var image = mesh
            for index in image.points.indices { image.points[index].x = 600 - mesh.points[index].x }
            result.hands[side.opposite] = image
        }
        return result
    }

    /// Draws a smile: corners of the mouth outward and up; 0 is none, 1 a broad one.
    mutating func smile(_ share: Double) { expression.merge(Self.mouth(share)) { $1 } }

    private static func mouth(_ share: Double) -> [FaceMesh.Point: SIMD3<Double>] {
        let (out, up) = (0.075 * share - 0.03, 0.075 * share - 0.06)
        return [.leftMouthCorner: [out, -up, 0], .rightMouthCorner: [-out, -up, 0]]
    }

    /// Opens the mouth as in talking: the lower lip goes down and takes the corners a little down and inward.
    mutating func open(by gap: Double) {
        for point in [FaceMesh.Point.lowerLipInner, .lowerLip, .chinDimple] {
            expression[point] = [0, gap, 0]
        }
        expression.merge(Self.mouth(0)) { $1 }
        expression[.leftMouthCorner]? += [-0.2 * gap, 0.4 * gap, 0]
        expression[.rightMouthCorner]? += [0.2 * gap, 0.4 * gap, 0]
    }

    /// Points of the canonical face, turned as told; 76 px wide for 90 px of height.
    ///
    /// - Parameters:
    ///   - place: where the middle between forehead and chin lies when the head is not turned. It turns
    ///     about the point at the depth of the eyes' corners there.
    ///   - height: from forehead to chin, pixels.
    ///   - expression: by how much points are moved from their places, canonical units.
    static func face(
        _ angles: HeadAngles, at place: SIMD2<Double>, height: Double = 90,
        expression: [FaceMesh.Point: SIMD3<Double>] = [:]
    ) -> [SIMD3<Float>] {
        let (yaw, pitch, roll) = (
            angles.yaw * .pi / 180, angles.pitch * .pi / 180, angles.roll * .pi / 180
        )
        let forward = SIMD3(sin(yaw) * cos(pitch), -sin(pitch), -cos(yaw) * cos(pitch))
        let level = SIMD3(cos(yaw), 0, sin(yaw))
        let left = cos(roll) * level + sin(roll) * level.cross(forward)
        let up = forward.cross(left)
        let ends = [FaceMesh.Point.forehead, .chin].map { CanonicalFace.places[$0] ?? .zero }
        let middle = (ends[0].y + ends[1].y) / 2
        let scale = height / FaceAlignment.height
        return FaceMesh.Point.allCases.map { point in
            let own = (CanonicalFace.places[point] ?? .zero) + (expression[point] ?? .zero)
            let turned = own.x * left - (own.y - middle) * up - own.z * forward
            return SIMD3<Float>(SIMD3(place.x, place.y, 0) + scale * turned)
        }
    }
}

extension Landmark {
    /// The landmark on the other side.
    var opposite: Landmark {
        let name = "\(self)"
        let other =
            name.contains("left") || name.contains("Left")
            ? name.replacingOccurrences(of: "left", with: "right")
                .replacingOccurrences(of: "Left", with: "Right")
            : name.replacingOccurrences(of: "right", with: "left")
                .replacingOccurrences(of: "Right", with: "Left")
        return Landmark.allCases.first { "\($0)" == other } ?? self
    }
}

extension FeatureExtractor {
    /// The channels of a figure, with the figure at rest as its own reference.
    func row(of figure: Figure, reference: Figure = Figure()) -> [Double] {
        var estimator = BodyReferenceEstimator()
        for _ in 0..<20 { estimator.append(reference.pose) }
        return row(of: figure.pose, reference: estimator.reference)
    }
}

extension [Double] {
    subscript(_ channel: Channel) -> Double { self[channel.index] }

    /// Gives the channels that tell postures the values of somebody who faces the camera, hands seen and
    /// on either knee.
    mutating func rest() {
        let values: [Channel: Double] = [
            .nearness: 1, .shoulderSpan: 1.8, .leftHandSeen: 1, .rightHandSeen: 1,
            .leftFingersToFace: 1, .rightFingersToFace: 1, .handsApart: 1, .handsPast: -1,
            .handsOverlap: 0, .wristsToElbows: 2, .handsOffArms: 1, .toPartner: -90,
            .breathDepth: 1, .faceActivity: 1,
        ]
        for (channel, value) in values { self[channel.index] = value }
    }
}

func isClose(_ one: Double, _ other: Double, _ tolerance: Double = 1e-6) -> Bool {
    abs(one - other) <= tolerance || (one.isNaN && other.isNaN)
}
