import Testing

@testable import Vision

@Suite struct SeatOrderTests {
    /// Feeds instants ten times a second; the time at which the seats turned out the other way round.
    private func turned(
        _ order: inout SeatOrder, from start: Double, for seconds: Double, _ first: Float?,
        _ second: Float?
    ) -> Double? {
        for step in 0..<Int((seconds * 10).rounded()) {
            let time = start + Double(step) / 10
            if order.update(time: time, first: first, second: second) { return time }
        }
        return nil
    }

    @Test func leftFirstStaysAsItIs() {
        var order = SeatOrder()
        #expect(turned(&order, from: 0, for: 9, 200, 700) == nil)
        #expect(!order.isDecided)
        #expect(turned(&order, from: 9, for: 3, 200, 700) == nil)
        #expect(order.isDecided)
        #expect(turned(&order, from: 12, for: 60, 700, 200) == nil, "decided once and for all")
    }

    @Test func rightFirstIsTurnedRoundAfterTenSecondsOfBoth() throws {
        var order = SeatOrder()
        let time = try #require(turned(&order, from: 0, for: 20, 700, 200))
        #expect(abs(time - 10) < 0.2)
    }

    @Test func theLongerPartOfTheTimeDecides() throws {
        var order = SeatOrder()
        #expect(turned(&order, from: 0, for: 4, 200, 700) == nil)
        #expect(turned(&order, from: 4, for: 10, 700, 200) != nil)
        order = SeatOrder()
        #expect(turned(&order, from: 0, for: 4, 700, 200) == nil)
        #expect(turned(&order, from: 4, for: 10, 200, 700) == nil && order.isDecided)
    }

    @Test func timeAloneDoesNotCount() {
        var order = SeatOrder()
        #expect(turned(&order, from: 0, for: 60, nil, 700) == nil)
        #expect(turned(&order, from: 60, for: 8, 700, 200) == nil)
        #expect(!order.isDecided)
        // One instant after a long pause is not a long time.
        let isTurned = order.update(time: 1000, first: 200, second: 700)
        #expect(!isTurned && !order.isDecided)
    }

    @Test func aShortRecordingIsDecidedAtItsEnd() {
        var order = SeatOrder()
        #expect(turned(&order, from: 0, for: 2, 700, 200) == nil)
        let first = order.finish()
        let second = order.finish()
        #expect(first && !second, "told once")
        var other = SeatOrder()
        let third = other.finish()
        #expect(!third, "nobody was seen")
    }

    @Test func aBodyWithoutAHeadNamesTheSeatsOnlyWhenItStays() {
        func isTurned(after seconds: Double) -> Bool {
            var order = SeatOrder()
            for step in 0..<Int(seconds * 10) {
                let turned = order.update(
                    time: Double(step) / 10, first: 700, second: 200, haveHeads: false)
                #expect(!turned)
            }
            return order.finish()
        }
        #expect(!isTurned(after: 5))
        #expect(isTurned(after: 12))
    }

    @Test func headsOutweighABodyWithout() {
        var order = SeatOrder()
        for step in 0..<200 {
            _ = order.update(time: Double(step) / 10, first: 700, second: 200, haveHeads: false)
        }
        #expect(turned(&order, from: 20, for: 3, 200, 700) == nil)
        let isTurned = order.finish()
        #expect(!isTurned)
    }
}
