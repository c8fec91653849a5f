import Testing

@testable import Mimicry

@Suite struct WindowLayoutTests {
    @Test func everyWindowLiesWithinTheRecording() {
        let grid = UniformGrid(start: 0, step: 0.04, count: 2000)
        let layout = WindowLayout(grid: grid, settings: .init())
        #expect(layout.starts == stride(from: 0, through: 1250, by: 125).map { $0 })
        #expect(layout.length == 750)
        #expect(layout.maxLag == 125)
        #expect(layout.lagCount == 251)
    }

    @Test func stepsThatAreNoWholeNumberOfSamplesDoNotDrift() {
        let grid = UniformGrid(start: 0, step: 1001.0 / 30000, count: 108_000)
        let layout = WindowLayout(grid: grid, settings: .init(step: 1))
        for (window, start) in layout.starts.enumerated() {
            #expect(abs(grid.time(start) - Double(window)) <= grid.step / 2 + 1e-9)
        }
    }

    @Test func aRecordingShorterThanAWindowHasNone() {
        let grid = UniformGrid(start: 0, step: 0.04, count: 749)
        #expect(WindowLayout(grid: grid, settings: .init()).starts.isEmpty)
    }
}
