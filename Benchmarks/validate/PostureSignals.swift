import Foundation
import Posture

/// Channels of somebody who holds given postures, to test whether the detectors find them.
///
/// Every channel fluctuates about its level (Ornstein–Uhlenbeck, as much as measured in upright people)
/// and moves from one level to the next in half a second.
struct PostureSignals {
    /// How long a change of posture takes, seconds.
    static let change = 0.5
    /// Sets of postures that can be held at the same time.
    static let sets = [
        ["head_tilted", "turned_away", "shoulders_raised"], ["head_on_hand", "turned_away"],
    ]

    /// What tells none of them, and takes a partner or a face.
    private static let unused: [Channel] = [.toPartner, .distance, .faceActivity]

    let record: PostureRecord
    let duration: Double
    /// Samples per second.
    var rate = MovementSimulation.standardRate

    func track(_ draws: inout RandomDraws) -> FeatureTrack {
        let times = (0..<Int(duration * rate)).map { Double($0) / rate }
        var track = FeatureTrack()
        track.times = times
        track.presence = Array(repeating: 1, count: times.count)
        for channel in Channel.allCases {
            if channel.isFace || channel.isBreathing || Self.unused.contains(channel) {
                track[channel] = Array(repeating: .nan, count: times.count)
                continue
            }
            let level = level(channel, times)
            let unrest = OrnsteinUhlenbeck.path(at: times, memory: 1, &draws)
            let size = Self.unrest(channel)
            track[channel] = zip(level, unrest).map { max(Self.least(channel), $0 + size * $1) }
        }
        return track
    }

    /// Where the channel rests or is held, over time.
    private func level(_ channel: Channel, _ times: [Double]) -> [Double] {
        var result = Array(repeating: Self.rest(channel), count: times.count)
        for hold in record.held {
            guard let held = Self.held(channel, hold.posture, hold.side) else { continue }
            let first = Int((hold.onset * rate).rounded(.up))
            let last = min(times.count, Int((hold.offset + Self.change) * rate))
            for index in first..<max(first, last) {
                let into = min(1, (times[index] - hold.onset) / Self.change)
                let out = max(0, (times[index] - hold.offset) / Self.change)
                result[index] += (held - Self.rest(channel)) * max(0, into - out)
            }
        }
        return result
    }

    private static func rest(_ channel: Channel) -> Double {
        switch channel {
        case .leftHandToFace, .rightHandToFace: 1.2
        case .leftHandX: 0.5
        case .rightHandX: -0.5
        case .leftHandY, .rightHandY: -1.6
        case .nearness: 1
        case .shoulderSpan, .wristsToElbows: 2
        case .handsOffArms, .leftFingersToFace, .rightFingersToFace, .handsApart: 1
        case .handsPast: -1
        default: 0
        }
    }

    /// SD of the fluctuation: 1° and 0.02 sw.
    private static func unrest(_ channel: Channel) -> Double {
        switch channel.unit {
        case .degrees: 1
        case .shoulderWidths: 0.02
        case .share, .signedShare, .ratio, .faceHeights, .eyeSpansPerSecond, .perMinute: 0.01
        }
    }

    /// Distances, shares and ratios are not negative.
    private static func least(_ channel: Channel) -> Double {
        switch channel {
        case .leftHandToFace, .rightHandToFace, .motionEnergy: 0
        case .handsPast: -.infinity
        default: channel.isCompared ? -.infinity : 0
        }
    }

    private static func held(_ channel: Channel, _ posture: String, _ side: Side?) -> Double? {
        let sign = side == .right ? -1.0 : 1.0
        switch (posture, channel) {
        case ("head_tilted", .headTilt): return 18 * sign
        case ("turned_away", .trunkTurn): return 45 * sign
        case ("shoulders_raised", .shoulderRaise): return 0.2
        case ("head_on_hand", .leftHandToFace): return side == .left ? 0.03 : nil
        case ("head_on_hand", .rightHandToFace): return side == .right ? 0.03 : nil
        case ("head_on_hand", .leftFingersToFace): return side == .left ? 0 : nil
        case ("head_on_hand", .rightFingersToFace): return side == .right ? 0 : nil
        case ("head_on_hand", .leftHandY): return side == .left ? 0.4 : nil
        case ("head_on_hand", .rightHandY): return side == .right ? 0.4 : nil
        default: return nil
        }
    }
}
