import Testing
import VisionProtocol

@testable import Vision

@Suite struct IdentitySwitchMonitorTests {
    private static let homes = [SIMD2<Float>(200, 100), SIMD2<Float>(700, 100)]
    private static let width: Float = 100

    /// Feeds a ledger ten times a second and keeps what it led to.
    private struct Session {
        var ledger = IdentitySwitchMonitor()
        var time = 0.0
        var closed: [UncertainSpan] = []
        var exchanges: [Double] = []

        /// - Parameters:
        ///   - seconds: for how long.
        ///   - x: of both mid-shoulders at a share (0…1) of that time; `nil` for out of sight.
        mutating func pass(
            _ seconds: Double, evidence: Float? = nil, unlikeness: Float? = nil,
            isAcquainted: Bool = true, x: (Float) -> [Float?] = { _ in [200, 700] }
        ) {
            let count = Int((seconds * 10).rounded())
            for step in 1...count {
                let places = x(Float(step) / Float(count))
                take(
                    places, evidence: evidence, unlikeness: unlikeness, isAcquainted: isAcquainted)
            }
        }

        mutating func take(
            _ x: [Float?], evidence: Float? = nil, unlikeness: Float? = nil,
            isAcquainted: Bool = true, cut: Bool = false,
            collision: Bool = false, after step: Double = 0.1
        ) {
            time += step
            let views = x.map { place -> IdentitySwitchMonitor.View? in
                place.map { .init(place: SIMD2($0, 100), width: width) }
            }
            // As the tracker does: from an exchange on, the two are given the other way round.
            let isExchanged = exchanges.count % 2 == 1
            let outcome = ledger.update(
                time: time, views: isExchanged ? views.reversed() : views,
                evidence: isExchanged ? evidence.map(-) : evidence, unlikeness: unlikeness,
                isAcquainted: isAcquainted, cut: cut, collision: collision)
            if let risk = outcome.closed { closed.append(risk) }
            if outcome.swap { exchanges.append(time) }
        }

        /// The first one leans over until the two overlap, stays there and goes back.
        mutating func overlap(_ seconds: Double, evidence: Float? = nil) {
            pass(1, evidence: evidence) { [200 + 440 * $0, 700] }
            pass(seconds) { _ in [640, 700] }
        }

        mutating func goBack(evidence: Float? = nil) {
            pass(1, evidence: evidence) { [640 - 440 * $0, 700] }
        }
    }

    private func isNear(_ a: Double, _ b: Double, within reach: Double = 1e-6) -> Bool {
        abs(a - b) <= reach
    }

    // MARK: What puts identity at risk

    @Test func nothingIsAtRiskWhileTheyStayApart() {
        var session = Session()
        session.pass(20, evidence: 1) { [200 + 60 * $0, 700 - 90 * $0] }
        #expect(session.ledger.isSafe && session.closed.isEmpty)
        #expect(session.ledger.finish(at: 20) == nil)
    }

    @Test func anOverlapIsARiskFromTheInstantBeforeIt() throws {
        var session = Session()
        session.pass(2)
        session.take([630, 700])
        let risk = try #require(session.ledger.finish(at: 5))
        #expect(risk.cause == .overlap)
        #expect(isNear(risk.start, 2) && risk.end == 5)
    }

    @Test func bodiesOverlapWithinThreeQuartersOfTheWiderShoulders() {
        func overlaps(_ apart: Float, _ widths: (Float, Float)) -> Bool {
            IdentitySwitchMonitor.isOverlap([
                .init(place: SIMD2(300, 100), width: widths.0),
                .init(place: SIMD2(300 + apart, 100), width: widths.1),
            ])
        }
        #expect(overlaps(74, (100, 100)) && !overlaps(76, (100, 100)))
        #expect(overlaps(140, (60, 200)), "the wider counts")
        let alone = IdentitySwitchMonitor.isOverlap([.init(place: .zero, width: 100), nil])
        #expect(!alone)
    }

    @Test func aBodyThatIsSuddenlyElsewhereHasLeapt() throws {
        var session = Session()
        session.pass(2)
        session.take([350, 700])
        let risk = try #require(session.ledger.finish(at: 3))
        #expect(risk.cause == .leap && isNear(risk.start, 2))
    }

