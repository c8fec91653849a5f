import Testing

@testable import Vision

@Suite struct SeatAssignerTests {
    private typealias Candidate = SeatAssigner.Candidate

    private func seated(_ places: [SIMD2<Float>?], width: Float = 100) -> SeatAssigner {
        var assigner = SeatAssigner()
        for (seat, place) in places.enumerated() {
            if let place { assigner.note(seat, at: place, width: width, time: 0) }
        }
        return assigner
    }

    private func somebody(
        _ x: Float, _ y: Float = 100, width: Float = 100, strangeness: [Float?] = [nil, nil],
        patience: Double = 0, hasHead: Bool = true
    ) -> Candidate {
        Candidate(
            place: SIMD2(x, y), width: width, strangeness: strangeness, patience: patience,
            hasHead: hasHead)
    }

    private let apart: [SIMD2<Float>?] = [SIMD2(200, 100), SIMD2(700, 100)]

    // MARK: Places

    @Test func theLeftOneOfTwoIsTheFirstSeat() {
        let seats = SeatAssigner().assign(
            [somebody(700), somebody(200)], taken: [nil, nil], middle: 480)
        #expect(seats == [1, 0])
    }

    @Test func aPersonAloneIsSeatedByTheHalfOfThePicture() {
        let assigner = SeatAssigner()
        #expect(assigner.assign([somebody(100)], taken: [nil, nil], middle: 480) == [0, nil])
        #expect(assigner.assign([somebody(600)], taken: [nil, nil], middle: 480) == [nil, 0])
    }

