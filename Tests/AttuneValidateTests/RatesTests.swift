import Testing

@testable import attune_validate

@Suite struct RatesTests {
    @Test func theIntervalIsWilsons() {
        // 5 of 100: Wilson's 95 % interval is 2.15 to 11.18 %.
        let rate = Rate((0..<100).map { $0 < 5 })
        #expect(rate.share == 0.05)
        #expect(abs(rate.interval.lowerBound - 0.0215) < 1e-4)
        #expect(abs(rate.interval.upperBound - 0.1118) < 1e-4)
    }

    @Test func casesThatGoTogetherTellLess() {
        let alone = Rate(clusters: (0..<100).map { [$0 < 5] })
        let together = Rate(clusters: (0..<100).map { index in (0..<10).map { _ in index < 5 } })
        #expect(together.share == alone.share)
        #expect(together.count == 1000)
        #expect(abs(together.interval.upperBound - alone.interval.upperBound) < 1e-9)
    }

    @Test func noCasesHaveNoRate() {
        #expect(Rate([]).text == "—")
        #expect(Rate(clusters: [[], []]).text == "—")
    }

    @Test func evenlySpreadPValuesAreUniform() {
        let even = Statistics.uniformity((1...200).map { Double($0) / 200 })
        #expect(even.distance < 1e-9)
        #expect(even.p > 0.99)
        let small = Statistics.uniformity((1...200).map { Double($0) / 400 })
        #expect(abs(small.distance - 0.5) < 1e-9)
        #expect(small.p < 1e-6)
    }

    @Test func quantilesAreInterpolated() {
        #expect(Statistics.quantile([4, 1, 3, 2], 0.5) == 2.5)
        #expect(Statistics.quantile([], 0.5).isNaN)
    }
}

@Suite struct MarkedSectionTests {
    let section = MarkedSection(page: "", name: "x")

    @Test func onlyWhatIsBetweenTheMarkersIsReplaced() {
        let page = "before\n<!-- x:begin -->\nold\n<!-- x:end -->\nafter\n"
        #expect(
            section.replaced(page, with: "new")
                == "before\n<!-- x:begin -->\nnew\n<!-- x:end -->\nafter\n")
    }

    @Test func aPageWithoutMarkersGetsThemAtItsEnd() {
        let page = section.replaced("text\n", with: "new")
        #expect(page == "text\n\n<!-- x:begin -->\nnew\n<!-- x:end -->\n")
        #expect(section.replaced(page, with: "newer").contains("newer"))
    }
}
