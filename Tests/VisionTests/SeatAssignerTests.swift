import Testing

@testable import Vision

@Suite struct SeatAssignerTests {
    private func seated(_ places: [SIMD2<Float>?]) -> SeatAssigner {
        var assigner = SeatAssigner()
        for (seat, place) in places.enumerated() {
            if let place { assigner.note(seat, at: place) }
        }
        return assigner
    }

    @Test func theLeftOneOfTwoIsTheFirstSeat() {
        let decision = SeatAssigner().assign(
            [SIMD2(700, 100), SIMD2(200, 100)], taken: [nil, nil], middle: 480)
        #expect(decision == .init(seats: [1, 0]))
    }

    @Test func aPersonAloneIsSeatedByTheHalfOfThePicture() {
        let assigner = SeatAssigner()
        #expect(
            assigner.assign([SIMD2(100, 0)], taken: [nil, nil], middle: 480)
                == .init(seats: [0, nil]))
        #expect(
            assigner.assign([SIMD2(600, 0)], taken: [nil, nil], middle: 480)
                == .init(seats: [nil, 0]))
    }

    @Test func whoComesBackTakesTheOldSeat() {
        let assigner = seated([SIMD2(200, 100), SIMD2(700, 100)])
        #expect(
            assigner.assign([SIMD2(900, 50)], taken: [SIMD2(210, 100), nil], middle: 480)
                == .init(seats: [nil, 0]))
    }

    @Test func bothComeBackEachToTheNearerSeat() {
        let assigner = seated([SIMD2(200, 100), SIMD2(700, 100)])
        #expect(
            assigner.assign(
                [SIMD2(650, 90), SIMD2(260, 90)], taken: [nil, nil], middle: 480)
                == .init(seats: [1, 0]))
    }

    @Test func aSecondPersonToTheLeftOfTheFirstSeatTurnsTheSeatsRound() {
        let assigner = seated([SIMD2(300, 100), nil])
        #expect(
            assigner.assign([SIMD2(100, 100)], taken: [SIMD2(300, 100), nil], middle: 480)
                == .init(seats: [0, nil], relabel: true))
    }

    @Test func nobodyIsAssignedWhenBothSeatsAreTaken() {
        let both: [SIMD2<Float>?] = [SIMD2(200, 0), SIMD2(700, 0)]
        #expect(
            seated(both).assign([SIMD2(400, 0)], taken: both, middle: 480)
                == .init(seats: [nil, nil]))
    }
}
