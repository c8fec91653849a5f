import Testing

@testable import Vision

@Suite struct ChapterPlacementTests {
    private func place(
        _ next: ChapterStamps, after previous: ChapterStamps, length: Double = 20
    ) -> ChapterPlacement {
        ChapterPlacement(next, after: previous, length: length, step: 0.04)
    }

    private static let noon = 1_767_268_800.0

    @Test func whereNothingIsSaidChaptersFollowEachOther() {
        let placement = place(.init(), after: .init())
        #expect(placement == .init(evidence: .nothing, gap: 0))
        #expect(placement.sentences(between: "a", and: "b").isEmpty)
        // A copy of one time in both says nothing, nor does a clock that starts again.
        let same = ChapterStamps(start: 1.4, created: Self.noon, timecode: 3600)
        #expect(place(same, after: same).evidence == .nothing)
        #expect(place(.init(start: 0), after: .init(start: 0.08)).evidence == .nothing)
    }

    @Test func aClockThatGoesOnPlacesToTheFrame() {
        #expect(
            place(.init(start: 21.48), after: .init(start: 1.48))
                == .init(evidence: .clock, gap: 0))
        let late = place(.init(start: 28.48), after: .init(start: 1.48))
        #expect(late.evidence == .clock && abs(late.gap - 7) < 1e-9)
        #expect(
            late.sentences(between: "a.ts", and: "b.ts") == [
                "nothing was recorded for 7.0 s between a.ts and b.ts, by the clock in the files"
            ])
        // The clock of a transport stream has 33 bits.
        let wrapped = place(.init(start: 20 - 3.7176889), after: .init(start: 95440))
        #expect(wrapped.evidence == .clock && wrapped.gap == 0)
    }

    @Test func timecodesCountFramesAndTurnAtMidnight() {
        let late = place(.init(timecode: 5), after: .init(timecode: 86_370))
        #expect(late.evidence == .timecode && abs(late.gap - 15) < 1e-9)
        #expect(
            place(.init(timecode: 120), after: .init(timecode: 100))
                == .init(evidence: .timecode, gap: 0))
        // One that runs while the camera records hides the gap that the creation times show.
        let hidden = place(
            .init(created: Self.noon + 50, timecode: 20),
            after: .init(created: Self.noon, timecode: 0))
        #expect(hidden == .init(evidence: .creation, gap: 30))
    }

    @Test func creationTimesCountSeconds() {
        func created(_ later: Double) -> ChapterPlacement {
            place(.init(created: Self.noon + later), after: .init(created: Self.noon))
        }
        #expect(created(27) == .init(evidence: .creation, gap: 7))
        // Within what whole seconds can tell.
        for later in [19.0, 20, 21, 22] {
            #expect(created(later) == .init(evidence: .nothing, gap: 0))
        }
        // Stamped when the file was closed, or copied: no gap can be negative.
        #expect(created(5) == .init(evidence: .nothing, gap: 0))
        // The clock was set anew.
        #expect(created(90_000).evidence == .nothing)
        let turned = created(-20)
        #expect(turned.isOutOfOrder && turned.gap == 0)
        #expect(turned.sentences(between: "a", and: "b").first?.contains("order") == true)
    }
}
