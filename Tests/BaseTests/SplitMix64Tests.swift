import Testing

@testable import Base

@Suite struct SplitMix64Tests {
    @Test func theSequenceIsThatOfTheReferenceImplementation() {
        var generator = SplitMix64(seed: 0)
        #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
        #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
        #expect(generator.next() == 0x06C4_5D18_8009_454F)
    }

    @Test func streamsDifferAndDoNotDependOnUse() {
        var used = SplitMix64(seed: 5)
        var one = used.stream(3)
        var other = used.stream(4)
        #expect(one.next() != other.next())
        var untouched = SplitMix64(seed: 5)
        #expect(used.next() == untouched.next())
    }
}
