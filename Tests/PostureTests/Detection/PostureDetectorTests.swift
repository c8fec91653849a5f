import Base
import Foundation
import Testing

@testable import Posture

@Suite struct PostureDetectorTests {
    /// A track at 25 Hz whose rows are those of a person at rest, changed by `change`.
    private func track(
        seconds: Double = 20, rate: Double = 25,
        _ change: (_ time: Double, _ sample: inout FeatureSample) -> Void
    ) -> FeatureTrack {
        var track = FeatureTrack()
        for index in 0..<Int(seconds * rate) {
            var sample = FeatureSample(
                time: Double(index) / rate, presence: 0.99,
                row: [Double](repeating: 0, count: Channel.allCases.count))
            sample.row[Channel.leftHandX.index] = 0.5
            sample.row[Channel.rightHandX.index] = -0.5
            sample.row[Channel.leftHandY.index] = -1.35
            sample.row[Channel.rightHandY.index] = -1.35
            sample.row[Channel.leftHandToFace.index] = 1.5
            sample.row[Channel.rightHandToFace.index] = 1.5
            sample.row.rest()
            change(sample.time, &sample)
            track.append(sample)
        }
        return track
    }

    private func held(_ track: FeatureTrack) -> [PostureInterval] {
        PostureDetector.record(of: track, seat: .first).held
    }

    private func text(_ intervals: [PostureInterval]) -> [String] {
        intervals.map {
            let side = $0.side.map { " \($0.rawValue)" } ?? ""
            return $0.posture + side + String(format: " %.2f-%.2f", $0.onset, $0.offset)
        }
    }

    private func set(_ sample: inout FeatureSample, _ channel: Channel, _ value: Double) {
        sample.row[channel.index] = value
    }

    private func rest(_ sample: inout FeatureSample, side: Side) {
        set(&sample, side == .left ? .leftHandToFace : .rightHandToFace, 0.02)
        set(&sample, side == .left ? .leftHandY : .rightHandY, 0.1)
        set(&sample, side == .left ? .leftFingersToFace : .rightFingersToFace, 0)
    }

    private func cross(_ sample: inout FeatureSample) {
        set(&sample, .wristsToElbows, 0.4)
        set(&sample, .handsPast, 0.5)
        set(&sample, .handsOffArms, 0.1)
    }

    private func clasp(_ sample: inout FeatureSample) {
        set(&sample, .handsApart, 0.3)
        set(&sample, .handsOverlap, 0.7)
    }

    @Test func nothingIsHeldAtRest() {
        #expect(held(track { _, _ in }) == [])
    }

    @Test(arguments: Side.allCases)
    func aHandThatRestsAtTheFaceIsHeadOnHandFromItsArrivalOn(side: Side) {
        let result = held(
            track { time, sample in
                if (8..<14).contains(time) { rest(&sample, side: side) }
            })
        #expect(text(result) == ["head_on_hand \(side.rawValue) 8.00-14.00"])
    }

    @Test func aTouchIsHandToFaceAndNoRest() {
        let result = held(
            track { time, sample in
                if (8..<8.6).contains(time) { rest(&sample, side: .right) }
            })
        #expect(text(result) == ["hand_to_face right 8.00-8.60"])
    }

    @Test func aHandThatTouchesTheFaceAgainAndAgainDoesNotRest() {
        let result = held(
            track { time, sample in
                // On it for 0.32 s of every second, 1.28 s in all.
                guard (8..<12).contains(time), time - time.rounded(.down) < 0.3 else { return }
                rest(&sample, side: .left)
            })
        #expect(text(result) == ["hand_to_face left 8.00-11.32"])
    }

    /// What moves under the fingertips is the head, or the hand strokes it: coders call both a rest.
    @Test func fingertipsThatStayOnTheFaceRestHoweverTheHandMoves() {
        let result = held(
            track { time, sample in
                guard (8..<12).contains(time) else { return }
                rest(&sample, side: .left)
                // 2 Hz, 0.1 sw to either side: up to 1.3 sw/s.
                set(&sample, .leftHandX, 0.2 + 0.1 * sin(4 * .pi * time))
                set(&sample, .leftHandY, 0.1 + 0.1 * cos(4 * .pi * time))
            })
        #expect(text(result) == ["head_on_hand left 8.00-12.00"])
    }

    @Test func aTouchIsOneOnlyWhereTheHandNetworkSeesTheHand() {
        let result = held(
            track { time, sample in
                set(&sample, .leftHandSeen, 0)
                if (8..<9).contains(time) { rest(&sample, side: .left) }
                // A rest hides the hand: the pose's knuckles do.
                if (12..<16).contains(time) { rest(&sample, side: .left) }
            })
        #expect(text(result) == ["head_on_hand left 12.00-16.00"])
    }

