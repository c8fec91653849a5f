import Base

/// Agreement of two coders second by second: held or not held.
///
/// A second counts as held when it is held for at least half of it.
package struct SecondsAgreement: Sendable, Equatable {
    /// Seconds at which both have it held.
    package var both: Int
    package var onlyAttune: Int
    package var onlyCoder: Int
    package var neither: Int

    package init(both: Int = 0, onlyAttune: Int = 0, onlyCoder: Int = 0, neither: Int = 0) {
        self.both = both
        self.onlyAttune = onlyAttune
        self.onlyCoder = onlyCoder
        self.neither = neither
    }

    /// Compares two lists of spans over the whole seconds of `span`; a rest of less than a second at
    /// its end is left out.
    init(attune: [TimeSpan], coder: [TimeSpan], over span: TimeSpan) {
        self.init()
        let one = Self.seconds(attune, span)
        let other = Self.seconds(coder, span)
        for (isAttune, isCoder) in zip(one, other) {
            switch (isAttune, isCoder) {
            case (true, true): both += 1
            case (true, false): onlyAttune += 1
            case (false, true): onlyCoder += 1
            case (false, false): neither += 1
            }
        }
    }

    package var seconds: Int { both + onlyAttune + onlyCoder + neither }

    /// Seconds that Attune has held, and that the coder has.
    package var attune: Int { both + onlyAttune }
    package var coder: Int { both + onlyCoder }

    /// Share of seconds on which both say the same; `nil` without a second.
    package var observed: Double? {
        seconds > 0 ? Double(both + neither) / Double(seconds) : nil
    }

    /// Cohen's kappa, (p_o − p_e) / (1 − p_e) [Cohen 1960]: 1 when both always agree, 0 when they
    /// agree as often as two coders who hold as often as these two at random; `nil` when it is not
    /// defined (see ``caveat``).
    ///
    /// From whole numbers, so that “not defined” is exact.
    package var kappa: Double? {
        let n = seconds
        let expected = attune * coder + (n - attune) * (n - coder)
        guard n > 0, expected < n * n else { return nil }
        return Double((both + neither) * n - expected) / Double(n * n - expected)
    }

    /// Why kappa is not defined, or why it says nothing; `nil` when it can be read as it is.
    package func caveat(_ coders: Coders = .attuneAndCoder) -> String? {
        let n = seconds
        if n == 0 { return "less than a second to compare" }
        switch (attune, coder) {
        case (0, 0): return "kappa is not defined: neither has it at any second"
        case (n, n): return "kappa is not defined: both have it at every second"
        case (0, _): return "kappa is 0 by its definition: \(coders.one) has it at no second"
        case (_, 0): return "kappa is 0 by its definition: \(coders.other) has it at no second"
        case (n, _): return "kappa is 0 by its definition: \(coders.one) has it at every second"
        case (_, n): return "kappa is 0 by its definition: \(coders.other) has it at every second"
        default: return nil
        }
    }

    static func + (one: Self, other: Self) -> Self {
        Self(
            both: one.both + other.both, onlyAttune: one.onlyAttune + other.onlyAttune,
            onlyCoder: one.onlyCoder + other.onlyCoder, neither: one.neither + other.neither)
    }

    /// For every whole second whether it is held.
    private static func seconds(_ spans: [TimeSpan], _ whole: TimeSpan) -> [Bool] {
        let count = max(0, Int(bounded: (whole.end - whole.start + 1e-6).rounded(.down)))
        var held = [Double](repeating: 0, count: count)
        for span in TimeSpan.union(spans) {
            let start = max(0, span.start - whole.start)
            let end = min(Double(count), span.end - whole.start)
            guard start < end else { continue }
            for second in Int(start)..<Int(end.rounded(.up)) {
                held[second] += min(end, Double(second + 1)) - max(start, Double(second))
            }
        }
        // Times are given to the microsecond at best.
        return held.map { $0 >= 0.5 - 1e-6 }
    }
}
