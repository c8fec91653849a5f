import Testing

@testable import Vision

/// Looks made of classes of colour, without a picture.
enum Looks {
    /// Chest and head evenly in the given classes.
    static func of(_ chest: [Int], _ head: [Int] = [7]) -> Appearance {
        var shares = [Float](repeating: 0, count: Appearance.size)
        for bin in chest { shares[bin] += 1 / Float(chest.count) }
        for bin in head { shares[Appearance.size / 2 + bin] += 1 / Float(head.count) }
        return Appearance(shares: shares)
    }

    /// `share` of the chest in `other`, the rest in `main`.
    static func mixed(_ main: Int, _ other: Int, _ share: Float) -> Appearance {
        var look = of([main])
        look.shares[main] = 1 - share
        look.shares[other] += share
        return look
    }
}

@Suite struct AppearanceModelTests {
    @Test func distancesAreThoseOfHellinger() {
        #expect(Looks.of([1], [2]).distance(to: Looks.of([1], [2])) == 0)
        #expect(abs(Looks.of([1], [2]).distance(to: Looks.of([3], [4])) - 1) < 1e-6)
        #expect(abs(Looks.of([1], [2]).distance(to: Looks.of([3], [2])) - 0.8165) < 1e-4)
        #expect(abs(Looks.of([1], [2]).distance(to: Looks.of([1], [4])) - 0.57735) < 1e-4)
        // Half of the chest in common: 1 − √½ of two thirds.
        #expect(abs(Looks.of([1, 3]).distance(to: Looks.of([1])) - 0.4419) < 1e-4)
    }

    @Test func aFewSightingsSayNothing() {
        var model = AppearanceModel()
        for _ in 0..<AppearanceModel.parameters.enough - 1 { model.learn(Looks.of([1])) }
        #expect(!model.isKnown)
        #expect(model.distance(to: Looks.of([1])) == nil)
        #expect(model.strangeness(of: Looks.of([9])) == nil)
        model.learn(Looks.of([1]))
        #expect(model.isKnown && model.distance(to: Looks.of([1])) == 0)
    }

    @Test func theMeanIsThatOfTheSightings() throws {
        var model = AppearanceModel()
        for step in 0..<40 { model.learn(Looks.of([step % 2 == 0 ? 1 : 3])) }
        let mean = try #require(model.mean)
        #expect(abs(mean.shares[1] - 0.5) < 1e-4 && abs(mean.shares[3] - 0.5) < 1e-4)
    }

    @Test func theMeanFollowsTheLight() throws {
        var model = AppearanceModel()
        for _ in 0..<1000 { model.learn(Looks.of([1])) }
        for _ in 0..<300 { model.learn(Looks.of([3])) }
        // e⁻³ of the old is left.
        #expect(abs(try #require(model.mean).shares[1] - 0.05) < 0.01)
    }

    @Test func strangenessIsMeasuredInWhatIsUsual() throws {
        var steady = AppearanceModel()
        var varied = AppearanceModel()
        for step in 0..<200 {
            steady.learn(Looks.mixed(1, 3, 0.1))
            varied.learn(Looks.mixed(1, 3, step % 2 == 0 ? 0.02 : 0.4))
        }
        let sighting = Looks.mixed(1, 3, 0.6)
        let known = try #require(steady.strangeness(of: Looks.mixed(1, 3, 0.1)))
        let odd = try #require(steady.strangeness(of: sighting))
        let usual = try #require(varied.strangeness(of: sighting))
        #expect(known < 1 && odd > 4 && usual < odd / 2)
        let stranger = try #require(varied.strangeness(of: Looks.of([200], [30])))
        #expect(stranger > 4)
    }
}

@Suite struct DyadAppearanceTests {
    private let red = Looks.of([1], [2])
    private let blue = Looks.of([50], [60])

    /// - Parameter scatter: share of the chest that varies from sighting to sighting.
    private func acquainted(_ first: Int, _ second: Int, scatter: Float = 0.02) -> DyadAppearance {
        var dyad = DyadAppearance()
        for step in 0..<50 {
            let share = scatter * Float(step % 2)
            dyad.learn(Looks.mixed(first, 100, share), of: 0)
            dyad.learn(Looks.mixed(second, 100, share), of: 1)
        }
        return dyad
    }

    @Test func eachInTheRightSeatSpeaksForItAndExchangedAgainstIt() throws {
        let dyad = acquainted(1, 50)
        #expect(dyad.isDistinct)
        let right = try #require(dyad.evidence([Looks.of([1]), Looks.of([50])]))
        let wrong = try #require(dyad.evidence([Looks.of([50]), Looks.of([1])]))
        #expect(
            right > IdentitySwitchMonitor.parameters.clear
                && wrong < -IdentitySwitchMonitor.parameters.clear)
        #expect(abs(right + wrong) < 0.05 * right)
    }

    @Test func oneAloneSpeaksToo() throws {
        let dyad = acquainted(1, 50)
        #expect(
            try #require(dyad.evidence([nil, Looks.of([50])]))
                > IdentitySwitchMonitor.parameters.clear)
        #expect(
            try #require(dyad.evidence([nil, Looks.of([1])])) < -IdentitySwitchMonitor.parameters
                .clear)
        #expect(
            try #require(dyad.evidence([Looks.of([50]), nil])) < -IdentitySwitchMonitor.parameters
                .clear)
    }

    @Test func nobodyInViewSaysNothing() {
        #expect(acquainted(1, 50).evidence([nil, nil]) == nil)
    }

    @Test func whoLooksLikeNeitherSaysLittle() throws {
        let dyad = acquainted(1, 50)
        #expect(
            abs(try #require(dyad.evidence([Looks.of([150]), nil])))
                < IdentitySwitchMonitor.parameters.clear)
    }

    @Test func twinsSayNothing() {
        #expect(!acquainted(1, 1).isDistinct)
        #expect(acquainted(1, 1).evidence([Looks.of([1]), Looks.of([1])]) == nil)
    }

    @Test func peopleWhoVaryMoreThanTheyDifferSayNothing() {
        var dyad = DyadAppearance()
        for step in 0..<50 {
            let share: Float = step % 2 == 0 ? 0 : 0.9
            dyad.learn(Looks.mixed(1, 50, share), of: 0)
            dyad.learn(Looks.mixed(50, 1, share), of: 1)
        }
        #expect(!dyad.isDistinct)
    }

    @Test func nothingIsSaidBeforeBothAreKnown() {
        var dyad = DyadAppearance()
        for _ in 0..<50 { dyad.learn(red, of: 0) }
        for _ in 0..<AppearanceModel.parameters.enough - 1 { dyad.learn(blue, of: 1) }
        #expect(dyad.evidence([red, blue]) == nil)
        dyad.learn(blue, of: 1)
        #expect(dyad.evidence([red, blue]) != nil)
    }

    @Test func whatIsKnownGoesWithTheNames() throws {
        var dyad = acquainted(1, 50)
        dyad.swap()
        #expect(try #require(dyad.evidence([Looks.of([50]), Looks.of([1])])) > 0)
        dyad.forget(0)
        #expect(dyad.evidence([Looks.of([50]), Looks.of([1])]) == nil)
    }
}
