import Posture

/// A share of occasions at which one person responded to the other, against chance.
package struct ResponseShare: Sendable, Codable, Equatable {
    package var group: ResponseGroup
    /// Occasions: opportunities to adopt, or times at which the other left first.
    package var opportunities: Int
    package var adopted: Int
    /// Share of their occasions at which surrogates respond, 0…1, all surrogates together.
    package var adoptedByChance: Double
    /// One-sided p-value of more responses than chance gives to as many occasions.
    package var pValue: Double

    package init(
        group: ResponseGroup, opportunities: Int, adopted: Int, adoptedByChance: Double,
        pValue: Double
    ) {
        self.group = group
        self.opportunities = opportunities
        self.adopted = adopted
        self.adoptedByChance = adoptedByChance
        self.pValue = pValue
    }

    /// 0…1; `nil` without occasions.
    package var share: Double? {
        opportunities > 0 ? Double(adopted) / Double(opportunities) : nil
    }

    /// Observed share − that by chance.
    package var riskDifference: Double? { share.map { $0 - adoptedByChance } }

    /// 95 % interval of the difference: Wilson's (1927, *J. Am. Stat. Assoc.* 22, 209–212) of the observed
    /// share. That by chance is known far better; occasions are taken as independent.
    package var riskDifferenceInterval: ClosedRange<Double>? {
        interval.map { $0.lowerBound - adoptedByChance...$0.upperBound - adoptedByChance }
    }

    /// Observed share ÷ that by chance; `nil` where chance gives none.
    package var riskRatio: Double? {
        guard let share, adoptedByChance > 0 else { return nil }
        return share / adoptedByChance
    }

    package var riskRatioInterval: ClosedRange<Double>? {
        guard adoptedByChance > 0, let interval else { return nil }
        return interval.lowerBound / adoptedByChance...interval.upperBound / adoptedByChance
    }

    private var interval: ClosedRange<Double>? {
        guard let share else { return nil }
        let (count, z) = (Double(opportunities), 1.959964)
        let scale = 1 + z * z / count
        let centre = (share + z * z / 2 / count) / scale
        let half =
            z / scale * (share * (1 - share) / count + z * z / 4 / count / count).squareRoot()
        return max(0, centre - half)...min(1, centre + half)
    }
}

/// How long both held the same posture, against chance.
package struct SharingTest: Sendable, Codable, Equatable {
    /// A posture, `mirror` or `identical`; empty for all postures together.
    package var name: String
    /// Value, surrogate mean and SD in seconds.
    package var significance: Significance
}

/// What surrogates say beyond the number of episodes: adoptions out of opportunities, leavings out of
/// occasions, shared time, mirrored and identical episodes, and who leads by chance.
package struct PostureChance: Sendable, Codable, Equatable {
    package var responses: [ResponseShare]
    package var sharing: [SharingTest]
    /// Number of episodes in which the sides went together so.
    package var mirror: Significance?
    package var identical: Significance?
    /// Mean leader balance of the surrogates that have episodes, −1…1: that which holding times alone give.
    /// `nil` without any.
    package var leaderBalance: Double?

    package init(
        responses: [ResponseShare] = [], sharing: [SharingTest] = [], leaderBalance: Double? = nil
    ) {
        self.responses = responses
        self.sharing = sharing
        self.leaderBalance = leaderBalance
    }

    /// - Parameters:
    ///   - near: surrogates of near shifts. They count in p-values alone: what they show is partly the
    ///     session itself.
    ///   - share: as how many they count, see `CircularShifts.nearCount(beside:)`.
    init(
        real: PostureTally, surrogates: [PostureTally], near: [PostureTally],
        standingFor share: Double
    ) {
        let chance = Chance(
            real: real, surrogates: surrogates, near: near, nearShare: share)
        responses = Set(real.responses.keys).sorted().compactMap(chance.share)
        sharing = chance.sharing()
        mirror = chance.count(.mirror)
        identical = chance.count(.identical)
        let balances = surrogates.compactMap(\.balance)
        leaderBalance =
            balances.isEmpty ? nil : balances.reduce(0, +) / Double(balances.count)
    }
}

/// The surrogates that a session's tally is held against.
private struct Chance {
    let real: PostureTally
    let surrogates: [PostureTally]
    let near: [PostureTally]
    let nearShare: Double

    func sharing() -> [SharingTest] {
        func test(_ name: String, _ value: (PostureTally) -> Double) -> SharingTest? {
            significance(value).map { SharingTest(name: name, significance: $0) }
        }
        var tests = [test("") { $0.shared[""] ?? 0 }]
        for name in real.shared.keys.sorted() where !name.isEmpty {
            tests.append(test(name) { $0.shared[name] ?? 0 })
        }
        for congruence in [Congruence.mirror, .identical]
        where real.sharedSides[congruence] != nil {
            tests.append(test(congruence.rawValue) { $0.sharedSides[congruence] ?? 0 })
        }
        return tests.compactMap { $0 }
    }

    func count(_ congruence: Congruence) -> Significance? {
        significance(isCount: true) { Double($0.congruences[congruence] ?? 0) }
    }

    func share(_ group: ResponseGroup) -> ResponseShare? {
        guard let count = real.responses[group] else { return nil }
        let chance = surrogates.map { $0.responses[group] ?? .init() }
        let occasions = chance.reduce(0) { $0 + $1.occasions }
        let responses = chance.reduce(0) { $0 + $1.responses }
        let share = occasions > 0 ? Double(responses) / Double(occasions) : 0
        // Surrogates have other numbers of occasions: what is compared is how many responses are more than
        // theirs should give.
        func excess(_ tally: PostureTally) -> Double {
            let count = tally.responses[group] ?? .init()
            return Double(count.responses) - share * Double(count.occasions)
        }
        return significance(excess).map {
            ResponseShare(
                group: group, opportunities: count.occasions, adopted: count.responses,
                adoptedByChance: share, pValue: $0.pValue)
        }
    }

    /// Of values that repeat the same sums in another order.
    private func significance(
        isCount: Bool = false, _ value: (PostureTally) -> Double
    ) -> Significance? {
        Significance(
            of: value(real), against: surrogates.map(value), near: near.map(value),
            standingFor: nearShare, isCount: isCount)
    }
}
