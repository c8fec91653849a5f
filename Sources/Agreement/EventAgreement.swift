import Exports
import Base

/// Agreement of two coders' events: every onset of one is paired with at most one of the other.
package struct EventAgreement: Sendable, Equatable {
    /// Events that Attune found, that the coder found, and pairs of them.
    package var attune: Int
    package var coder: Int
    /// Per pair: Attune's onset − the coder's, seconds; positive: Attune is later.
    package var onsetErrors: [Double]
    /// Pairs in which both give a side, and those in which it is the same.
    package var sided: Int
    package var sameSide: Int
    /// Per pair whose holds lie within the compared part: how long each is, seconds.
    var durations: [IntraclassCorrelation.Pair] = []
    /// When each event begins, seconds: of a pair Attune's onset.
    var onsets = Onsets()

    /// When events begin, seconds.
    struct Onsets: Sendable, Equatable {
        var matched: [Double] = []
        var onlyAttune: [Double] = []
        var onlyCoder: [Double] = []
    }

    package init(
        attune: Int = 0, coder: Int = 0, onsetErrors: [Double] = [], sided: Int = 0,
        sameSide: Int = 0
    ) {
        self.attune = attune
        self.coder = coder
        self.onsetErrors = onsetErrors
        self.sided = sided
        self.sameSide = sameSide
    }

    /// Pairs holds whose onsets are at most `tolerance` seconds apart. Those outside `span` count only
    /// when their counterpart lies inside, so that its edges make no errors.
    init(attune: [Hold], coder: [Hold], tolerance: Double, over span: TimeSpan) {
        self.init()
        let pairs = OnsetMatching.pairs(
            attune.map(\.onset), coder.map(\.onset), tolerance: tolerance)
        var isPaired = (
            attune: [Bool](repeating: false, count: attune.count),
            coder: [Bool](repeating: false, count: coder.count)
        )
        for (i, j) in pairs {
            isPaired.attune[i] = true
            isPaired.coder[j] = true
            guard span.contains(attune[i].onset) || span.contains(coder[j].onset) else { continue }
            onsetErrors.append(attune[i].onset - coder[j].onset)
            onsets.matched.append(attune[i].onset)
            if let pair = Self.durations(attune[i], coder[j], span) { durations.append(pair) }
            if let one = attune[i].side, let other = coder[j].side {
                sided += 1
                if one == other { sameSide += 1 }
            }
        }
        func alone(_ holds: [Hold], _ isPaired: [Bool]) -> [Double] {
            zip(holds, isPaired).filter { !$1 && span.contains($0.onset) }.map(\.0.onset)
        }
        onsets.onlyAttune = alone(attune, isPaired.attune)
        onsets.onlyCoder = alone(coder, isPaired.coder)
        self.attune = matched + onsets.onlyAttune.count
        self.coder = matched + onsets.onlyCoder.count
    }

    /// `nil` where either is cut off by an edge, or was coded as a point in time.
    private static func durations(
        _ one: Hold, _ other: Hold, _ span: TimeSpan
    ) -> IntraclassCorrelation.Pair? {
        let isWhole = [one, other].allSatisfy {
            span.start < $0.onset && $0.onset < $0.offset && $0.offset < span.end
        }
        guard isWhole else { return nil }
        return IntraclassCorrelation.Pair(
            one: one.offset - one.onset, other: other.offset - other.onset)
    }

    package var matched: Int { onsetErrors.count }

    /// Share of Attune's events that the coder has too; `nil` when Attune has none.
    package var precision: Double? { attune > 0 ? Double(matched) / Double(attune) : nil }

    /// Share of the coder's events that Attune has too; `nil` when the coder has none.
    package var recall: Double? { coder > 0 ? Double(matched) / Double(coder) : nil }

    /// Harmonic mean of both, 2·matched / (attune + coder); `nil` when nobody has any.
    package var f1: Double? {
        attune + coder > 0 ? 2 * Double(matched) / Double(attune + coder) : nil
    }

    /// Share of pairs on the same side, of those in which both give one.
    package var sideAgreement: Double? { sided > 0 ? Double(sameSide) / Double(sided) : nil }

    /// Median and quartiles of the onset errors.
    package var onsetError: Quartiles? { Quartiles(onsetErrors) }

    /// Agreement on how long matched holds are.
    package var duration: IntraclassCorrelation { IntraclassCorrelation(durations) }

    /// Which of the figures are not defined, and why; `nil` when all are.
    package func caveat(_ coders: Coders = .attuneAndCoder) -> String? {
        switch (attune, coder) {
        case (0, 0): "precision and recall are not defined: neither has an event"
        case (0, _): "precision is not defined: \(coders.one) has no event"
        case (_, 0): "recall is not defined: \(coders.other) has no event"
        default: nil
        }
    }

    static func + (one: Self, other: Self) -> Self {
        var sum = Self(
            attune: one.attune + other.attune, coder: one.coder + other.coder,
            onsetErrors: one.onsetErrors + other.onsetErrors, sided: one.sided + other.sided,
            sameSide: one.sameSide + other.sameSide)
        sum.durations = one.durations + other.durations
        return sum
    }
}

/// Median and quartiles, interpolated linearly between order statistics (R's type 7).
package struct Quartiles: Sendable, Equatable {
    package var first: Double
    package var median: Double
    package var third: Double

    /// `nil` of nothing.
    package init?(_ values: [Double]) {
        guard let first = values.quantile(0.25), let median = values.quantile(0.5),
            let third = values.quantile(0.75)
        else { return nil }
        self.first = first
        self.median = median
        self.third = third
    }
}