    @Test func aConfirmationThatIsUnknownDoesNotForbid() {
        let result = held(
            track { time, sample in
                set(&sample, .leftHandSeen, .nan)
                if (8..<9).contains(time) { rest(&sample, side: .left) }
            })
        #expect(text(result) == ["hand_to_face left 8.00-9.00"])
    }

    @Test func aTiltThatComesWithTheRestIsPartOfIt() {
        let result = held(
            track { time, sample in
                if (8..<14).contains(time) { rest(&sample, side: .right) }
                if (7.5..<14.8).contains(time) {
                    set(&sample, .headTilt, -18)
                    set(&sample, .trunkLean, -9)
                }
            })
        #expect(text(result) == ["head_on_hand right 8.00-14.00"])
    }

    @Test func aTiltThatWasThereLongBeforeStaysItsOwn() {
        let result = held(
            track { time, sample in
                if (12..<16).contains(time) { rest(&sample, side: .right) }
                if (8..<16).contains(time) { set(&sample, .headTilt, -18) }
            })
        #expect(
            text(result) == ["head_tilted right 8.00-12.00", "head_on_hand right 12.00-16.00"])
    }

    @Test func leaningDuringARestDoesNotBecomeThePersonsOwnRest() {
        let result = held(
            track(seconds: 40) { time, sample in
                if (6..<30).contains(time) {
                    rest(&sample, side: .right)
                    set(&sample, .trunkLean, -9)
                }
            })
        #expect(text(result) == ["head_on_hand right 6.00-30.00"])
    }

    @Test func crossedArmsAreNotClaspedHands() {
        let result = held(
            track { time, sample in
                guard (8..<14).contains(time) else { return }
                set(&sample, .leftHandX, -0.1)
                set(&sample, .rightHandX, 0.15)
                set(&sample, .leftHandY, -0.8)
                set(&sample, .rightHandY, -0.85)
                cross(&sample)
                // As close to each other as clasped hands.
                set(&sample, .handsApart, 0.4)
                set(&sample, .handsOverlap, 0.7)
            })
        #expect(text(result) == ["arms_crossed 8.00-14.00"])
    }

    @Test(arguments: [(Channel.wristsToElbows, 1.3), (.handsPast, -0.4), (.handsOffArms, 0.8)])
    func armsAreNotCrossedWhereOneSignSpeaksAgainstIt(_ channel: Channel, _ value: Double) {
        let result = held(
            track { time, sample in
                guard (8..<14).contains(time) else { return }
                cross(&sample)
                set(&sample, channel, value)
            })
        #expect(result == [])
    }

    @Test func handsTogetherAreClasped() {
        let result = held(
            track { time, sample in
                guard (8..<14).contains(time) else { return }
                set(&sample, .leftHandX, 0.1)
                set(&sample, .rightHandX, -0.1)
                clasp(&sample)
            })
        #expect(text(result) == ["hands_clasped 8.00-14.00"])
    }

    @Test func handsThatOverlapWithPalmsFarApartAreNotClasped() {
        let result = held(
            track { time, sample in
                guard (8..<14).contains(time) else { return }
                clasp(&sample)
                set(&sample, .handsApart, 1)
            })
        #expect(result == [])
    }

    @Test func aHandThatHidesTheOtherWhileTheHeadRestsIsNotClasped() {
        let result = held(
            track { time, sample in
                guard (8..<14).contains(time) else { return }
                clasp(&sample)
                rest(&sample, side: .left)
            })
        #expect(text(result) == ["head_on_hand left 8.00-14.00"])
    }

    @Test func comingNearerIsAFaceThatIsLargerThanItsMedian() {
        let result = held(
            track { time, sample in
                if (8..<12).contains(time) { set(&sample, .nearness, 1.25) }
                if (14..<16).contains(time) { set(&sample, .nearness, 1.15) }
            })
        #expect(text(result) == ["nearer 8.00-12.00"])
    }

    /// Talking widens the mouth for moments; a smile lasts.
    @Test func aSmileIsHeldAndTalkingIsNone() {
        let result = held(
            track { time, sample in
                set(&sample, .smile, 0.2)
                if (8..<9).contains(time) { set(&sample, .smile, 0.6) }
                if (9..<10).contains(time) { set(&sample, .smile, 0.45) }
                if (12..<16).contains(time) {
                    // A vowel of 0.2 s every 0.8 s.
                    let isWide = time.truncatingRemainder(dividingBy: 0.8) < 0.2
                    set(&sample, .smile, isWide ? 0.6 : 0.1)
                }
            })
        #expect(text(result) == ["smiling 8.00-10.00"])
    }

    @Test func ofAHeadThatIsTurnedAwayASmileIsUnknown() {
        let record = PostureDetector.record(
            of: track { time, sample in
                set(&sample, .smile, (8..<12).contains(time) ? .nan : 0.2)
                set(&sample, .headTurn, (8..<12).contains(time) ? 60 : 0)
            }, seat: .first)
        #expect(record.unknown["smiling"]?.contains { $0.start < 8.5 && $0.end > 11 } == true)
    }

    @Test func aHeadThatIsTurnedFarHasTheSideItIsTurnedTo() {
        let result = held(
            track { time, sample in
                if (6..<8).contains(time) { set(&sample, .headTurn, 55) }
                if (9..<11).contains(time) { set(&sample, .headTurn, -70) }
                // A turn to the other at an angle of chairs is none.
                if (12..<14).contains(time) { set(&sample, .headTurn, 45) }
            })
        #expect(text(result) == ["head_turned left 6.00-8.00", "head_turned right 9.00-11.00"])
    }

    @Test func tiltingAndLeaningHaveTheSideTheyGoTo() {
        let result = held(
            track { time, sample in
                if (6..<8).contains(time) { set(&sample, .headTilt, 15) }
                if (9..<11).contains(time) { set(&sample, .headTilt, -15) }
                if (12..<14).contains(time) { set(&sample, .trunkLean, 12) }
                if (15..<17).contains(time) { set(&sample, .trunkTurn, -40) }
            })
        #expect(
            text(result) == [
                "head_tilted left 6.00-8.00", "head_tilted right 9.00-11.00",
                "leaning_side left 12.00-14.00", "turned_away right 15.00-17.00",
            ])
    }

    @Test func leansAreAgainstThePersonsOwnRest() {
        let result = held(
            track(seconds: 30) { time, sample in
                // Seen from the side.
                set(&sample, .shoulderSpan, 1)
                set(&sample, .trunkPitch, (10..<13).contains(time) ? 45 : 18)
                if (20..<23).contains(time) { set(&sample, .trunkPitch, -10) }
            })
        #expect(text(result) == ["leaning_forward 10.00-13.00", "leaning_back 20.00-23.00"])
    }

    @Test func raisedShouldersAndASunkenHeadAreToldApart() {
        let result = held(
            track(seconds: 30) { time, sample in
                if (10..<12).contains(time) { set(&sample, .shoulderRaise, 0.16) }
                if (20..<24).contains(time) {
                    set(&sample, .shoulderRaise, 0.06)
                    set(&sample, .headNod, -12)
                }
            })
        #expect(text(result) == ["shoulders_raised 10.00-12.00", "slumped 20.00-24.00"])
    }

    @Test func hysteresisKeepsAHoldBetweenTheThresholds() {
        let result = held(
            track { time, sample in
                if (8..<14).contains(time) {
                    set(&sample, .headTilt, (8..<9).contains(time) ? 15 : 10.5)
                }
                if (15..<18).contains(time) { set(&sample, .headTilt, 14.5) }
            })
        #expect(text(result) == ["head_tilted left 8.00-14.00"])
    }

    @Test func anEmptySeatIsAbsentAndEverythingElseUnknown() {
        let record = PostureDetector.record(
            of: track { time, sample in
                guard (8..<12).contains(time) else { return }
                sample.presence = 0
                for channel in Channel.allCases { set(&sample, channel, .nan) }
            }, seat: .second)
        #expect(text(record.held) == ["absent 8.00-12.00"])
        #expect(record.held.first?.seat == .second)
        #expect(record.unknown["absent"] == nil)
        for name in PostureDefinition.standard.map(\.name) where name != "absent" {
            let spans = record.unknown[name] ?? []
            #expect(spans.contains { $0.start <= 8 && $0.end >= 12 }, "\(name)")
        }
    }

    @Test func lowPresenceOverridesChannelsThatHaveValues() {
        let record = PostureDetector.record(
            of: track { time, sample in
                if (8..<12).contains(time) {
                    set(&sample, .headTilt, 20)
                    sample.presence = 0.2
                }
            }, seat: .first)
        #expect(text(record.held) == ["absent 8.00-12.00"])
    }

    @Test func aHandThatIsLostWhileItRestsIsTakenToRestOn() {
        let record = PostureDetector.record(
            of: track { time, sample in
                if (6..<16).contains(time) { rest(&sample, side: .left) }
                if (8..<12).contains(time) {
                    for channel in [
                        Channel.leftHandX, .leftHandY, .leftHandToFace, .leftFingersToFace,
                    ] {
                        set(&sample, channel, .nan)
                    }
                }
            }, seat: .first)
        #expect(text(record.held) == ["head_on_hand left 6.00-16.00"])
        #expect(record.unknown["head_on_hand"] == nil)
    }

    @Test func oneHiddenHandDoesNotMakeTheOtherUnknown() {
        let record = PostureDetector.record(
            of: track(seconds: 40) { time, sample in
                for channel in [
                    Channel.rightHandX, .rightHandY, .rightHandToFace, .rightFingersToFace,
                    .handsOverlap,
                ] {
                    set(&sample, channel, .nan)
                }
                // The pose lays the hidden hand near the other one, which may or may not be so.
                set(&sample, .handsApart, 0.3)
                if (30..<36).contains(time) { rest(&sample, side: .left) }
            }, seat: .first)
        #expect(text(record.held) == ["head_on_hand left 30.00-36.00"])
        #expect(record.unknown["head_on_hand"] == nil)
        #expect(record.unknown["hands_clasped"] != nil)
    }

    @Test func samplesThatStayAwayAreUnknown() {
        var cut = track { time, sample in
            if (6..<14).contains(time) { set(&sample, .headTilt, 20) }
        }
        let kept = cut.times.indices.filter { !(9..<11).contains(cut.times[$0]) }
        let whole = cut
        cut = FeatureTrack()
        for index in kept { cut.append(whole[sample: index]) }
        let record = PostureDetector.record(of: cut, seat: .first)
        #expect(
            text(record.held) == ["head_tilted left 6.00-9.00", "head_tilted left 11.00-14.00"])
        #expect(record.unknown["head_tilted"]?.count == 1)
    }

    @Test func lowRatesAreNoSilence() {
        let result = held(
            track(seconds: 30, rate: 1) { time, sample in
                if (10..<20).contains(time) {
                    rest(&sample, side: .right)
                }
            })
        #expect(text(result) == ["head_on_hand right 10.00-20.00"])
    }

    @Test func theResultDoesNotDependOnWhenItIsAskedFor() {
        let track = track(seconds: 60) { time, sample in
            set(&sample, .headTilt, 20 * sin(time))
            set(&sample, .trunkPitch, 40 * sin(time / 3))
            if Int(time) % 7 < 3 { rest(&sample, side: .right) }
            if Int(time) % 13 < 4 { clasp(&sample) }
            set(&sample, .headTurn, 45 * cos(time / 2))
            set(&sample, .shoulderSpan, 1.2 + 0.5 * cos(time / 5))
            if Int(time) % 11 == 0 { sample.presence = 0.1 }
        }
        let whole = PostureDetector.record(of: track, seat: .first)
        var detector = PostureDetector(seat: .first)
        var record = PostureRecord(seat: .first)
        for index in 0..<track.count {
            detector.append(track[sample: index])
            guard index.isMultiple(of: 40) else { continue }
            record.append(detector.changes())
            // What was reported stays.
            #expect(record.held.allSatisfy(whole.held.contains))
        }
        record.append(detector.finish())
        record.held.sort { $0.precedes($1, in: detector.definitions) }
        #expect(!whole.held.isEmpty)
        #expect(record == whole)
    }

    @Test func whatIsHeldNowIsPresent() {
        var detector = PostureDetector(seat: .first)
        let track = track(seconds: 12) { time, sample in
            if time >= 8 { rest(&sample, side: .right) }
            if time >= 9 { set(&sample, .headTilt, -20) }
        }
        for index in 0..<track.count {
            detector.append(track[sample: index])
        }
        #expect(detector.present.map(\.posture) == ["head_on_hand"])
        #expect(detector.present.first?.onset == 8)
    }

    @Test func otherDefinitionsCanBeUsed() {
        let definitions = [
            PostureDefinition(
                name: "chin_up",
                conditions: [
                    PostureCondition(signal: "head_nod", direction: .above, enter: 20, leave: 15)
                ])
        ]
        let record = PostureDetector.record(
            of: track { time, sample in
                if (3..<5).contains(time) { set(&sample, .headNod, 25) }
            }, seat: .first, definitions: definitions)
        #expect(text(record.held) == ["chin_up 3.00-5.00"])
    }
}
