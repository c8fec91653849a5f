import Testing

@testable import Loopback

@Suite struct PageTokenTests {
    @Test func tokensHaveAHundredAndTwentyEightBitsAndDiffer() {
        let tokens = (0..<200).map { _ in PageToken().description }
        #expect(Set(tokens).count == tokens.count)
        #expect(tokens.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        #expect(PageToken("abc").matches("abc"))
        for wrong in ["", "ab", "abcd", "abcabc", "abd", "ABC"] {
            #expect(!PageToken("abc").matches(wrong))
        }
        #expect(!PageToken("").matches(""))
    }
}
