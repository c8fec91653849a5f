import Foundation
import Testing

@testable import Base
@testable import Posture

/// What a camera makes of leans of somebody who is turned from it.
@Suite struct TurnedBodyTests {
    /// Somebody turned to own left, who leans forward and to own left; angles in degrees. The whole body turns,
    /// leans from the hips, and is seen from far away.
    private func figure(turned: Double, forward: Double = 0, left: Double = 0) -> Figure {
        var figure = Figure()
        figure.headHeight = 56
        // The mesh alone says where the face is.
        figure.hidden = [.leftEye, .rightEye, .mouthLeft, .mouthRight]
        let (turn, pitch, lean) = (
            turned * .pi / 180, forward * .pi / 180, left * .pi / 180
        )
        let ownLeft = SIMD3(cos(turn), 0, sin(turn))
        let ownForward = SIMD3(sin(turn), 0, -cos(turn))
        func place(_ point: SIMD2<Double>) -> SIMD3<Double> {
            let (aside, up) = (point.x - 300, 350 - point.y)
            guard up > 0 else { return aside * ownLeft + SIMD3(0, up, 0) }
            let across = aside * cos(lean) + up * sin(lean)
            let height = up * cos(lean) - aside * sin(lean)
            return across * ownLeft + height * sin(pitch) * ownForward
                + SIMD3(0, height * cos(pitch), 0)
        }
        for (landmark, point) in figure.points {
            let placed = place(point)
            figure.points[landmark] = [300 + placed.x, 350 - placed.y]
            figure.depth[landmark] = placed.z
        }
        let head = place(figure.headPlace)
        figure.headPlace = [300 + head.x, 350 - head.y]
        return figure
    }

    /// Upright for 10 s, then leaning for 8 s, and upright again.
    private func record(
        turned: Double, forward: Double = 0, left: Double = 0,
        _ definitions: [PostureDefinition] = PostureDefinition.standard
    ) -> PostureRecord {
        let leaning = figure(turned: turned, forward: forward, left: left).pose
        let upright = figure(turned: turned).pose
        var poses = PoseTrack()
        for index in 0..<300 {
            let time = Double(index) / 12.5
            poses.append(time: time, pose: (10..<18).contains(time) ? leaning : upright)
        }
        return PostureDetector.record(
            of: FeatureExtractor().features(of: poses), seat: .first, definitions: definitions)
    }

    private func sides(_ record: PostureRecord) -> [Side?] {
        record.held.filter { $0.posture == "leaning_side" }.map(\.side)
    }

    /// By the geometry of the room they would lean to opposite own sides, which is a mirrored posture.
    @Test(arguments: [30.0, 40, 50]) func whoLeanTowardEachOtherDoNotMirror(turned: Double) {
        let blind = PostureDefinition.standard.map {
            var definition = $0
            definition.requirements = []
            return definition
        }
        #expect(sides(record(turned: turned, forward: 25, blind)) == [.left])
        #expect(sides(record(turned: -turned, forward: 25, blind)) == [.right])
        for own in [turned, -turned] {
            let found = record(turned: own, forward: 25)
            #expect(sides(found) == [])
            let unknown = found.unknown["leaning_side"] ?? []
            #expect(unknown.contains { $0.start <= 10 && $0.end >= 18 }, "\(unknown)")
        }
    }

    @Test(arguments: [-15.0, 0, 15]) func fromTheFrontALeanHasItsSideAndAForwardOneHasNone(
        turned: Double
    ) {
        #expect(sides(record(turned: turned, forward: 20)) == [])
        #expect(sides(record(turned: turned, left: 12)) == [.left])
        #expect(sides(record(turned: turned, left: -12)) == [.right])
        #expect(record(turned: turned, left: 12).unknown["leaning_side"]?.last?.end ?? 0 < 10)
    }

    /// The limit in the definition: at 25° a forward lean of less than 17° is none to a side.
    @Test func upToTheLimitOnlyADeepLeanIsTakenForOneToASide() {
        #expect(sides(record(turned: 24, forward: 15)) == [])
        #expect(sides(record(turned: 24, forward: 25)) == [.left])
    }
}
