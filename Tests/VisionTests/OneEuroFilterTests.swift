import Foundation
import Testing

@testable import Vision

@Suite struct OneEuroFilterTests {
    /// The one-euro filter of Casiez, Roussel & Vogel (2012), section 3, for one coordinate; speed in
    /// sizes per second and the parameters of MediaPipe's graph.
    private struct OneEuro {
        var last: (time: Double, raw: Double, value: Double, speed: Double)?

        mutating func apply(_ raw: Double, size: Double, time: Double) -> Double {
            guard let last else {
                self.last = (time, raw, raw, 0)
                return raw
            }
            func smoothing(_ cutoff: Double) -> Double {
                let r = 2 * Double.pi * cutoff * (time - last.time)
                return r / (r + 1)
            }
            let derivative = (raw - last.raw) / size / (time - last.time)
            let a = smoothing(1)
            let speed = a * derivative + (1 - a) * last.speed
            let b = smoothing(0.01 + 10 * abs(speed))
            let value = b * raw + (1 - b) * last.value
            self.last = (time, raw, value, speed)
            return value
        }
    }

    /// A body whose hips are at `center`, 100 pixels below its top point: a size of 200.
    private func apply(
        _ filter: inout OneEuroFilter, _ center: SIMD2<Float>, time: Double
    ) -> SIMD2<Float> {
        filter.apply(center: center, top: center - SIMD2(0, 100), time: time).center
    }

    @Test func valuesAreThoseOfTheFormula() {
        var filter = OneEuroFilter()
        var x = OneEuro()
        var y = OneEuro()
        var time = 3.0
        for step in 0..<200 {
            // Uneven steps, slow drift, a jump, a fast stretch.
            time += [0.04, 0.08, 0.033, 0.2][step % 4]
            let t = Double(step)
            let raw = SIMD2(
                300 + 20 * sin(t / 9) + (step > 80 ? 40 : 0),
                200 + (step > 120 && step < 130 ? 30 * (t - 120) : 0) + cos(t))
            let given = apply(&filter, SIMD2(Float(raw.x), Float(raw.y)), time: time)
            #expect(abs(Double(given.x) - x.apply(raw.x, size: 200, time: time)) < 0.01)
            #expect(abs(Double(given.y) - y.apply(raw.y, size: 200, time: time)) < 0.01)
        }
    }

    @Test func bothPointsAreSteadiedAlike() {
        var filter = OneEuroFilter()
        for step in 0..<50 {
            let shift = SIMD2<Float>(3 * Float(step), Float(step % 2))
            let box = filter.apply(
                center: SIMD2(300, 200) + shift, top: SIMD2(300, 100) + shift,
                time: Double(step) / 25)
            #expect(length(box.center - box.top - SIMD2(0, 100)) < 1e-3)
        }
    }

    @Test func whoDoesNotMoveHasARegionThatDoesNot() {
        var filter = OneEuroFilter()
        var noise = Noise(seed: 1)
        var raw: [Double] = []
        var given: [Double] = []
        for step in 0..<500 {
            let x = Float(300 + 0.5 * noise.next())
            raw.append(Double(x) - 300)
            given.append(
                Double(apply(&filter, SIMD2(x, 200), time: Double(step) / 25).x) - 300)
        }
        func power(_ values: ArraySlice<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 } }
        func jumps(_ values: ArraySlice<Double>) -> Double {
            zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        #expect(power(given[50...]) < 0.25 * power(raw[50...]))
        #expect(jumps(given[50...]) < 0.01 * jumps(raw[50...]))
        // Without noise, not at all.
        var still = OneEuroFilter()
        for step in 0..<50 {
            #expect(apply(&still, SIMD2(300, 200), time: Double(step) / 25) == SIMD2(300, 200))
        }
    }

    @Test(arguments: [0.5, 1.0, 2.0])
    func whoMovesFastIsNotLeftBehind(speed: Double) {
        var filter = OneEuroFilter()
        var x = 0.0
        var given: Float = 0
        // Sizes per second; a size is 200 pixels.
        for step in 0..<50 {
            x = Double(step) / 25 * speed * 200
            given = apply(&filter, SIMD2(Float(x), 0), time: Double(step) / 25).x
        }
        let lag = (x - Double(given)) / (speed * 200)
        // A low pass of cutoff f delays a steady movement by 1 / 2πf.
        #expect(abs(lag - 1 / (2 * .pi * (0.01 + 10 * speed))) < 0.005)
        #expect(lag < 0.04)
    }

    @Test func timeThatDoesNotRiseBeginsAnew() {
        var filter = OneEuroFilter()
        _ = apply(&filter, SIMD2(100, 100), time: 1)
        _ = apply(&filter, SIMD2(101, 100), time: 2)
        #expect(apply(&filter, SIMD2(400, 100), time: 2) == SIMD2(400, 100))
        #expect(apply(&filter, SIMD2(500, 100), time: 0.5) == SIMD2(500, 100))
    }

    @Test func aBodyWithoutSizeIsLeftAsItIs() {
        var filter = OneEuroFilter()
        for step in 0..<3 {
            let point = SIMD2<Float>(Float(step) * 10, 5)
            let box = filter.apply(center: point, top: point, time: Double(step))
            #expect(box.center == point && box.top == point)
        }
    }
}
