import Foundation
import Testing

@testable import Vision

@Suite struct FrameMailboxTests {
    private let mailbox: FrameMailbox

    init() throws { mailbox = try FrameMailbox() }

    /// Puts in a frame that can be told by its width.
    private func put(_ index: Int, skipped: Int = 0, dropped: Int = 0) throws {
        try mailbox.spare.show(Clips.frame(Painting(16 + 2 * index, 16)))
        mailbox.putFrame(
            LiveFrame(
                time: Double(index), captured: Double(index), skipped: skipped, dropped: dropped))
    }

    private func taken() -> LiveFrame? {
        guard case .frame(let live) = mailbox.take() else { return nil }
        return live
    }

    @Test func theNewestWinsAndWhatItReplacedIsCounted() throws {
        try put(1)
        #expect(taken()?.time == 1)
        #expect(ListedSource.index(of: mailbox.front) == 1)
        try put(2, skipped: 1)
        try put(3, dropped: 2)
        try put(4)
        // While these wait, what is being looked at stays as it is.
        #expect(ListedSource.index(of: mailbox.front) == 1)
        let live = try #require(taken())
        #expect(live.time == 4 && live.skipped == 3 && live.dropped == 2)
        #expect(ListedSource.index(of: mailbox.front) == 4)
    }

    @Test func whatHappensToTheCameraIsNotReplaced() throws {
        mailbox.put(.camera(.lost("unplugged")))
        try put(1)
        mailbox.put(.camera(.back(gap: 2)))
        try put(2)
        mailbox.put(.end)
        guard case .camera(.lost) = mailbox.take() else { Issue.record("lost"); return }
        guard case .camera(.back) = mailbox.take() else { Issue.record("back"); return }
        #expect(taken()?.time == 2)
        guard case .end = mailbox.take() else { Issue.record("end"); return }
    }

    @Test func aFrameThatIsThrownAwayDoesNotComeOut() throws {
        try put(1)
        mailbox.discardFrame()
        try put(2)
        let live = try #require(taken())
        #expect(live.time == 2 && live.skipped == 0)
    }

    @Test func takingWaitsForTheOtherThread() throws {
        let mailbox = mailbox
        Thread {
            Thread.sleep(forTimeInterval: 0.05)
            mailbox.put(.end)
        }.start()
        guard case .end = mailbox.take() else { Issue.record("no end"); return }
    }
}
