import Testing

@testable import Mimicry

@Suite struct CircularShiftsTests {
    @Test func shiftsKeepTwiceTheLargestLagFromTheRealAlignment() throws {
        let shifts = try #require(CircularShifts(length: 500, maxLag: 25, seed: 1))
        let drawn = (0..<2000).map(shifts.shift)
        #expect(drawn.allSatisfy { 50 <= $0 && $0 <= 450 })
        #expect(drawn.min() ?? 99 < 55)
        #expect(drawn.max() ?? 0 > 445)
        let mean = Double(drawn.reduce(0, +)) / 2000
        #expect(abs(mean - 250) < 10)
    }

    @Test func theSeedAndTheNumberGiveTheShift() throws {
        let shifts = try #require(CircularShifts(length: 500, maxLag: 25, seed: 1))
        let same = try #require(CircularShifts(length: 500, maxLag: 25, seed: 1))
        let other = try #require(CircularShifts(length: 500, maxLag: 25, seed: 2))
        #expect((0..<50).map(shifts.shift) == (0..<50).map(same.shift))
        #expect((0..<50).map(shifts.shift) != (0..<50).map(other.shift))
    }

    @Test func aCircleWithoutRoomHasNoShifts() {
        #expect(CircularShifts(length: 99, maxLag: 25, seed: 1) == nil)
        #expect(CircularShifts(length: 100, maxLag: 25, seed: 1)?.shift(7) == 50)
        #expect(CircularShifts(length: 0, maxLag: 0, seed: 1) == nil)
    }

    @Test func theShorterTheSessionTheMoreSurrogatesAreTheRealAlignment() {
        func near(_ seconds: Int) -> Int? {
            CircularShifts(length: seconds * 5, maxLag: 25, seed: 1)?.realAlignments(among: 1000)
        }
        #expect(near(60) == 41)
        #expect(near(600) == 4)
        #expect(near(3600) == 0)
    }

    @Test func nearShiftsAreAllThatOthersAreNot() throws {
        let shifts = try #require(CircularShifts(length: 500, maxLag: 25, seed: 1))
        // 50…450 are far, so that 99 of 500 are near.
        #expect(abs(shifts.nearCount(beside: 401) - 99) < 1e-9)
        let near = Set((0..<2000).map(shifts.nearShift))
        #expect(near == Set(1..<50).union(451..<500))
    }
}
