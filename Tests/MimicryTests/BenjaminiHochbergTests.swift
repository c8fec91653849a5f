import Testing

@testable import Mimicry

@Suite struct BenjaminiHochbergTests {
    @Test func qValuesAreThoseWorkedOutByHand() {
        // 0.01·4/1, 0.04·4/3, 0.03·4/2 → lowered to the 0.04·4/3 of the next, 0.5·4/4.
        let found = BenjaminiHochberg.qValues([0.01, 0.04, 0.03, 0.5])
        for (one, other) in zip(found, [0.04, 0.16 / 3, 0.16 / 3, 0.5]) {
            #expect(abs(one - other) < 1e-12)
        }
    }

    @Test func qValuesAreAtMostOneAndNoneOfNoneAreNone() {
        #expect(BenjaminiHochberg.qValues([1, 1, 0.9]) == [1, 1, 1])
        #expect(BenjaminiHochberg.qValues([]).isEmpty)
        #expect(BenjaminiHochberg.qValues([0.2]) == [0.2])
    }
}
