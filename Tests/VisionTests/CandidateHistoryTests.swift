import Testing

@testable import Vision

@Suite struct CandidateHistoryTests {
    private func note(
        _ watch: inout CandidateHistory, _ place: SIMD2<Float>, width: Float, time: Double
    ) -> Double {
        watch.note(place, width: width, time: time)
    }

    @Test func whoStaysIsCountedFromTheFirstSight() {
        var watch = CandidateHistory()
        #expect(note(&watch, SIMD2(100, 100), width: 50, time: 1) == 0)
        #expect(note(&watch, SIMD2(110, 100), width: 50, time: 2) == 1)
        #expect(note(&watch, SIMD2(100, 120), width: 50, time: 4.5) == 3.5)
    }

    @Test func whoMovesALittleAtATimeIsTheSame() {
        var watch = CandidateHistory()
        for step in 0..<20 {
            let age = note(
                &watch, SIMD2(100 + 40 * Float(step), 100), width: 50, time: Double(step))
            #expect(age == Double(step))
        }
    }

    @Test func somebodyElsewhereIsSomebodyElse() {
        var watch = CandidateHistory()
        _ = note(&watch, SIMD2(100, 100), width: 50, time: 0)
        #expect(note(&watch, SIMD2(151, 100), width: 50, time: 1) == 0)
        #expect(note(&watch, SIMD2(100, 100), width: 50, time: 2) == 2)
        #expect(note(&watch, SIMD2(151, 100), width: 50, time: 2) == 1)
    }

    @Test func whoWasNotSeenForAWhileIsGone() {
        var watch = CandidateHistory()
        _ = note(&watch, SIMD2(100, 100), width: 50, time: 0)
        #expect(note(&watch, SIMD2(100, 100), width: 50, time: 3) == 3)
        #expect(note(&watch, SIMD2(100, 100), width: 50, time: 6.1) == 0)
    }
}
