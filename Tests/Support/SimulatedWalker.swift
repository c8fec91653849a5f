import Foundation
package import Posture

/// Somebody who walks, drawn from the angles of hip and knee in healthy walking [Winter 1991], with known times at
/// which feet come to the ground.
///
/// Head and trunk sink and rise by 4 cm with every step and are lowest in the middle of the time in which both feet
/// are on the ground, a tenth of a step after one came down.
package struct SimulatedWalker {
    /// When feet come to the ground, in order.
    package var contacts: [(time: Double, foot: Side)] = []
    /// From the direction of walking to that of the camera, degrees: 0 toward it, 90 to the right of the picture.
    package var heading = 90.0
    /// Scatter of the landmarks, in what the network's was on the real walker (a hundredth of the trunk for the
    /// nose, a twentieth for feet and hands).
    package var noise = 1.0
    /// The leg in front is always taken for the left one.
    package var confusesLegs = false
    /// Metres a second across the picture; the camera goes along with the walker otherwise.
    package var travel = 0.0
    package var hidden: Set<Landmark> = []
    /// How long the walker stands still after the last step, seconds.
    package var stands = 0.0
    /// Degrees that each arm swings to either side.
    package var armSwing = 20.0
    /// Share of the bend of the knees that is left to somebody stiff.
    package var suppleness = 1.0

    private static let pixelsPerMetre = 226.0
    private static let trunk = 0.5

    package init(
        steps: Int, stepTime: Double = 0.5, asymmetry: Double = 0, scatter: Double = 0.025,
        first: Side = .left, start: Double = 0.3, seed: UInt64 = 1
    ) {
        var noise = Noise(seed)
        var time = start
        var foot = first
        for _ in 0..<steps {
            contacts.append((time, foot))
            foot = foot.opposite
            let limp = foot == .left ? 1 + asymmetry / 2 : 1 - asymmetry / 2
            time += stepTime * limp * (1 + scatter * noise.gauss())
        }
    }

    /// Hip and knee flexion and lift by tenths of a stride from when the foot comes down, degrees [Winter 1991].
    private static let hip = Cycle([25, 21, 14, 6, -2, -8, -5, 9, 22, 27])
    private static let knee = Cycle([4, 15, 17, 11, 6, 10, 36, 62, 56, 22])

    /// The poses at so many instants a second, until the last foot has come down.
    package func poses(rate: Double, seed: UInt64 = 7) -> (times: [Double], poses: [BodyPose]) {
        var noise = Noise(seed)
        let end = contacts.last?.time ?? 0
        let times = (0..<Int((end + stands) * rate)).map { Double($0) / rate }
        return (times, times.map { pose(at: min($0, end), &noise) })
    }

    private func pose(at time: Double, _ noise: inout Noise) -> BodyPose {
        var body: [Landmark: SIMD3<Double>] = [
            .nose: [0, -0.72, 0.1], .leftShoulder: [0.17, -Self.trunk, 0],
            .rightShoulder: [-0.17, -Self.trunk, 0], .leftHip: [0.09, 0, 0],
            .rightHip: [-0.09, 0, 0],
        ]
        for side in Side.allCases { draw(side, at: time, &body) }
        if confusesLegs, let left = body[.leftAnkle], let right = body[.rightAnkle],
            left.z < right.z
        {
            for (one, other) in [
                (Landmark.leftKnee, Landmark.rightKnee), (.leftAnkle, .rightAnkle),
            ] {
                (body[one], body[other]) = (body[other], body[one])
            }
        }
        let sink = self.sink(at: time)
        let sway = 0.02 * cos(2 * .pi * (phase(.left, at: time) - 0.25))
        let angle = heading * .pi / 180
        var points: [Landmark: (x: Float, y: Float, visibility: Float)] = [:]
        for landmark in Landmark.allCases {
            guard let place = body[landmark] else { continue }
            let scatter = self.noise * 113 * Self.scatter(landmark)
            // Toward the camera the walker's left is at the right of the picture.
            let upper = landmark.rawValue <= Landmark.rightShoulder.rawValue ? sway : 0
            let x = (place.x + upper) * cos(angle) + place.z * sin(angle) + travel * time
            let y = place.y + sink
            points[landmark] = (
                Float(600 + Self.pixelsPerMetre * x + scatter * noise.gauss()),
                Float(300 + Self.pixelsPerMetre * y + scatter * noise.gauss()),
                hidden.contains(landmark) ? 0.1 : 0.95
            )
        }
        return BodyPose(flat: points, score: 0.99)
    }

    /// Across the body (own left), down and forward from the hips, metres.
    private func draw(_ side: Side, at time: Double, _ body: inout [Landmark: SIMD3<Double>]) {
        let phase = phase(side, at: time)
        let sign = side == .left ? 1.0 : -1
        let isLeft = side == .left
        let thigh = Self.hip(phase) * .pi / 180
        let shank = thigh - suppleness * Self.knee(phase) * .pi / 180
        let knee = SIMD3(0.09 * sign, 0.43 * cos(thigh), 0.43 * sin(thigh))
        body[isLeft ? .leftKnee : .rightKnee] = knee
        body[isLeft ? .leftAnkle : .rightAnkle] =
            knee + SIMD3(-0.03 * sign, 0.43 * cos(shank), 0.43 * sin(shank))
        // Farthest back as the foot of its side comes down.
        let arm = -armSwing * cos(2 * .pi * phase) * .pi / 180
        body[isLeft ? .leftWrist : .rightWrist] = SIMD3(
            0.2 * sign, -Self.trunk + 0.5 * cos(arm), 0.5 * sin(arm))
    }

    private static func scatter(_ landmark: Landmark) -> Double {
        switch landmark {
        case .nose: 0.01
        case .leftShoulder, .rightShoulder: 0.015
        case .leftHip, .rightHip: 0.02
        default: 0.05
        }
    }

    /// Since the foot of a side came down, strides; goes on before the first step and after the last.
    private func phase(_ side: Side, at time: Double) -> Double {
        let own = contacts.filter { $0.foot == side }.map(\.time)
        guard own.count > 1, let first = own.first, let last = own.last else { return 0 }
        let usual = (last - first) / Double(own.count - 1)
        if time < first { return (time - first) / usual }
        if time >= last { return Double(own.count - 1) + (time - last) / usual }
        let index = (own.firstIndex { $0 > time } ?? 1) - 1
        return Double(index) + (time - own[index]) / (own[index + 1] - own[index])
    }

    /// How far head and trunk are below their highest, metres.
    private func sink(at time: Double) -> Double {
        let dips = zip(contacts, contacts.dropFirst()).map { $0.time + 0.1 * ($1.time - $0.time) }
        guard let first = dips.first, let last = dips.last, dips.count > 1 else { return 0 }
        let usual = (last - first) / Double(dips.count - 1)
        var share = (time - (time < first ? first : last)) / usual
        if let after = dips.firstIndex(where: { $0 > time }), after > 0 {
            share = (time - dips[after - 1]) / (dips[after] - dips[after - 1])
        }
        return 0.02 * (1 + cos(2 * .pi * share))
    }
}

/// A curve through equally spaced values of one cycle, by its first four harmonics.
private struct Cycle {
    private let waves: [(cosine: Double, sine: Double)]

    init(_ values: [Double]) {
        let count = Double(values.count)
        waves = (0...4).map { order in
            var wave = (cosine: 0.0, sine: 0.0)
            for (index, value) in values.enumerated() {
                let angle = 2 * Double.pi * Double(order * index) / count
                wave.cosine += value * cos(angle) * (order == 0 ? 1 : 2) / count
                wave.sine += value * sin(angle) * 2 / count
            }
            return wave
        }
    }

    func callAsFunction(_ phase: Double) -> Double {
        waves.enumerated().reduce(0) { sum, wave in
            let angle = 2 * Double.pi * Double(wave.offset) * phase
            return sum + wave.element.cosine * cos(angle) + wave.element.sine * sin(angle)
        }
    }
}

extension Noise {
    /// About normal with variance 1: the sum of twelve.
    package mutating func gauss() -> Double {
        (0..<12).reduce(0) { sum, _ in sum + next() } / 2
    }
}
