import Base
import Foundation
import LivePage
import Posture
import SessionModel
import Testing

@testable import Workflows

@Suite struct LiveScoreTests {
    private func score() -> LiveScore {
        LiveScore(names: ["therapist", "client"], settings: Settings(), width: 640, height: 480)
    }

    @Test func itSaysWhomItWaitsFor() throws {
        var score = score()
        let events = score.take(DyadFrame(time: 0, poses: [nil, nil]))
        guard case .status(let status) = try #require(events.first) else {
            Issue.record("no status")
            return
        }
        #expect(status.kind == .warmingUp)
        #expect(status.message == "Waiting to see both people.")
        #expect(status.progress == 0)
        // Once a second, not with every instant.
        #expect(score.take(DyadFrame(time: 0.08, poses: [nil, nil])).isEmpty)
        #expect(score.take(DyadFrame(time: 1.0, poses: [nil, nil])).count == 1)
    }

    @Test func aSampleHasBothSeatsThoughNobodyIsThere() {
        var score = score()
        let frame = DyadFrame(time: 3, poses: [nil, nil])
        _ = score.take(frame)
        let sample = score.sample(of: frame, latency: 0.045)
        #expect(sample.time == 3 && sample.latency == 45)
        #expect(sample.seats.map(\.name) == ["therapist", "client"])
        #expect(sample.seats.allSatisfy { $0.presence == 0 && $0.figure == nil })
        #expect(sample.seats.allSatisfy { $0.channels.allSatisfy(\.isNaN) })
        #expect(sample.mimicryPercentile == nil)
    }

    /// Somebody who faces the camera, in a picture that is turned clockwise.
    private func figure(turned degrees: Double) -> BodyPose {
        let points: [Landmark: (x: Float, y: Float, visibility: Float)] = [
            .leftEye: (315, 128, 1), .rightEye: (285, 128, 1), .leftEar: (336, 136, 1),
            .rightEar: (264, 136, 1), .mouthLeft: (312, 160, 1), .mouthRight: (288, 160, 1),
            .nose: (300, 140, 1), .leftShoulder: (370, 220, 1), .rightShoulder: (230, 220, 1),
        ]
        return BodyPose(flat: points, score: 0.99).levelled(by: -degrees)
    }

    @Test func aPictureThatIsAskewIsLevelledOnceThatIsKnown() {
        var score = score()
        let pose = figure(turned: 9)
        for index in 0..<500 {
            _ = score.take(DyadFrame(time: Double(index) / 10, poses: [pose, pose]))
            if index == 150 { #expect(score.roll == 0) }
        }
        #expect(abs(score.roll - 9) < 0.5, "\(score.roll)")
        let frame = DyadFrame(time: 50, poses: [pose, pose])
        let tilt = score.sample(of: frame, latency: 0).seats[0].channels[Channel.headTilt.index]
        #expect(abs(tilt) < 0.5, "\(tilt)")
    }

    @Test func aFigureStandsInSharesOfThePicture() throws {
        var score = score()
        let points = (0..<33).map { _ in LandmarkPoint(x: 320, y: 120, z: 0, visibility: 0.5) }
        let pose = BodyPose(score: 0.9, points: points, world: points.map { _ in .zero })
        let frame = DyadFrame(time: 0, poses: [pose, nil])
        _ = score.take(frame)
        let sample = score.sample(of: frame, latency: 0)
        #expect(sample.aspect == 4.0 / 3)
        let seat = sample.seats[0]
        let point = try #require(seat.figure?.points.first)
        #expect(point.x == 0.5 && point.y == 0.25 && point.visibility == 0.5)
        #expect(abs(seat.presence - 0.9) < 1e-6)
    }

    /// The page draws figures in the proportions of the picture.
    @Test(arguments: [(960.0, 540.0), (540, 960)])
    func aSampleSaysHowWideThePictureIs(width: Double, height: Double) {
        let score = LiveScore(
            names: ["a", "b"], settings: Settings(), width: width, height: height)
        let sample = score.sample(of: DyadFrame(time: 0, poses: [nil, nil]), latency: 0)
        #expect(sample.aspect == width / height)
    }

    // MARK: Breathing

    /// The breaths that are told of two people who breathe 15 times a minute for 40 s.
    private func breaths(_ score: LiveScore) -> [LiveBreath] {
        var score = score
        var told: [LiveBreath] = []
        for index in 0..<500 {
            let time = Double(index) / 12.5
            var pose = figure(turned: 0)
            let place = { (time: Double) in Float(0.7 * sin(2 * .pi * time / 4)) }
            let rise = place(time) - place(time - 0.08)
            pose.chest = ChestRise(left: rise, right: rise)
            // Where nobody agreed the measurement brings no chest; here it does.
            for event in score.take(DyadFrame(time: time, poses: [pose, pose])) {
                if case .breath(let breath) = event { told.append(breath) }
            }
        }
        return told
    }

    private func score(layout: String = "auto", breathing: [Bool]) -> LiveScore {
        var settings = Settings()
        settings.layout = layout
        return LiveScore(
            names: ["therapist", "client"], settings: settings, width: 640, height: 480,
            breathing: breathing)
    }

    @Test func breathingIsToldOnceASecondOfThoseWhoAgreed() throws {
        let told = breaths(score(breathing: [true, true]))
        // Every thirteenth instant.
        #expect(told.count == 39)
        #expect(told.first?.seats.map(\.now.doubt) == [.short, .short])
        let last = try #require(told.last)
        #expect(last.behind == 20 && abs(last.time + 20 - 38 * 1.04) < 0.01)
        #expect(last.seats.map(\.name) == ["therapist", "client"])
        for person in last.seats {
            let rate = try #require(person.now.rate)
            #expect(abs(rate - 15) < 0.2)
        }
    }

    @Test func withoutConsentNothingIsToldOfBreathing() {
        #expect(breaths(score(breathing: [false, false])).isEmpty)
        // Who sits where may turn out later: in one picture it takes both.
        #expect(breaths(score(breathing: [true, false])).isEmpty)
        let apart = breaths(score(layout: "side-by-side", breathing: [false, true]))
        #expect(apart.count == 39)
        #expect(apart.allSatisfy { $0.seats.map(\.name) == ["client"] })
    }

    @Test func whoWasForgottenIsGotToKnowAnew() throws {
        var people = LiveBreaths(
            names: ["therapist", "client"], breathing: [true, true], isUndivided: true)
        var last: LiveBreath?
        for index in 0..<500 {
            let time = Double(index) / 12.5
            let poses = [4.0, 3].map { period -> BodyPose in
                var pose = figure(turned: 0)
                let place = { (time: Double) in Float(0.7 * sin(2 * .pi * time / period)) }
                let rise = place(time) - place(time - 0.08)
                pose.chest = ChestRise(left: rise, right: rise)
                return pose
            }
            if index == 450 {
                people.swap()
                people.forget(.second)
                people.exclude(TimeSpan(start: 0, end: 15))
            }
            last = people.take(DyadFrame(time: time, poses: poses), widths: [140, 140]) ?? last
        }
        let told = try #require(last)
        // What was the client's before is the therapist's now.
        #expect(abs((told.seats[0].now.rate ?? 0) - 20) < 0.5)
        #expect(told.seats[1].now.rate == nil)
        let curve = told.seats[0].now.curve
        #expect(
            curve.dropLast(30).allSatisfy { $0.isNaN } && curve.suffix(10).allSatisfy(\.isFinite))
    }
}