    @Test func fastMovementIsNoLeap() {
        var session = Session()
        session.pass(2)
        // Six shoulder widths a second.
        session.pass(0.4) { [200 + 240 * $0, 700] }
        #expect(session.ledger.isSafe)
    }

    @Test func whoIsSeenAgainAfterAGapHasNotLeapt() {
        var session = Session()
        session.pass(2)
        session.take([400, 700], after: 0.6)
        #expect(session.ledger.isSafe)
    }

    @Test func aCutIsARiskWhereverTheyAre() {
        var session = Session()
        session.pass(2)
        session.take([200, 700], cut: true)
        #expect(session.ledger.finish(at: 3)?.cause == .cut)
    }

    @Test func bothOutOfSightIsARiskAndOneAloneIsNot() {
        var session = Session()
        session.pass(2)
        session.pass(3) { _ in [200, nil] }
        session.pass(1)
        session.pass(3) { _ in [nil, 700] }
        #expect(session.ledger.isSafe)
        session.take([nil, nil])
        #expect(session.ledger.finish(at: 10)?.cause == .absence)
    }

    @Test func whoIsLostOnOneSideAndFoundOnTheOtherMayHaveBeenExchanged() throws {
        var session = Session()
        session.pass(2)
        // One is lost before the two overlap and found when they do no more.
        session.pass(1) { [200 + 200 * $0, nil] }
        session.take([500, 300])
        let risk = try #require(session.ledger.finish(at: 4))
        #expect(risk.cause == .overlap && isNear(risk.start, 2))
    }

    @Test func whoIsFoundBehindTheOtherMayHaveBeenExchanged() {
        var session = Session()
        session.pass(2)
        session.pass(1) { _ in [200, nil] }
        session.take([200, 80])
        #expect(!session.ledger.isSafe, "they were behind the one who sits there")
    }

    @Test func whoIsFoundOnTheirOwnSideWasNot() {
        var session = Session()
        session.pass(2)
        session.pass(1) { [200 + 100 * $0, nil] }
        session.take([300, 500])
        #expect(session.ledger.isSafe)
    }

    @Test func whoComesBackByAnotherDoorWasNotExchanged() {
        var session = Session()
        session.pass(2)
        session.pass(60) { _ in [200, nil] }
        session.take([200, 80])
        #expect(session.ledger.isSafe, "the one who stayed sat there all the time")
    }

    @Test func whoIsFoundInThePlaceThatTheOtherHasJustLeftMayBeTheOther() throws {
        var session = Session()
        session.pass(20)
        session.pass(20) { _ in [200, nil] }
        session.pass(1) { [200 + 300 * $0, nil] }
        session.take([500, 200])
        let risk = try #require(session.ledger.finish(at: 42))
        #expect(risk.cause == .overlap && isNear(risk.start, session.time - 3))
    }

    @Test func twoSeatsOnOnePersonAreAnOverlap() {
        var session = Session()
        session.pass(2)
        session.take([nil, 700], collision: true)
        #expect(session.ledger.finish(at: 3)?.cause == .overlap)
    }

    @Test func nothingIsAtRiskBeforeBothWereSeen() {
        var session = Session()
        session.pass(2) { _ in [nil, nil] }
        session.pass(2) { _ in [nil, 700] }
        session.take([nil, 300])
        #expect(session.ledger.isSafe)
    }

    @Test func aCutBeforeTheSecondCameMayHaveShownTheOther() throws {
        var session = Session()
        session.pass(2) { _ in [nil, 700] }
        session.take([nil, 700], cut: true)
        session.pass(3, isAcquainted: false) { _ in [nil, 700] }
        #expect(!session.ledger.isSafe)
        session.pass(1, isAcquainted: false)
        let risk = try #require(session.closed.first)
        #expect(risk.cause == .cut && isNear(risk.start, 2))
        #expect(risk.end > 5.1 && risk.end < 5.7, "once the second is known")
    }

    // MARK: What settles it

