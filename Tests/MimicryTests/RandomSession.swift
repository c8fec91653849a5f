@testable import Mimicry
import Posture

@testable import Base

/// A person who moves about, takes postures up and leaves them, is hidden in parts now and then, and is
/// sampled at uneven times.
struct RandomSession {
    var first: FeatureTrack
    var second: FeatureTrack

    init(seed: UInt64, duration: Double, rate: Double = 5) {
        var numbers = SplitMix64(seed: seed)
        first = Self.person(&numbers, duration, rate)
        second = Self.person(&numbers, duration, rate)
    }

    /// What each posture does to the channels.
    private static let poses: [[Channel: Double]] = [
        [.leftHandToFace: 0.05, .leftHandX: 0.1, .leftHandY: 0.3],
        [.rightHandToFace: 0.05, .rightHandX: -0.1, .rightHandY: 0.3],
        [.headTilt: 12], [.headTilt: -12], [.trunkLean: 10], [.trunkLean: -10],
        [.trunkPitch: 30], [.trunkTurn: 40], [.shoulderRaise: 0.2],
        [.leftHandX: 0.02, .rightHandX: 0, .leftHandY: -1.3, .rightHandY: -1.3],
        [.leftHandX: -0.3, .rightHandX: 0.3, .leftHandY: -0.9, .rightHandY: -0.9],
        [.shoulderRaise: 0.05, .headNod: -10],
    ]

    private static func person(
        _ numbers: inout SplitMix64, _ duration: Double, _ rate: Double
    ) -> FeatureTrack {
        func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &numbers) }
        var track = FeatureTrack()
        var time = random(0...0.5)
        var until = Array(repeating: 0.0, count: poses.count)
        var isOn = Array(repeating: false, count: poses.count)
        var hidden = Array(repeating: 0.0, count: Channel.allCases.count)
        var away = 0.0
        while time < duration {
            // The face stays unmeasured.
            var row = Channel.allCases.map { $0.isFace ? .nan : random(-0.02...0.02) }
            for (channel, rest) in [
                (Channel.leftHandX, 0.5), (.rightHandX, -0.5), (.leftHandY, -1.6),
                (.rightHandY, -1.6), (.leftHandToFace, 1), (.rightHandToFace, 1),
            ] { row[channel.index] += rest }
            for pose in poses.indices {
                if time >= until[pose] {
                    isOn[pose].toggle()
                    until[pose] = time + (isOn[pose] ? random(0.3...9) : random(3...40))
                }
                if isOn[pose] { for (channel, value) in poses[pose] { row[channel.index] = value } }
            }
            for channel in hidden.indices where !Channel.allCases[channel].isFace {
                if random(0...1) < 0.002 { hidden[channel] = time + random(0.1...14) }
                if time < hidden[channel] { row[channel] = .nan }
            }
            if random(0...1) < 0.001 { away = time + random(0.2...8) }
            let isAway = time < away
            if isAway { row = row.map { _ in .nan } }
            track.append(time: time, presence: isAway ? 0 : 1, row: row)
            time += random(0...1) < 0.002 ? random(0.5...5) : random(0.7...1.3) / rate
        }
        return track
    }
}
