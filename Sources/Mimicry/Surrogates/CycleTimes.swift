/// Times at which something that repeats begins anew (a breath, a step), in each stretch in which it is known, and
/// from them the phase at any time: one turn from one to the next [Schäfer et al. 1999].
struct CycleTimes: Sendable {
    /// Seconds, a list for each stretch; each has two or more.
    var stretches: [[Double]]

    var count: Int { stretches.reduce(0) { $0 + $1.count - 1 } }

    /// Mean length of a cycle, seconds.
    var period: Double {
        stretches.reduce(0) { $0 + ($1.last ?? 0) - ($1.first ?? 0) } / Double(max(1, count))
    }

    /// Phase at rising times, in turns; `NaN` outside the stretches.
    func turns(at times: [Double]) -> [Double] {
        var result = times.map { _ in Double.nan }
        var index = 0
        for marks in stretches {
            var after = 1
            while index < times.count, times[index] < marks[0] { index += 1 }
            while index < times.count, after < marks.count {
                let time = times[index]
                if time >= marks[after] {
                    after += 1
                    continue
                }
                let length = marks[after] - marks[after - 1]
                result[index] = Double(after - 1) + (time - marks[after - 1]) / length
                index += 1
            }
        }
        return result
    }
}
