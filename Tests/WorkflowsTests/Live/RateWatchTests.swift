import LivePage
import Testing
import Workflows

@Suite struct RateWatchTests {
    private func statuses(_ times: [Double], _ watch: inout RateWatch) -> [LiveStatus.Kind] {
        times.compactMap { watch.step($0)?.kind }
    }

    @Test func itIsSaidOnceWhenItGetsSlowAndOnceWhenItIsNot() {
        var watch = RateWatch(wanted: 12.5)
        let steady = (0..<125).map { Double($0) * 0.08 }
        #expect(statuses(steady, &watch).isEmpty)
        #expect(abs((watch.rate ?? 0) - 12.5) < 0.3)
        let slow = (0..<50).map { 10 + Double($0) * 0.2 }
        #expect(statuses(slow, &watch) == [.slow])
        let again = (0..<125).map { 20 + Double($0) * 0.08 }
        #expect(statuses(again, &watch) == [.running])
    }

    @Test func aPauseIsNotSlow() {
        var watch = RateWatch(wanted: 12.5)
        _ = statuses((0..<125).map { Double($0) * 0.08 }, &watch)
        watch.restart()
        #expect(statuses((0..<125).map { 100 + Double($0) * 0.08 }, &watch).isEmpty)
    }
}
