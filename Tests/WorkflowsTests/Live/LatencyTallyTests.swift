import Testing
import Workflows

@Suite struct LatencyTallyTests {
    @Test func quantilesAreOfAllThatCameIn() {
        var tally = LatencyTally()
        #expect(tally.quantile(0.5) == nil)
        for step in 1...100 { tally.append(Double(step) / 1000 - 0.0005) }
        #expect(tally.quantile(0.5) == 0.05)
        #expect(tally.quantile(0.99) == 0.099)
        tally.append(60)
        #expect(tally.quantile(1) == 10)
    }
}
