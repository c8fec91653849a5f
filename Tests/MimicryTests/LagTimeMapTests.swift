import Base
import Posture
import TestSupport
import Testing

@testable import Mimicry

@Suite struct LagTimeMapTests {
    let settings = SynchronySettings(window: 20, step: 5, maxLag: 5)

    private func picture(_ delay: Int, count: Int = 600) -> LagTimeMap {
        var noise = Noise(21)
        let slow = noise.walk(count + delay, memory: 0.95)
        return LagTimeMap(
            first: track([.headNod: Array(slow.dropFirst(delay))]),
            second: track([.headNod: Array(slow.dropLast(delay))]), settings: settings, rate: 5)
    }

    @Test func isDarkestWhereTheFirstLeads() throws {
        let picture = picture(20)
        let panel = try #require(picture.panels.first)
        #expect(picture.panels.count == 1)
        #expect(picture.lagStep == 0.2 && picture.maxLag == 25)
        for window in picture.windows.indices.dropFirst() {
            let row = panel.cells[window * picture.lagCount..<(window + 1) * picture.lagCount]
            let best = try #require(row.indices.max { row[$0] < row[$1] })
            #expect(best - row.startIndex - picture.maxLag == 10)
            #expect(row[best] > 0.999)
        }
    }

    @Test func hasTheWindowsOfTheTable() throws {
        let picture = picture(0, count: 601)
        let rows = WindowedCrossCorrelation().synchrony(
            first: track([.headNod: Noise.line(601)]), second: track([.headNod: Noise.line(601)]),
            settings: settings)
        #expect(picture.windows.map(\.start) == rows.map(\.start))
        let panel = try #require(picture.panels.first)
        #expect(panel.cells.count == picture.windows.count * picture.lagCount)
    }

    @Test func nobodyMakesAnEmptyPicture() {
        let picture = LagTimeMap(
            first: FeatureTrack(), second: FeatureTrack(), settings: settings)
        #expect(picture.panels.isEmpty && picture.windows.isEmpty)
    }
}

extension Noise {
    fileprivate static func line(_ count: Int) -> [Double] { (0..<count).map(Double.init) }
}
