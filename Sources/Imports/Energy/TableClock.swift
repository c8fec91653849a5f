import Base

/// A column that counts frames or time instead of measuring movement: it rises by the same step from row
/// to row, but for a few rows that are missing or there twice.
struct TableClock {
    let column: Int
    /// From row to row, in whatever unit.
    let step: Double
    /// Rows that are missing by it.
    let missing: Int

    /// Fewer rows show no regularity.
    private static let fewest = 10
    /// A share of steps that may be irregular; most exports have none.
    private static let irregular = 0.1
    /// More missing rows than there are rows are another unit, or several recordings.
    private static let mostMissing = 1.0

    /// `nil` when none of the columns is a clock.
    ///
    /// - Parameter used: columns that are known to measure movement.
    init?(_ table: MotionEnergyTable, except used: Set<Int>) {
        let found = table.columns.indices.filter { !used.contains($0) }
            .compactMap { Self(table.columns[$0], $0) }
        // A counter of frames beside one of seconds: the one that counts by ones.
        guard let clock = found.first(where: { $0.step == 1 }) ?? found.first else { return nil }
        self = clock
    }

    private init?(_ values: [Double], _ column: Int) {
        guard values.count >= Self.fewest, values.allSatisfy(\.isFinite) else { return nil }
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }
        guard let usual = steps.median, usual > 0, steps.allSatisfy({ $0 >= 0 }) else { return nil }
        // Times are rounded to milliseconds.
        let slack = 0.1 * usual + (usual < 1 ? 1.5e-3 : 0)
        let regular = steps.count { abs($0 - usual) <= slack }
        guard Double(steps.count - regular) <= Self.irregular * Double(steps.count) else {
            return nil
        }
        self.column = column
        step = usual
        missing = steps.reduce(0) { $0 + Self.gap($1, usual) }
        guard Double(missing) <= Self.mostMissing * Double(values.count) else { return nil }
    }

    /// How many rows are missing in a step.
    private static func gap(_ step: Double, _ usual: Double) -> Int {
        max(0, Int(bounded: (step / usual).rounded()) - 1)
    }

    /// The values of another column with the missing rows as `NaN`.
    func filled(_ values: [Double], along clock: [Double]) -> [Double] {
        guard missing > 0 else { return values }
        var filled: [Double] = []
        filled.reserveCapacity(values.count + missing)
        for (index, value) in values.enumerated() {
            if index > 0 {
                let gap = Self.gap(clock[index] - clock[index - 1], step)
                filled += Array(repeating: .nan, count: gap)
            }
            filled.append(value)
        }
        return filled
    }

    /// What is odd about it.
    ///
    /// - Parameter rate: samples per second, as given.
    func remarks(_ table: MotionEnergyTable, rate: Double) -> [String] {
        var remarks: [String] = []
        let title = table.title(column)
        if missing > 0 {
            remarks.append(
                "\(missing) rows are missing by \(title); they were read as not measured")
        }
        // Frames count by ones; otherwise it is seconds or milliseconds.
        let fits = step == 1 || [1, 1000].contains { abs(step / $0 * rate - 1) < 0.02 }
        if !fits {
            remarks.append(
                "\(title) rises by \(DecimalText.text(step, decimals: 4, atLeast: 0)) a row, which does "
                    + "not fit \(DecimalText.text(rate, decimals: 3, atLeast: 0)) samples per second"
            )
        }
        return remarks
    }
}
