import Testing

@testable import Mimicry

/// The definition, pair by pair.
func plainCorrelation(
    _ first: [Double], _ second: [Double], start: Int, length: Int, lag: Int, minValid: Double
) -> Double {
    var x: [Double] = []
    var y: [Double] = []
    for time in start..<start + length {
        let i = lag > 0 ? time - lag : time
        let j = lag > 0 ? time : time + lag
        guard i >= 0, j >= 0, first[i].isFinite, second[j].isFinite else { continue }
        x.append(first[i])
        y.append(second[j])
    }
    guard Double(x.count) >= minValid * Double(length) else { return .nan }
    let meanX = x.reduce(0, +) / Double(x.count)
    let meanY = y.reduce(0, +) / Double(y.count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
        xx += (a - meanX) * (a - meanX)
        yy += (b - meanY) * (b - meanY)
        xy += (a - meanX) * (b - meanY)
    }
    return xy / (xx * yy).squareRoot()
}

@Suite struct LaggedCorrelationTests {
    func layout(_ count: Int, window: Double, step: Double, maxLag: Double, minValid: Double = 0.5)
        -> WindowLayout
    {
        WindowLayout(
            grid: UniformGrid(start: 0, step: 1, count: count),
            settings: .init(window: window, step: step, maxLag: maxLag, minValid: minValid))
    }

    @Test(arguments: [0.0, 0.05, 0.4], [3.0, 7.0, 40.0])
    func everyCellEqualsTheDefinition(missing: Double, step: Double) {
        var noise = Noise(7)
        let count = 300
        var first = noise.walk(count).map { $0 + 100 }
        var second = noise.walk(count).map { $0 * 20 - 3 }
        for index in 0..<count {
            if (noise.next() + 1) / 2 < missing { first[index] = .nan }
            if (noise.next() + 1) / 2 < missing { second[index] = .nan }
        }
        let layout = layout(count, window: 40, step: step, maxLag: 11)
        let matrix = LaggedCorrelation(
            MaskedSeries(first), MaskedSeries(second), layout: layout)
        #expect(layout.starts.count == Int((Double(count) - 40) / step) + 1)
        for (window, start) in layout.starts.enumerated() {
            for lag in -11...11 {
                let cell = matrix.cells[window * layout.lagCount + lag + 11]
                let plain = plainCorrelation(
                    first, second, start: start, length: 40, lag: lag, minValid: 0.5)
                #expect(cell.isNaN == plain.isNaN)
                if !plain.isNaN { #expect(abs(cell - plain) < 1e-9) }
            }
        }
    }

    @Test func aLongGapLeavesOnlyTheCellsItDoesNotReach() {
        var noise = Noise(3)
        let first = noise.walk(200)
        var second = noise.walk(200)
        for index in 80..<120 { second[index] = .nan }
        let layout = layout(200, window: 20, step: 20, maxLag: 5)
        let matrix = LaggedCorrelation(
            MaskedSeries(first), MaskedSeries(second), layout: layout)
        for (window, start) in layout.starts.enumerated() {
            let cell = matrix.cells[window * layout.lagCount + 5]
            #expect(cell.isNaN == (80..<120).contains(start))
        }
    }

    @Test func exchangingTheSeriesMirrorsTheLags() {
        var noise = Noise(11)
        let first = MaskedSeries(noise.walk(120))
        let second = MaskedSeries(noise.walk(120))
        let layout = layout(120, window: 30, step: 10, maxLag: 6)
        let one = LaggedCorrelation(first, second, layout: layout)
        let other = LaggedCorrelation(second, first, layout: layout)
        for window in layout.starts.indices {
            let row = window * layout.lagCount..<(window + 1) * layout.lagCount
            for (a, b) in zip(one.cells[row], other.cells[row].reversed()) {
                #expect(abs(a - b) < 1e-12)
            }
        }
    }

    @Test func constantSeriesHaveNoCorrelation() {
        var noise = Noise(5)
        var first = noise.walk(100)
        for index in 30..<70 { first[index] = 12.25 }
        let second = noise.walk(100)
        let layout = layout(100, window: 20, step: 10, maxLag: 3)
        let matrix = LaggedCorrelation(
            MaskedSeries(first), MaskedSeries(second), layout: layout)
        for (window, start) in layout.starts.enumerated() {
            let cell = matrix.cells[window * layout.lagCount + 3]
            #expect(cell.isNaN == (30...50).contains(start))
        }
        let still = LaggedCorrelation(
            MaskedSeries(Array(repeating: 4, count: 100)), MaskedSeries(second), layout: layout)
        #expect(still.cells.allSatisfy { $0.isNaN })
    }
}
