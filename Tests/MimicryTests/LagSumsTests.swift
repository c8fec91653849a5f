import TestSupport
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

/// Rows of correlations of two series, one per window, as they come out while the series grow.
func laggedCorrelations(
    _ first: [Double], _ second: [Double], _ settings: SynchronySettings
) -> [(start: Int, cells: [Double])] {
    let shape = WindowShape(settings, gridStep: 1)
    let reach = max(shape.length, Int(shape.stride) + 1) + shape.maxLag + 2
    var x = RecentSeries(shape, reach: reach)
    var y = x
    var edges = WindowEdges(shape)
    var sums = LagSums(shape, edges: edges.most)
    var last = 0
    var rows: [(start: Int, cells: [Double])] = []
    for point in 0...first.count {
        while edges.next == point {
            let edge = edges.advance()
            sums.advance(to: edge, from: last, x, y) { row, _ in
                rows.append((shape.start(edge.ended?.window ?? 0), Array(row)))
            }
            last = edge.point
        }
        guard point < first.count else { break }
        x.append(first[point])
        y.append(second[point])
    }
    return rows
}

@Suite struct LagSumsTests {

    @Test(arguments: [0.0, 0.05, 0.4], [3.0, 7.0, 40.0, 61.0])
    func everyCellEqualsTheDefinition(missing: Double, step: Double) {
        var noise = Noise(7)
        let count = 300
        var first = noise.walk(count).map { $0 + 100 }
        var second = noise.walk(count).map { $0 * 20 - 3 }
        for index in 0..<count {
            if (noise.next() + 1) / 2 < missing { first[index] = .nan }
            if (noise.next() + 1) / 2 < missing { second[index] = .nan }
        }
        let rows = laggedCorrelations(
            first, second, SynchronySettings(window: 40, step: step, maxLag: 11))
        #expect(rows.count == Int((Double(count) - 40) / step) + 1)
        for row in rows {
            for lag in -11...11 {
                let cell = row.cells[lag + 11]
                let plain = plainCorrelation(
                    first, second, start: row.start, length: 40, lag: lag, minValid: 0.5)
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
        let rows = laggedCorrelations(
            first, second, SynchronySettings(window: 20, step: 20, maxLag: 5))
        #expect(rows.count == 10)
        for row in rows { #expect(row.cells[5].isNaN == (80..<120).contains(row.start)) }
    }

    @Test func exchangingTheSeriesMirrorsTheLags() {
        var noise = Noise(11)
        let first = noise.walk(120)
        let second = noise.walk(120)
        let settings = SynchronySettings(window: 30, step: 10, maxLag: 6)
        let one = laggedCorrelations(first, second, settings)
        let other = laggedCorrelations(second, first, settings)
        for (one, other) in zip(one, other) {
            for (a, b) in zip(one.cells, other.cells.reversed()) {
                #expect(a.isNaN == b.isNaN)
                if !a.isNaN { #expect(abs(a - b) < 1e-12) }
            }
        }
    }

    @Test func constantSeriesHaveNoCorrelation() {
        var noise = Noise(5)
        var first = noise.walk(100)
        for index in 30..<70 { first[index] = 12.25 }
        let second = noise.walk(100)
        let settings = SynchronySettings(window: 20, step: 10, maxLag: 3)
        for row in laggedCorrelations(first, second, settings) {
            #expect(row.cells[3].isNaN == (30...50).contains(row.start))
        }
        let still = laggedCorrelations(Array(repeating: 4, count: 100), second, settings)
        #expect(still.allSatisfy { $0.cells.allSatisfy(\.isNaN) })
    }

    @Test func aLongRecordingIsAsExactAsAShortOne() {
        var noise = Noise(9)
        let count = 20_000
        let first = noise.walk(count).map { $0 + 1e3 }
        let second = noise.walk(count)
        let rows = laggedCorrelations(
            first, second, SynchronySettings(window: 100, step: 500, maxLag: 20))
        for row in rows.suffix(5) {
            for lag in -20...20 {
                let plain = plainCorrelation(
                    first, second, start: row.start, length: 100, lag: lag, minValid: 0.5)
                #expect(abs(row.cells[lag + 20] - plain) < 1e-9)
            }
        }
    }
}