    @Test func looksThatSpeakForItSettleItWithoutAnExchange() throws {
        var session = Session()
        session.pass(5, evidence: 2)
        session.overlap(10)
        session.goBack(evidence: 2)
        let risk = try #require(session.closed.first)
        #expect(session.closed.count == 1 && session.exchanges.isEmpty && session.ledger.isSafe)
        #expect(risk.cause == .overlap)
        // The overlap begins at 6 s, and they are apart again from 16.1 s on.
        #expect(isNear(risk.start, 5.9) && risk.end > 16 && risk.end < 16.7)
    }

    @Test func looksThatSpeakAgainstItSettleItWithAnExchange() throws {
        var session = Session()
        session.pass(5, evidence: 2)
        session.overlap(10)
        session.goBack(evidence: -2)
        let risk = try #require(session.closed.first)
        #expect(session.exchanges.count == 1)
        #expect(session.exchanges.first == risk.end, "the stretch ends where they are exchanged")
    }

    @Test func whoWasExchangedHasNotLeapt() {
        var session = Session()
        session.pass(5, evidence: 2)
        session.take([200, 700], cut: true)
        while session.exchanges.isEmpty, session.time < 10 {
            session.take([200, 700], evidence: -2)
        }
        #expect(session.exchanges.count == 1)
        session.pass(2, evidence: -2)
        #expect(session.ledger.isSafe && session.closed.count == 1)
    }

