import Base
import Testing

@testable import Agreement

@Suite struct EventChanceTests {
    private let span = TimeSpan(start: 0, end: 600)

    private func chance(_ one: [Double], _ other: [Double]) -> EventChance {
        EventChance(attune: one, coder: other, tolerance: 2, over: span)
    }

    /// Of events every 60 s and a tolerance of 2 s, a shift matches all in 4 of 60 s, and none otherwise.
    @Test func isWhatATwoSecondWindowFinds() throws {
        let times = (0..<10).map { Double($0) * 60 + 30 }
        let result = chance(times, times)
        #expect(abs(try #require(result.f1) - 4.0 / 60) < 0.04)
        // 1 − what a shift by whole minutes gives.
        #expect(try #require(result.corrected) > 0.9)
        #expect(try #require(result.pValue) < 0.15)
    }

    @Test func manyEventsMatchByChance() throws {
        let one = stride(from: 1.0, to: 600, by: 4).map { $0 }
        let other = stride(from: 2.5, to: 600, by: 4).map { $0 }
        let result = chance(one, other)
        #expect(try #require(result.f1) > 0.95)
        #expect(try #require(result.pValue) > 0.3)
    }

    @Test func saysNothingOfNothing() {
        #expect(chance([], []).f1 == nil)
        let short = EventChance(
            attune: [1], coder: [1], tolerance: 2, over: TimeSpan(start: 0, end: 7))
        #expect(short.f1 == nil && short.pValue == nil && short.corrected == nil)
    }

    @Test func bothPeopleAreShiftedAlike() throws {
        let one = chance([30, 95, 300], [31, 200, 410])
        let both = one + one
        #expect(abs(try #require(both.f1) - (try #require(one.f1))) < 1e-12)
    }
}
