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
        self.init(
            attune: WholeSeconds.held(attune, in: span), coder: WholeSeconds.held(coder, in: span))
    }

    /// Compares second by second.
    init(attune: some Sequence<Bool>, coder: some Sequence<Bool>) {
        self.init()
        for (isAttune, isCoder) in zip(attune, coder) { add(attune: isAttune, coder: isCoder) }
    }

    /// Counts a second.
    mutating func add(attune isAttune: Bool, coder isCoder: Bool) {
        switch (isAttune, isCoder) {
        case (true, true): both += 1
        case (true, false): onlyAttune += 1
        case (false, true): onlyCoder += 1
        case (false, false): neither += 1
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

    static func - (one: Self, other: Self) -> Self {
        Self(
            both: one.both - other.both, onlyAttune: one.onlyAttune - other.onlyAttune,
            onlyCoder: one.onlyCoder - other.onlyCoder, neither: one.neither - other.neither)
    }
}

/// Cohen's kappa on seconds of two coders who may be late: a second of one agrees when the other has the
/// same at any second within the tolerance.
///
/// This is the time-unit kappa with tolerance of Bakeman, Quera & Gnisci (2009, *Behav. Res. Methods* 41,
/// 137–147): every second of the first coder's record is counted as agreed if the second coder's has the
/// same code within the tolerance, and as what both have at this second if not; then the same the other way
/// round. Both kappas use their own margins. Chance within the tolerance is not taken off, so that it is higher
/// than without and is compared only with others of the same tolerance.
package struct ToleranceKappa: Sendable, Equatable {
    /// The first coder's seconds, and the second's.
    var byOne: SecondsAgreement
    var byOther: SecondsAgreement

    init(byOne: SecondsAgreement = .init(), byOther: SecondsAgreement = .init()) {
        self.byOne = byOne
        self.byOther = byOther
    }

    /// - Parameter tolerance: whole seconds to either side.
    init(attune: [Bool], coder: [Bool], tolerance: Int) {
        self.init()
        let (near, nearOther) = (Near(attune, tolerance), Near(coder, tolerance))
        for second in attune.indices {
            let (one, other) = (attune[second], coder[second])
            byOne.add(attune: one, coder: nearOther.has(one, near: second) ? one : other)
            byOther.add(attune: near.has(other, near: second) ? other : one, coder: other)
        }
    }

    /// The mean of both; `nil` when either is not defined.
    package var kappa: Double? {
        guard let one = byOne.kappa, let other = byOther.kappa else { return nil }
        return (one + other) / 2
    }

    static func + (one: Self, other: Self) -> Self {
        Self(byOne: one.byOne + other.byOne, byOther: one.byOther + other.byOther)
    }

    /// Whether a state occurs within the tolerance of a second.
    private struct Near {
        private let count: Int
        private let tolerance: Int
        /// Held seconds before each.
        private var before = [0]

        init(_ held: [Bool], _ tolerance: Int) {
            count = held.count
            self.tolerance = tolerance
            for isHeld in held { before.append(before[before.count - 1] + (isHeld ? 1 : 0)) }
        }

        func has(_ isHeld: Bool, near second: Int) -> Bool {
            let (start, end) = (max(0, second - tolerance), min(count, second + tolerance + 1))
            let held = before[end] - before[start]
            return isHeld ? held > 0 : held < end - start
        }
    }
}