    @Test func itTakesAClearViewOfSomeLength() {
        var session = Session()
        session.pass(5, evidence: 2)
        session.take([200, 700], evidence: 2, cut: true)
        let cut = session.time
        session.pass(0.3, evidence: 2)
        #expect(!session.ledger.isSafe)
        session.pass(0.3, evidence: 2)
        #expect(session.ledger.isSafe)
        #expect(
            session.closed.allSatisfy {
                $0.end - cut >= IdentitySwitchMonitor.parameters.settling - 1e-9
            })
    }

    @Test func anotherOverlapBeginsTheViewAnew() {
        var session = Session()
        session.pass(5, evidence: 2)
        session.overlap(4)
        session.pass(0.3, evidence: -2) { _ in [500, 700] }
        session.pass(0.2) { _ in [640, 700] }
        session.pass(0.3, evidence: 2) { _ in [500, 700] }
        #expect(session.closed.isEmpty, "0.3 s twice is not 0.4 s")
        session.pass(0.3, evidence: 2) { _ in [500, 700] }
        #expect(session.closed.count == 1)
        #expect(session.exchanges.isEmpty, "what was seen before the second overlap does not count")
    }

    @Test func looksThatSayLittleSettleNothing() {
        var session = Session()
        session.pass(5, evidence: 2)
        session.overlap(10)
        session.pass(30, evidence: 0.3) { _ in [400, 700] }
        #expect(!session.ledger.isSafe)
    }

    @Test func backHomeAfterSomethingShortNothingHasHappened() throws {
        var session = Session()
        session.pass(10)
        session.overlap(1)
        session.goBack()
        session.pass(1)
        let risk = try #require(session.closed.first)
        #expect(session.exchanges.isEmpty && session.ledger.isSafe)
        #expect(isNear(risk.start, 10.9) && risk.end < 13.5)
    }

    @Test func backHomeInTheOthersPlaceSettlesNothing() {
        var session = Session()
        session.pass(10)
        session.pass(1) { [200 + 250 * $0, 700 - 250 * $0] }
        session.pass(1) { [450 + 250 * $0, 450 - 250 * $0] }
        session.pass(20) { _ in [700, 200] }
        #expect(session.closed.isEmpty && !session.ledger.isSafe)
    }

    @Test func backHomeAfterSomethingLongSettlesNothingAndItLastsToTheEnd() throws {
        var session = Session()
        session.pass(10)
        session.overlap(4)
        session.goBack()
        session.pass(30)
        #expect(session.closed.isEmpty)
        let risk = try #require(session.ledger.finish(at: session.time))
        #expect(isNear(risk.start, 10.9) && risk.end == session.time && risk.cause == .overlap)
    }

    @Test func aLightThatIsSwitchedOnIsNoCut() throws {
        var session = Session()
        session.pass(10)
        session.take([205, 690], cut: true)
        session.pass(2)
        let risk = try #require(session.closed.first)
        #expect(risk.end - risk.start < 0.7 && session.ledger.isSafe)
    }

    @Test func placesSettleNothingAfterACut() {
        var session = Session()
        session.pass(10)
        session.take([240, 700], cut: true)
        session.pass(30)
        #expect(session.closed.isEmpty)
        #expect(session.ledger.finish(at: 40)?.cause == .cut)
    }

    @Test func aCutDuringAnOverlapMakesACutOfIt() {
        var session = Session()
        session.pass(10)
        session.overlap(1)
        session.take([640, 700], cut: true)
        session.goBack()
        session.pass(5)
        #expect(session.ledger.finish(at: 20)?.cause == .cut)
    }

    @Test func beforeTheyAreKnownTimeAloneSettlesItAndNobodyIsExchanged() {
        var session = Session()
        session.pass(0.5, isAcquainted: false)
        session.take([200, 700], isAcquainted: false, cut: true)
        session.pass(0.5, evidence: -2, isAcquainted: false)
        #expect(session.ledger.isSafe && session.closed.count == 1 && session.exchanges.isEmpty)
    }

    @Test func aCutInARecordingOfOneEndsWhenTheyAreSeenToBeThemselves() throws {
        var session = Session()
        session.pass(5, unlikeness: 0, isAcquainted: false) { _ in [200, nil] }
        session.take([500, nil], isAcquainted: false, cut: true)
        session.pass(1, unlikeness: 0.5, isAcquainted: false) { _ in [500, nil] }
        let span = try #require(session.closed.first)
        #expect(isNear(span.start, 5) && span.end < 5.7 && session.ledger.isSafe)
    }

    @Test func aCutToSomebodyWhoLooksDifferentStaysOpen() {
        var session = Session()
        session.pass(5, unlikeness: 0, isAcquainted: false) { _ in [200, nil] }
        session.take([210, nil], isAcquainted: false, cut: true)
        session.pass(20, unlikeness: 8, isAcquainted: false) { _ in [210, nil] }
        #expect(!session.ledger.isSafe && session.closed.isEmpty)
    }

    @Test func oneInViewIsEnoughForLooksToSettleIt() {
        var session = Session()
        session.pass(5, evidence: 2)
        session.pass(2) { _ in [nil, nil] }
        session.pass(1, evidence: -2) { _ in [nil, 700] }
        #expect(session.exchanges.count == 1)
    }

    // MARK: What is noticed only by looks

    @Test func looksThatTurnAgainstItTellOfAnUnseenExchange() throws {
        var session = Session()
        session.pass(5, evidence: 1)
        session.pass(3, evidence: -1)
        let risk = try #require(session.closed.first)
        #expect(risk.cause == .looks && session.exchanges.first == risk.end)
        #expect(isNear(risk.start, 5), "they last spoke for it then")
        #expect(risk.end > 5.2 && risk.end < 7)
    }

    @Test func aMomentOfContraryLooksIsNotBelieved() {
        var session = Session()
        session.pass(5, evidence: 1)
        session.pass(0.2, evidence: -2)
        session.pass(5, evidence: 1)
        #expect(session.closed.isEmpty && session.exchanges.isEmpty)
    }

    @Test func looksOfOneAloneTellOfNoExchange() {
        var session = Session()
        session.pass(5, evidence: 1)
        session.pass(5, evidence: -2) { _ in [200, nil] }
        #expect(session.exchanges.isEmpty)
    }

    // MARK: Names

    @Test func whenSeatsAreRenamedHomesGoWithThem() {
        var session = Session()
        session.pass(10)
        session.ledger.swap()
        #expect(session.ledger.homes == Self.homes.reversed())
        session.pass(1) { _ in [700, 200] }
        #expect(session.ledger.isSafe, "renaming is no leap")
    }

    @Test func aSeatThatIsForgottenHasNoHome() {
        var session = Session()
        session.pass(10)
        session.ledger.forget(1)
        #expect(session.ledger.homes == [Self.homes[0], nil])
    }

    @Test func homesFollowSlowly() throws {
        var session = Session()
        session.pass(10)
        session.pass(1) { _ in [260, 700] }
        let early = try #require(session.ledger.homes[0]).x
        session.pass(30) { _ in [260, 700] }
        let late = try #require(session.ledger.homes[0]).x
        #expect(early > 202 && early < 225 && late > 258)
    }
}
