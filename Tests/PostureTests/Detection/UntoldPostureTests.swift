import Testing

@testable import Base
@testable import Posture

/// Why a posture could not be told.
@Suite struct UntoldPostureTests {
    /// At 25 Hz for 20 s, somebody at rest but for what is told.
    private func untold(
        presence: ((Double) -> Double)? = nil, masked: [TimeSpan] = [],
        change: (Double, inout [Double]) -> Void = { _, _ in }
    ) -> [UntoldPosture] {
        var track = FeatureTrack()
        for index in 0..<500 {
            let time = Double(index) / 25
            var row = [Double](repeating: 0, count: Channel.allCases.count)
            row.rest()
            change(time, &row)
            track.append(time: time, presence: presence?(time) ?? 1, row: row)
        }
        let rest = RestLevels(of: track, definitions: PostureDefinition.standard)
        let record = PostureDetector.record(of: track, seat: .first, rest: rest)
            .masking(masked, names: PostureDefinition.standard.map(\.name))
        return UntoldPosture.all(
            in: record, of: track, definitions: PostureDefinition.standard, rest: rest,
            masked: masked)
    }

    private func causes(_ untold: [UntoldPosture], _ posture: String) -> [UntoldCause] {
        untold.filter { $0.posture == posture }.map(\.cause)
    }

    @Test func inProfileItIsTheRequirement() throws {
        let untold = self.untold(change: { time, row in
            if time >= 10 { row[Channel.shoulderSpan.index] = 0.6 }
        })
        let clasped = try #require(untold.first { $0.posture == "hands_clasped" })
        let definition = PostureDefinition.standard.first { $0.name == "hands_clasped" }
        let required = try #require(definition?.requirements.first)
        #expect(clasped.cause == .requirement(required))
        #expect(abs(clasped.span.start - 10) < 0.1 && abs(clasped.span.end - 20) < 0.1)
        #expect(abs(clasped.causes[0].seconds - clasped.span.duration) < 0.05)
    }

    @Test func whatWasNotMeasuredIsNamed() {
        let untold = self.untold(change: { time, row in
            guard time >= 10 else { return }
            row[Channel.leftFingersToFace.index] = .nan
            row[Channel.rightFingersToFace.index] = .nan
            row[Channel.shoulderRaise.index] = .nan
        })
        #expect(causes(untold, "hand_to_face") == [.unmeasured([.channel(.leftFingersToFace)])])
        #expect(causes(untold, "shoulders_raised") == [.unmeasured([.channel(.shoulderRaise)])])
        #expect(causes(untold, "head_tilted") == [])
    }

    @Test func anUnknownRestIsOneAndAPostureThatGoesBefore() {
        let brief = untold(change: { time, row in
            if time >= 4 { row[Channel.trunkLean.index] = .nan }
        })
        let all = brief.filter { $0.posture == "leaning_side" }.flatMap(\.causes).map(\.cause)
        #expect(all == [.unmeasured([.channel(.trunkLean)]), .rest])
        let rivals = untold(change: { time, row in
            row[Channel.trunkLean.index] = time < 10 ? 0 : 20
        })
        #expect(causes(rivals, "leaning_side") == [.rivalRest])
        let resting = self.untold(change: { time, row in
            guard time >= 8, time < 16 else { return }
            row[Channel.leftFingersToFace.index] = 0
            row[Channel.headTilt.index] = 20
        })
        #expect(causes(resting, "head_tilted") == [.givesWay("head_on_hand")])
    }

    @Test func anEmptySeatIsNotADarkCamera() {
        let away = untold(presence: { $0 < 10 ? 1 : 0 })
        let unfilmed = untold(presence: { $0 < 10 ? 1 : .nan })
        #expect(causes(away, "hands_clasped") == [.away])
        #expect(causes(away, "absent") == [])
        #expect(causes(unfilmed, "hands_clasped") == [.unfilmed])
        #expect(causes(unfilmed, "absent") == [.unfilmed])
    }

    @Test func aStretchThatWasLeftOutMayBeOfTheOther() {
        let untold = self.untold(masked: [TimeSpan(start: 6, end: 9)])
        #expect(causes(untold, "hands_clasped") == [.identity])
        #expect(causes(untold, "absent") == [.identity])
    }

    @Test func allOfTheTimeHasACause() {
        let untold = self.untold(change: { time, row in
            if time >= 4, time < 9 { row[Channel.shoulderSpan.index] = 0.6 }
            row[Channel.handsApart.index] = 0.5
            if time >= 9 { row[Channel.handsOverlap.index] = .nan }
        })
        for stretch in untold {
            let seconds = stretch.causes.reduce(0) { $0 + $1.seconds }
            #expect(abs(seconds - stretch.span.duration) < 1e-6, "\(stretch)")
        }
        let clasped = untold.first { $0.posture == "hands_clasped" }
        #expect(clasped?.causes.count == 2)
        #expect(clasped?.cause == .unmeasured([.channel(.handsOverlap)]))
    }
}
