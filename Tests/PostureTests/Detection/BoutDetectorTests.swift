import Testing

@testable import Base
@testable import Posture

@Suite struct BoutDetectorTests {
    /// One letter per tenth of a second: `E` enters, `s` stays, `-` out, `?` hidden, `!` vacant.
    private func run(
        _ verdicts: String, minimum: Double = 1, bridge: Double = 0.5, hidden: Double = 0.5
    ) -> BoutDetector {
        var machine = BoutDetector(minimum: minimum, bridge: bridge, hiddenBridge: hidden)
        for (index, letter) in verdicts.enumerated() {
            let verdict: ConditionState =
                switch letter {
                case "E": .enters
                case "s": .stays
                case "?": .hidden
                case "!": .vacant
                default: .out
                }
            machine.append(time: Double(index) / 10, verdict)
        }
        machine.finish()
        return machine
    }

    private func text(_ spans: [TimeSpan]) -> [[Double]] {
        spans.map { [($0.start * 100).rounded() / 100, ($0.end * 100).rounded() / 100] }
    }

    @Test func aHoldRunsFromEnteringToLeaving() {
        #expect(text(run("---EEEEEEEEEEEE---------").found) == [[0.3, 1.5]])
    }

    @Test func betweenTheThresholdsItGoesOnButDoesNotBegin() {
        #expect(text(run("--EEEEEEEssssssss-------").found) == [[0.2, 1.7]])
        #expect(run("--sssssssssssssss-------").found.isEmpty)
    }

    @Test func shorterThanTheMinimumIsNone() {
        #expect(run("---EEEEEEEEE------------").found.isEmpty)
        #expect(text(run("---EEEEEEEEEE-----------").found) == [[0.3, 1.3]])
    }

    @Test func aBreakUpToTheBridgeDoesNotEndIt() {
        #expect(text(run("EEEEEE----EEEEEE--------").found) == [[0, 1.6]])
        #expect(
            text(run("EEEEEEEEEEEE-------EEEEEEEEEEEE-------").found) == [[0, 1.2], [1.9, 3.1]])
    }

    @Test func breaksDoNotCountTowardTheMinimum() {
        #expect(run("EEEE----EEEE-------").found.isEmpty)
    }

    @Test func onsetIsWhenItBeganNotWhenItHadLastedLongEnough() {
        var machine = BoutDetector(minimum: 1, bridge: 0.5, hiddenBridge: 0.5)
        for index in 0..<8 { machine.append(time: Double(index) / 10, .enters) }
        #expect(machine.present == nil && machine.isRunning)
        for index in 8..<12 { machine.append(time: Double(index) / 10, .enters) }
        #expect(machine.present == 0)
    }

    @Test func whatIsHiddenForLongIsUnknownAndEndsTheHold() {
        let machine = run("--EEEEEEEEEEEE????????????EEEEEEEEEEE")
        #expect(text(machine.found) == [[0.2, 1.4], [2.6, 3.6]])
        #expect(text(machine.unknown) == [[1.4, 2.6]])
    }

    @Test func whatIsHiddenBrieflyGoesOnAsItWas() {
        let held = run("--EEEEEEEEEEEE????EEEEE-------")
        #expect(text(held.found) == [[0.2, 2.3]])
        #expect(held.unknown.isEmpty)
        let notHeld = run("-----????-------")
        #expect(notHeld.found.isEmpty && notHeld.unknown.isEmpty)
    }

    @Test func aLongHiddenBridgeCarriesAHoldUntilItIsSeenToEnd() {
        let machine = run("--EEEEEEEEEEEE??????????-------", hidden: 10)
        #expect(text(machine.found) == [[0.2, 2.4]])
    }

    @Test func hiddenTimeDoesNotCountTowardTheMinimum() {
        #expect(run("--EEE??????????EEE-------", hidden: 10).found.isEmpty)
    }

    @Test func aBeginningInAHiddenMomentIsPutInItsMiddle() {
        #expect(text(run("------????EEEEEEEEEEEEE-------").found) == [[0.8, 2.3]])
    }

    @Test func aBeginningInALongHiddenTimeIsWhereItWasSeenAndTheTimeBeforeUnknown() {
        let machine = run("------????????EEEEEEEEEEEEE-------", hidden: 10)
        #expect(text(machine.found) == [[1.4, 2.7]])
        #expect(text(machine.unknown) == [[0.6, 1.4]])
    }

    @Test func anEmptySeatIsUnknownAndEndsTheHold() {
        let machine = run("EEEEEEEEEEEEEEE!!!!!!!!!!!!!-----", hidden: 10)
        #expect(text(machine.found) == [[0, 1.5]])
        #expect(text(machine.unknown) == [[1.5, 2.8]])
    }

    @Test func whatIsHiddenFromTheStartIsUnknown() {
        let machine = run("????????????----", hidden: 10)
        #expect(text(machine.unknown) == [[0, 1.2]])
    }

    @Test func whatIsOpenAtTheEndEndsThere() {
        #expect(text(run("---EEEEEEEEEEEE").found) == [[0.3, 1.4]])
    }
}
