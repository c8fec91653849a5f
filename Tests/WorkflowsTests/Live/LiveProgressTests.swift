import LivePage
import Archive
import SessionModel
import Testing

@testable import Workflows

@Suite struct LiveProgressTests {
    /// Takes events, a second of the clock after each other, from second 100 on.
    private func progress(_ events: LiveProgress.Event...) -> LiveProgress {
        var progress = LiveProgress()
        for (index, event) in events.enumerated() {
            _ = progress.take(event, clock: 100 + Double(index))
        }
        return progress
    }

    @Test func theFirstFrameBeginsTheSession() {
        var progress = LiveProgress()
        #expect(progress.state == .starting && progress.health == .starting)
        #expect(progress.take(.frame(time: 3), clock: 100) == nil)
        #expect(progress.state == .measuring)
        #expect(progress.firstTime == 3 && progress.lastTime == 3 && progress.gaps.isEmpty)
    }

    @Test func aPauseIsAGapUntilTheNextFrame() {
        var progress = progress(.frame(time: 1), .pause(time: 2))
        #expect(progress.isPaused && !progress.takesFrames)
        // Frames that were under way are not of the session.
        #expect(progress.take(.frame(time: 2.1), clock: 103) == nil)
        #expect(progress.lastTime == 1)
        #expect(progress.take(.resume, clock: 104) == nil)
        #expect(progress.state == .measuring && progress.gaps.isEmpty)
        let gap = LiveEnding.Gap(start: 2, end: 9, reason: .pause)
        #expect(progress.take(.frame(time: 9), clock: 105) == gap)
        #expect(progress.gaps == [gap])
    }

    @Test func aPauseBeforeAnythingWasMeasuredIsNoGap() {
        var progress = progress(.pause(time: nil), .resume)
        #expect(progress.state == .starting)
        #expect(progress.take(.frame(time: 5), clock: 105) == nil)
    }

    @Test func aLostCameraIsAwayFromWhenItWasLastHeardOf() {
        var progress = progress(.frame(time: 1), .cameraLost(seconds: 2))
        #expect(progress.state == .waiting(since: 99) && progress.health == .waiting)
        #expect(progress.absence(clock: 109) == 10)
        // What comes later does not put off its end.
        #expect(progress.take(.cameraLost(seconds: 0.5), clock: 110) == nil)
        #expect(progress.absence(clock: 109) == 10)
        #expect(progress.take(.cameraBack, clock: 111) == nil)
        #expect(progress.state == .waiting(since: nil) && progress.absence(clock: 150) == 0)
        let gap = LiveEnding.Gap(start: 1, end: 12, reason: .camera)
        #expect(progress.take(.frame(time: 12), clock: 112) == gap)
        #expect(progress.state == .measuring)
    }

    @Test func aCameraThatIsAwayIsWaitedForAnewAfterAPause() {
        var progress = progress(
            .frame(time: 1), .cameraLost(seconds: 0), .pause(time: 3), .cameraLost(seconds: 4))
        #expect(progress.state == .paused)
        _ = progress.take(.resume, clock: 104)
        #expect(progress.absence(clock: 200) == 0)
        // One gap, for the reason that came first.
        #expect(
            progress.take(.frame(time: 8), clock: 105)
                == LiveEnding.Gap(start: 1, end: 8, reason: .camera))
    }

    @Test func afterTheOrderToStopNothingChangesTheState() {
        var progress = progress(.frame(time: 1), .stop)
        let state = progress.state
        #expect(state == .stopping(since: 101, takesFrames: true))
        for event in [
            .frame(time: 2), .cameraLost(seconds: 0), .cameraBack, .pause(time: 2), .stop,
        ]
            as [LiveProgress.Event]
        {
            _ = progress.take(event, clock: 103)
            #expect(progress.state == state)
        }
        #expect(progress.lastTime == 2 && progress.gaps.isEmpty)
        #expect(!progress.isOverdue(clock: 106) && progress.isOverdue(clock: 106.1))
    }

    @Test func stoppedWhilePausedItTakesNoFrames() {
        var progress = progress(.frame(time: 1), .pause(time: 2), .stop)
        #expect(!progress.takesFrames && progress.isStopping)
        #expect(progress.take(.frame(time: 3), clock: 104) == nil)
        #expect(progress.endGap(at: 6) == LiveEnding.Gap(start: 2, end: 6, reason: .pause))
        #expect(progress.endGap(at: 7) == nil)
    }
}
