package import Base
import Foundation

/// What of a body tells how it walks; all in picture pixels and degrees, `NaN` where hidden.
enum GaitMeasure: Int, CaseIterable {
    /// Height of the nose, and place of the middle between the shoulders; y down.
    case noseX, noseY, shoulderX, shoulderY
    /// Length of the trunk, and how far the shoulders are apart from side to side.
    case trunk, span
    /// From the right to the left ankle, and to the left wrist.
    case ankleX, ankleY, wristX
    /// Flexion of the knees, degrees.
    case leftKnee, rightKnee
    /// From the trunk to the line from shoulder to wrist, degrees.
    case leftArm, rightArm
    /// Lean of the trunk from the vertical in the picture, degrees; to the right of the picture.
    case lean
    /// Length of the longer leg.
    case leg
}

/// Collects the poses of one person who walks, and finds the steps once all were seen.
///
/// Of a pose it keeps 15 numbers.
package struct GaitRecorder: Sendable {
    private let settings: FeatureSettings
    private var times: [Double] = []
    /// By measure.
    private var values: [[Double]] = GaitMeasure.allCases.map { _ in [] }

    package init(settings: FeatureSettings = FeatureSettings()) { self.settings = settings }

    /// Adds the next instant; times must increase.
    package mutating func append(time: Double, pose: BodyPose?) {
        let row = pose.flatMap { BodyMeasures($0, settings: settings) }.map(Self.row)
        times.append(time)
        for measure in values.indices { values[measure].append(row?[measure] ?? .nan) }
    }

    /// The walks and steps of what was seen.
    ///
    /// - Parameter excluded: stretches in which nothing may be told, seconds.
    package func gait(of seat: Seat, excluding excluded: [TimeSpan] = []) -> Gait {
        let walks = runs(without: excluded).flatMap { run in
            GaitRun(times, values, run).map { WalkFinder(run: $0).walks } ?? []
        }
        return GaitSummary(seat: seat, walks: walks).gait
    }

    /// Stretches in which head and trunk were seen, pauses passed over.
    private func runs(without excluded: [TimeSpan]) -> [Range<Int>] {
        let needed: [GaitMeasure] = [.noseY, .shoulderY, .trunk]
        var runs: [Range<Int>] = []
        for index in times.indices
        where needed.allSatisfy({ values[$0.rawValue][index].isFinite })
            && !excluded.contains(where: { $0.contains(times[index]) })
        {
            if let last = runs.last,
                times[index] - times[last.upperBound - 1] <= GaitRun.longestPause
            {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }

    /// By measure.
    private static func row(of body: BodyMeasures) -> [Double] {
        var row = GaitMeasure.allCases.map { _ in Double.nan }
        func put(_ measure: GaitMeasure, _ value: Double) { row[measure.rawValue] = value }
        let (nose, shoulder, hip) = (body.picture(.nose), body.midShoulder, body.midHip)
        let down = hip - shoulder
        put(.noseX, nose.x)
        put(.noseY, nose.y)
        put(.shoulderX, shoulder.x)
        put(.shoulderY, shoulder.y)
        put(.trunk, down.length)
        put(.span, body.shoulderLine.x)
        put(.lean, Angle.degrees(y: -down.x, x: down.y))
        let ankles = body.picture(.leftAnkle) - body.picture(.rightAnkle)
        put(.ankleX, ankles.x)
        put(.ankleY, ankles.y)
        put(.wristX, body.picture(.leftWrist).x - body.picture(.rightWrist).x)
        put(.leftKnee, body.bend(.leftHip, .leftKnee, .leftAnkle))
        put(.rightKnee, body.bend(.rightHip, .rightKnee, .rightAnkle))
        put(.leftArm, turn(from: down, to: body.picture(.leftWrist) - body.picture(.leftShoulder)))
        put(
            .rightArm,
            turn(from: down, to: body.picture(.rightWrist) - body.picture(.rightShoulder)))
        let legs = [
            body.leg(.leftHip, .leftKnee, .leftAnkle), body.leg(.rightHip, .rightKnee, .rightAnkle),
        ]
        put(.leg, legs.filter(\.isFinite).max() ?? .nan)
        return row
    }

    /// Degrees, −180…180.
    fileprivate static func turn(from one: Vector2, to other: Vector2) -> Double {
        Angle.degrees(y: one.x * other.y - one.y * other.x, x: one.dot(other))
    }
}

extension BodyMeasures {
    /// By how much a joint is bent in the picture, degrees; 0 is straight.
    fileprivate func bend(_ from: Landmark, _ joint: Landmark, _ to: Landmark) -> Double {
        abs(
            GaitRecorder.turn(
                from: picture(joint) - picture(from), to: picture(to) - picture(joint)))
    }

    /// Length of a leg in the picture, pixels.
    fileprivate func leg(_ hip: Landmark, _ knee: Landmark, _ ankle: Landmark) -> Double {
        (picture(knee) - picture(hip)).length + (picture(ankle) - picture(knee)).length
    }
}
