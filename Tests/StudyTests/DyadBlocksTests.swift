import Base
import Testing

@testable import Study

/// Dyads that share a person are flipped together.
@Suite struct DyadBlocksTests {
    private func sessions(_ people: [[String]]) throws -> [StudySession] {
        try people.enumerated().map { try StudyFixture.session("S\($0)", people: $1) }
    }

    @Test func aTherapistsDyadsAreOneBlock() throws {
        let study = StudyAnalysis(
            try sessions([
                ["T1", "C1"], ["T2", "C2"], ["T1", "C3"], ["T3", "C4"], ["T1", "C1"],
            ]))
        #expect(study.dyads.count == 4)
        #expect(study.blocks.isGrouped && study.blocks.seat == "therapist")
        #expect(study.blocks.numbers == [0, 1, 0, 2])
        #expect(study.blocks.blocks[0].codes == ["T1"])
        #expect(study.blocks.blocks[0].dyads == ["C1 + T1", "C3 + T1"])
        #expect(study.combined?.test.units == 3 && study.combined?.test.count == 4)
        #expect(!study.blocks.canTell)
        #expect(study.blocks.described(4, 3) == "4 dyads of 3 therapists")
    }

    /// A client who changes to another therapist joins both.
    @Test func blocksAreWhatShareNobody() throws {
        let study = StudyAnalysis(
            try sessions([["T1", "C1"], ["T1", "C2"], ["T2", "C2"], ["T3", "C3"]]))
        #expect(study.blocks.numbers == [0, 0, 0, 1] && study.blocks.seat == nil)
        #expect(study.blocks.described(4, 2) == "4 dyads in 2 groups that share nobody")
    }

    @Test func theTableNamesTherapistsOfWhomNoConsentTells() throws {
        var sessions = try (0..<4).map { try StudyFixture.session("S\($0)") }
        #expect(!StudyAnalysis(sessions).blocks.isGrouped)
        for (index, code) in ["T1", "T2", "T1", nil].enumerated() {
            sessions[index].therapist = code
        }
        let blocks = StudyAnalysis(sessions).blocks
        #expect(blocks.numbers == [0, 1, 0, 2] && blocks.seat == "therapist")
    }

    /// By hand: of two blocks, 3 and (1 + 1 − 4), no flip but that of the second has as large a sum.
    @Test func signsOfABlockAreFlippedTogether() throws {
        let test = try #require(SubsetTest([3, 1, 1, -4], blocks: [0, 1, 1, 1]))
        #expect(test.units == 2 && test.count == 4 && test.greater == 0.5)
        #expect(test.twoSided == 1 && test.interval == nil && !test.canTell)
        // Blocks of one are what there was without blocks.
        let values = [0.7, 2.91, 2.45, -1.46, 2.58, 0.2, -0.1]
        #expect(SubsetTest(values) == SubsetTest(values, blocks: [4, 3, 2, 1, 0, 9, 7]))
    }

    /// Centres inside the interval are not rejected, those outside are.
    @Test func theIntervalIsThatOfTheTest() throws {
        let values = [1.2, 0.8, 2.0, -0.3, 0.9, 1.6, 0.4, 1.1, -0.2, 0.5, 1.9, 0.3]
        let blocks = [0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 6]
        let interval = try #require(SubsetTest(values, blocks: blocks)?.interval)
        for (center, isIn) in [
            (interval.lowerBound + 1e-6, true), (interval.lowerBound - 1e-6, false),
            (interval.upperBound - 1e-6, true), (interval.upperBound + 1e-6, false),
        ] {
            let moved = try #require(SubsetTest(values.map { $0 - center }, blocks: blocks))
            #expect((moved.twoSided > 0.05) == isIn, "\(center): \(moved.twoSided)")
        }
    }

    @Test func fewTherapistsCannotTell() throws {
        let study = StudyAnalysis(try sessions((0..<10).map { ["T\($0 / 2)", "C\($0)"] }))
        #expect(study.combined?.pValue == 1.0 / 32)
        let sentences = StudySentences(study).sentences
        #expect(
            sentences[0].hasPrefix(
                "Whether episodes are more frequent than by chance cannot be told"))
        #expect(sentences[1].hasPrefix("Whether the two people mirror each other cannot be told"))
        #expect(!sentences.contains { $0.contains("stand out") })
        #expect(sentences.contains { $0.contains("10 dyads of 5 therapists. Six are needed") })
        #expect(study.warnings.contains { $0.hasPrefix("10 dyads of 5 therapists cannot tell") })
        let more = StudyAnalysis(try sessions((0..<12).map { ["T\($0 / 2)", "C\($0)"] }))
        #expect(StudySentences(more).sentences[0].hasPrefix("Episodes are more frequent"))
        #expect(StudySentences(more).sentences[0].contains("12 dyads of 6 therapists"))
        #expect(StudyJSON.value(more)["flips"]?["by"] == .string("therapist"))
    }

    /// How many clients each therapist of a design sees.
    static let designs: [(name: String, clients: [Int])] = [
        ("8 therapists with 4 clients each", [Int](repeating: 4, count: 8)),
        ("20 therapists with 3 clients each", [Int](repeating: 3, count: 20)),
        ("10 therapists with 1 to 8 clients", [1, 1, 1, 2, 2, 3, 4, 5, 6, 8]),
    ]

    /// Therapists differ as much as dyads of one do, and nothing else is there: flips of single dyads find it too often,
    /// flips of therapists do not. The figures are in docs/validation.md.
    @Test(arguments: designs) func aTherapistEffectAloneIsNotFound(
        _ design: (name: String, clients: [Int])
    ) {
        var generator = SplitMix64(seed: 5)
        var (single, grouped) = (0, 0)
        let studies = 3000
        let blocks = design.clients.enumerated().flatMap { [Int](repeating: $0, count: $1) }
        for _ in 0..<studies {
            let therapists = design.clients.map { _ in normal(&generator) }
            let values = blocks.map { therapists[$0] + normal(&generator) }
            if BlockSums(values, blocks: nil).isGreater { single += 1 }
            if BlockSums(values, blocks: blocks).isGreater { grouped += 1 }
        }
        let shares = [single, grouped].map { 100 * Double($0) / Double(studies) }
        print("\(design.name): by session \(shares[0]) %, by therapist \(shares[1]) %")
        // Three standard errors of 3000 studies around 5 %.
        #expect((3.8...6.2).contains(shares[1]), "\(shares)")
        #expect(shares[0] > 10, "\(shares)")
    }
}

/// A draw from the standard normal distribution.
func normal(_ generator: inout SplitMix64) -> Double {
    Normal.quantile(Double.random(in: 1e-12..<1, using: &generator))
}
