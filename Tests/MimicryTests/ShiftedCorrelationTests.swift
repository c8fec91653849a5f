import TestSupport
import Testing

@testable import Mimicry

@Suite struct ShiftedCorrelationTests {
    @Test(arguments: [0.0, 0.1], [0, 1, 57, 299])
    func everyCellEqualsThatOfTheShiftedSeries(missing: Double, shift: Int) {
        var noise = Noise(13)
        let count = 300
        let first = noise.walk(count).map { (noise.next() + 1) / 2 < missing ? .nan : $0 }
        let second = noise.walk(count).map { (noise.next() + 1) / 2 < missing ? .nan : $0 }
        let turned = (0..<count).map { second[($0 + shift) % count] }
        let settings = SynchronySettings(window: 40, step: 7, maxLag: 11)
        let layout = WindowLayout(
            grid: UniformGrid(start: 0, step: 1, count: count), settings: settings
        ).withAllLags
        let plain = laggedCorrelations(first, turned, settings).filter { $0.start >= 11 }
        let fast = ShiftedCorrelation(MaskedSeries(first), MaskedSeries(second), layout: layout)
        var windows: [Int] = []
        fast.rows(shift: shift) { window, row in
            windows.append(window)
            for (lag, cell) in row.enumerated() {
                let expected = plain[window].cells[lag]
                #expect(cell.isNaN == expected.isNaN)
                if !cell.isNaN { #expect(abs(cell - expected) < 1e-9) }
            }
        }
        #expect(windows == Array(layout.starts.indices))
        #expect(layout.starts.first == 14)
    }
}
