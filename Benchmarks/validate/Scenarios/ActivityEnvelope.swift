import Foundation

/// How lively somebody is in the course of a session: factors of their movement, sampled with it.
struct ActivityEnvelope: Sendable {
    /// Amplitude of the movement of a quiet person against a lively one.
    static let quiet = 0.35
    /// How long the change from quiet to lively takes, seconds.
    private static let edge = 1.0
    /// SD of the logarithm of a stretch's length.
    private static let spread = 0.6

    /// 0 (quiet) to 1 (lively), per sample.
    var states: [Double]

    /// Stretches of random length, in turn lively and quiet.
    ///
    /// - Parameters:
    ///   - on, off: mean lengths of lively and of quiet stretches, seconds.
    init(on: Double, off: Double, seconds: Double, rate: Double, _ draws: inout RandomDraws) {
        var edges: [(time: Double, isOn: Bool)] = []
        // It starts somewhere within a stretch.
        var isOn = draws.isTrue(on / (on + off))
        var time = -draws.uniform() * (isOn ? on : off)
        while time < seconds {
            edges.append((time, isOn))
            time += max(2, draws.logNormal(mean: isOn ? on : off, spread: Self.spread))
            isOn.toggle()
        }
        self.init(edges: edges, seconds: seconds, rate: rate)
    }

    /// Stretches of the same length, in turn lively and quiet.
    init(block: Double, seconds: Double, rate: Double, _ draws: inout RandomDraws) {
        var isOn = draws.isTrue(0.5)
        var time = -draws.uniform() * block
        var edges: [(time: Double, isOn: Bool)] = []
        while time < seconds {
            edges.append((time, isOn))
            time += block
            isOn.toggle()
        }
        self.init(edges: edges, seconds: seconds, rate: rate)
    }

    private init(edges: [(time: Double, isOn: Bool)], seconds: Double, rate: Double) {
        var next = 0
        var state = (edges.first?.isOn ?? true) ? 1.0 : 0.0
        states = (0..<Int(seconds * rate)).map { index in
            let time = Double(index) / rate
            while next + 1 < edges.count, edges[next + 1].time <= time { next += 1 }
            let target = edges[next].isOn ? 1.0 : 0.0
            let most = 1 / (Self.edge * rate)
            state += min(most, max(-most, target - state))
            return state
        }
    }

    /// Lively where the other is quiet.
    var opposite: ActivityEnvelope {
        var result = self
        result.states = states.map { 1 - $0 }
        return result
    }

    /// Factors of the amplitude of movement.
    var amplitudes: [Double] { states.map { Self.quiet + (1 - Self.quiet) * $0 } }

    /// Factors of how often a posture is entered: half as often when quiet, twice when lively.
    var entries: [Double] { states.map { 0.5 * pow(4, $0) } }
}