    @Test func aBodyWhoseHeadIsOutOfThePictureTakesNoNewSeatUntilItStays() {
        let body = somebody(200, hasHead: false)
        let woman = somebody(500)
        #expect(
            SeatAssigner().assign([body, woman], taken: [nil, nil], middle: 600) == [1, nil])
        #expect(SeatAssigner().assign([body], taken: [nil, nil], middle: 480) == [nil, nil])
        let patient = somebody(200, patience: 8, hasHead: false)
        #expect(
            SeatAssigner().assign([patient, woman], taken: [nil, nil], middle: 600) == [0, 1])
    }

    @Test func whoStandsUpOutOfThePictureKeepsTheSeat() {
        #expect(
            seated(apart).assign(
                [somebody(690, hasHead: false)], taken: [SIMD2(210, 100), nil], middle: 480)
                == [nil, 0])
    }

    @Test func whoComesBackTakesTheOldSeat() {
        #expect(
            seated(apart).assign([somebody(900, 50)], taken: [SIMD2(210, 100), nil], middle: 480)
                == [nil, 0])
    }

    @Test func bothComeBackEachToTheNearerSeat() {
        #expect(
            seated(apart).assign(
                [somebody(650, 90), somebody(260, 90)], taken: [nil, nil], middle: 480) == [1, 0])
    }

    @Test func theLeastTotalWayDecidesAndNotWhoIsNearest() {
        // The one at 290 is nearest to the first seat; but then the other has a long way to the second.
        let assigner = seated([SIMD2(200, 100), SIMD2(400, 100)])
        #expect(
            assigner.assign([somebody(290), somebody(100)], taken: [nil, nil], middle: 480)
                == [1, 0])
    }

    @Test func aSecondPersonTakesTheFreeSeatOnWhicheverSideTheyAre() {
        let assigner = seated([SIMD2(300, 100), nil])
        for x: Float in [100, 600] {
            #expect(
                assigner.assign([somebody(x)], taken: [SIMD2(300, 100), nil], middle: 480)
                    == [nil, 0])
        }
    }

    @Test func ofTwoTheOneOnItsSideTakesASeatThatWasNeverTaken() {
        let assigner = seated([SIMD2(400, 100), nil])
        #expect(
            assigner.assign(
                [somebody(100), somebody(800)], taken: [SIMD2(400, 100), nil], middle: 480)
                == [nil, 1])
    }

    @Test func nobodyIsAssignedWhenBothSeatsAreTaken() {
        #expect(
            seated(apart).assign([somebody(400)], taken: apart, middle: 480) == [nil, nil])
    }

    @Test func nobodyFoundLeavesSeatsEmpty() {
        #expect(seated(apart).assign([], taken: [nil, nil], middle: 480) == [nil, nil])
        #expect(SeatAssigner().assign([], taken: [nil, nil], middle: 480) == [nil, nil])
    }

    @Test func noOneIsGivenTwoSeats() {
        #expect(
            seated(apart).assign([somebody(450)], taken: [nil, nil], middle: 480)
                .compactMap { $0 }.count == 1)
    }

    // MARK: Looks

    @Test func looksOutweighAShortWay() {
        let near: [SIMD2<Float>?] = [SIMD2(300, 100), SIMD2(550, 100)]
        // Each is in the other's place, and looks like the one who belongs elsewhere.
        let found = [
            somebody(300, strangeness: [3.8, 0]), somebody(550, strangeness: [0, 3.8]),
        ]
        #expect(seated(near).assign(found, taken: [nil, nil], middle: 480) == [1, 0])
    }

    @Test func aStrangerDoesNotTakeAFreeSeat() {
        let assigner = seated(apart)
        let stranger = somebody(700, strangeness: [6, 5])
        #expect(
            assigner.assign([stranger], taken: [SIMD2(200, 100), nil], middle: 480) == [nil, nil])
        let known = somebody(700, strangeness: [6, 3])
        #expect(
            assigner.assign([known], taken: [SIMD2(200, 100), nil], middle: 480) == [nil, 0])
    }

    @Test func ofAStrangerAndTheOneWhoIsKnownTheKnownOneIsSeated() {
        let found = [somebody(700, strangeness: [6, 5]), somebody(900, strangeness: [6, 1])]
        #expect(
            seated(apart).assign(found, taken: [SIMD2(200, 100), nil], middle: 480) == [nil, 1])
    }

    @Test func whoeverStaysInThePlaceIsInTheEndTheOneWhoSitsThere() {
        let assigner = seated(apart)
        func seats(_ x: Float, _ patience: Double) -> [Int?] {
            assigner.assign(
                [somebody(x, strangeness: [6, 6], patience: patience)],
                taken: [SIMD2(200, 100), nil], middle: 480)
        }
        #expect(seats(700, 7.9) == [nil, nil])
        #expect(seats(700, 8) == [nil, 0])
        #expect(seats(700 - 149, 60) == [nil, 0])
        #expect(seats(700 - 151, 60) == [nil, nil], "elsewhere in the room a stranger stays one")
    }

    @Test func somebodyOfQuiteAnotherSizeIsNotTheOne() {
        let assigner = seated(apart)
        func isSeated(_ width: Float) -> Bool {
            assigner.assign(
                [somebody(700, width: width)], taken: [SIMD2(200, 100), nil], middle: 480)
                == [nil, 0]
        }
        #expect(!isSeated(50) && isSeated(60) && isSeated(180) && !isSeated(190))
    }

    @Test func twoAfterACutAreTheTwoWhateverTheLight() {
        let assigner = seated(apart)
        let first = somebody(210, width: 40, strangeness: [9, 9])
        let second = somebody(690, width: 40, strangeness: [9, 9])
        #expect(assigner.assign([first, second], taken: [nil, nil], middle: 480) == [0, 1])
        #expect(
            assigner.assign([second], taken: [SIMD2(200, 100), nil], middle: 480) == [nil, nil],
            "one beside the other who was never lost may be anybody")
        let third = somebody(450, strangeness: [9, 9])
        #expect(
            assigner.assign([first, second, third], taken: [nil, nil], middle: 480) == [nil, nil],
            "of three strangers none is known")
    }

    // MARK: Memory

    @Test func theWidestShouldersAreRememberedForAboutAMinute() throws {
        var assigner = seated(apart, width: 100)
        assigner.note(0, at: SIMD2(200, 100), width: 60, time: 1)
        let soon = try #require(assigner.widths[0])
        // In few looks as in many.
        assigner.note(0, at: SIMD2(200, 100), width: 60, time: 60)
        #expect(soon > 94 && soon < 100)
        #expect(assigner.widths[0] == 60)
    }

    @Test func aSizeThatWasNotSeenLatelyLocksNobodyOut() {
        // Somebody who left past the camera comes back to their chair.
        let assigner = seated(apart, width: 500)
        let back = [somebody(700, width: 160)]
        #expect(
            assigner.assign(back, taken: [SIMD2(200, 100), nil], middle: 480, time: 1) == [
                nil, nil,
            ])
        #expect(
            assigner.assign(back, taken: [SIMD2(200, 100), nil], middle: 480, time: 60) == [nil, 0])
    }

    @Test func aForgottenSeatIsFreeForAnybody() {
        var assigner = seated(apart)
        assigner.forget(1)
        #expect(assigner.places[1] == nil && assigner.widths[1] == nil)
        #expect(
            assigner.assign(
                [somebody(500, width: 30)], taken: [SIMD2(200, 100), nil], middle: 480)
                == [nil, 0])
    }

    @Test func exchangedSeatsExchangeTheirPlaces() {
        var assigner = seated([SIMD2(200, 100), nil])
        assigner.swap()
        #expect(assigner.places == [nil, SIMD2(200, 100)])
        #expect(assigner.widths == [nil, 100])
    }
}
