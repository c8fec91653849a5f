import Testing

@testable import Vision

/// What is reported of a camera whose pictures stop and come back.
@Suite struct CameraConditionTests {
    private func flowing() -> CameraCondition {
        var condition = CameraCondition()
        condition.begin(at: 10)
        #expect(condition.frame(captured: 11, damaged: 1) == nil)
        return condition
    }

    @Test func silenceIsReportedOnceAndEndsWithAFrame() {
        var condition = flowing()
        #expect(condition.silence(at: 13, damaged: 1) == nil)
        #expect(condition.silence(at: 13.5, damaged: 1) == .stalled(seconds: 2.5))
        #expect(condition.state == .silent)
        #expect(condition.silence(at: 20, damaged: 1) == nil)
        #expect(condition.frame(captured: 21, damaged: 1) == .back(gap: 10))
        #expect(condition.state == .flowing && condition.last == 21)
    }

    @Test func nothingButDamagedFramesIsSaidToBeThat() {
        var condition = flowing()
        #expect(condition.silence(at: 14, damaged: 2) == .damaged(seconds: 3))
    }

    @Test func aLossIsReportedOnceAndEndsWithAFrame() {
        var condition = flowing()
        #expect(condition.loss("gone") == .lost("gone"))
        #expect(condition.loss("gone") == nil && condition.state == .away)
        #expect(condition.silence(at: 30, damaged: 1) == nil)
        #expect(condition.frame(captured: 31, damaged: 1) == .back(gap: 20))
    }

    @Test func aSilentCameraThatIsThenLostIsNotReportedAgain() {
        var condition = flowing()
        #expect(condition.silence(at: 14, damaged: 1) != nil)
        #expect(condition.loss("gone") == nil && condition.state == .away)
        #expect(condition.frame(captured: 15, damaged: 1) == .back(gap: 4))
    }

    @Test func aCameraThatNeverSendsIsSilentToo() {
        var condition = CameraCondition()
        condition.begin(at: 5)
        #expect(condition.silence(at: 8, damaged: 0) == .stalled(seconds: 3))
        #expect(condition.frame(captured: 9, damaged: 0) == .back(gap: 4))
    }
}
