import Base
import Testing
import VisionProtocol

@testable import Posture
@testable import Workflows

/// What is collected from the vision process for a camera check.
@Suite struct CameraCheckTests {
    private static let picture = SourceDescription(width: 640, height: 480, rate: 25, duration: 600)

    /// A body from head to hips around this x, without depth or face.
    private func pose(at x: Float) -> BodyPose {
        BodyPose(
            flat: [
                .nose: (x, 100, 1), .leftEye: (x + 6, 95, 1), .rightEye: (x - 6, 95, 1),
                .mouthLeft: (x + 5, 112, 1), .mouthRight: (x - 5, 112, 1),
                .leftEar: (x + 14, 98, 1), .rightEar: (x - 14, 98, 1),
                .leftShoulder: (x + 40, 150, 1), .rightShoulder: (x - 40, 150, 1),
                .leftElbow: (x + 50, 200, 1), .rightElbow: (x - 50, 200, 1),
                .leftHip: (x + 30, 260, 1), .rightHip: (x - 30, 260, 1),
            ], score: 0.9)
    }

    private func check(
        seconds: Double, _ poses: (Double) -> [BodyPose?]
    ) -> CameraCheck {
        var check = CameraCheck(names: ["therapist", "client"])
        check.take(.source(Self.picture))
        for index in 0...Int(seconds * 10) {
            let time = Double(index) / 10
            check.take(.frame(DyadFrame(time: time, poses: poses(time))))
        }
        return check
    }

    @Test func bothPeopleAreCounted() {
        let report = check(seconds: 10) { time in [pose(at: 150), time < 2.5 ? pose(at: 450) : nil]
        }
        .report
        #expect(report.seconds == 10)
        #expect(report.people[0].view.found == 1)
        #expect(abs(report.people[1].view.found - 0.25) < 0.01)
        #expect(report.people.map(\.name) == ["therapist", "client"])
        #expect(report.overlap == 0)
        let tilt = report.people[0].channels.first { $0.name == "shoulder_tilt" }
        #expect(tilt?.value == 1)
        let hand = report.people[0].channels.first { $0.name == "left_hand_x" }
        #expect(hand?.value == 0)
    }

    @Test func bodiesInEachOthersWayAreCounted() {
        let report = check(seconds: 10) { time in
            [pose(at: 150), pose(at: time < 5 ? 450 : 180)]
        }.report
        #expect(abs((report.overlap ?? 0) - 0.5) < 0.02)
    }

    @Test func peopleWhoChangeSeatsTakeTheirViewAlong() {
        var check = check(seconds: 5) { _ in [pose(at: 150), nil] }
        check.take(.swap)
        #expect(check.report.people.map(\.view.found) == [0, 1])
        check.take(.forget(1))
        #expect(check.report.people.map(\.view.found) == [0, 0])
        #expect(check.report.people[1].view.instants == 51)
    }

    /// Before an hour is spent, and once.
    @Test func aMeasurementIsWarnedAfterItsFirstMinute() {
        let reports = CollectedReports()
        var hint = CameraHint(CameraCheck(names: ["therapist", "client"]))
        _ = hint.take(.source(Self.picture), reports)
        var hasSpoken = false
        for index in 0...700 where !hasSpoken {
            let time = Double(index) / 10
            hasSpoken = hint.take(
                .frame(DyadFrame(time: time, poses: [pose(at: 150), nil])), reports)
            #expect(hasSpoken == (time >= 60))
        }
        #expect(hasSpoken && reports.warnings.count == 1)
        #expect(reports.warnings[0].contains("the client is not found"))
        #expect(reports.warnings[0].contains("<check> says more"))
    }
}
