import CVision
import Foundation
import Testing

@testable import Vision

/// The line between two people at 300 and 700, halfway between their arms at 500.
@Suite struct DyadBorderTests {
    private let left = Figure.pose(at: SIMD2(300, 200))
    private let right = Figure.pose(at: SIMD2(700, 200))

    @Test func itStandsAtOnceAndThenMovesSlowly() throws {
        var border = DyadBorder()
        border.move(between: left, right, time: 0)
        #expect(abs(try #require(border.x) - 500) < 1e-3)
        // The gap's middle is at 560 now: a tenth of the way in a tenth of the time constant.
        let farther = Figure.pose(at: SIMD2(820, 200))
        border.move(between: left, farther, time: 0.1)
        #expect(abs(try #require(border.x) - 506) < 1e-3)
    }

    @Test func itStaysBetweenTheShoulders() throws {
        var border = DyadBorder()
        border.move(between: left, right, time: 0)
        border.move(between: Figure.pose(at: SIMD2(500, 200)), right, time: 0.01)
        #expect(try #require(border.x) == 550)
    }

    @Test func withoutBothOrWithoutAGapThereIsNone() {
        var border = DyadBorder()
        border.move(between: left, right, time: 0)
        border.move(between: left, nil, time: 0.1)
        #expect(border.x == nil)
        border.move(between: left, Figure.pose(at: SIMD2(390, 200)), time: 0.2)
        #expect(border.x == nil)
    }

    @Test func eachHasTheirSideOfThePictureWhereverTheySit() throws {
        let frame = try Clips.frame(Painting(1000, 400, .wall))
        var border = DyadBorder()
        #expect(border.side(of: 0, left, right, in: frame) == nil)
        border.move(between: left, right, time: 0)
        let first = try #require(border.side(of: 0, left, right, in: frame))
        let second = try #require(border.side(of: 1, left, right, in: frame))
        #expect(first.x == 0 && abs(first.width - 500) < 1e-3 && first.height == 400)
        #expect(abs(second.x - 500) < 1e-3 && abs(second.width - 500) < 1e-3)
        let exchanged = try #require(border.side(of: 0, right, left, in: frame))
        #expect(abs(exchanged.x - 500) < 1e-3)
    }
}

@Suite struct CutDetectorTests {
    @Test func muchMoreThanUsualIsACut() {
        var cuts = CutDetector()
        for _ in 0..<20 {
            let isCut = cuts.isCut(.init(share: 0.02))
            #expect(!isCut)
        }
        let cut = cuts.isCut(.init(share: 0.6))
        #expect(cut)
    }

    @Test func aPictureThatAlwaysChangesMuchIsNotCut() {
        var cuts = CutDetector()
        let changes = (0..<20).map { _ in cuts.isCut(.init(share: 0.6)) }
        #expect(!changes.contains(true))
    }

    @Test func aFifthOfThePictureAtMostIsNoCut() {
        var cuts = CutDetector()
        _ = cuts.isCut(.init(share: 0.001))
        let isCut = cuts.isCut(.init(share: 0.2))
        #expect(!isCut)
    }

    @Test func somebodyWhoWalksInIsNoCutWhileAnotherSitsThere() {
        var cuts = CutDetector()
        _ = cuts.isCut(.init(share: 0.001))
        var others = cuts
        let isCut = cuts.isCut(.init(share: 0.3)) { [.init(share: 0.01, likeness: 0.99)] }
        let isOther = others.isCut(.init(share: 0.5)) { [.init(share: 0.01), .init(share: 0.9)] }
        #expect(!isCut && isOther)
    }

    @Test func aHeadThatFillsThePictureAndTurnsIsNoCut() {
        var cuts = CutDetector()
        _ = cuts.isCut(.init(share: 0.01))
        let isCut = cuts.isCut(.init(share: 0.3)) { [.init(share: 0.31, likeness: 0.7)] }
        #expect(!isCut)
    }

    @Test func aCameraThatSetsItsExposureIsNoCut() {
        var cuts = CutDetector()
        _ = cuts.isCut(.init(share: 0.001))
        let isCut = cuts.isCut(.init(share: 0.9, likeness: 0.98))
        #expect(!isCut)
    }

    @Test func itContinuesFromItsState() throws {
        var cuts = CutDetector()
        _ = cuts.isCut(.init(share: 0.02))
        let state = try PropertyListEncoder().encode(cuts)
        var again = try PropertyListDecoder().decode(CutDetector.self, from: state)
        let (resumed, uninterrupted) = (
            again.isCut(.init(share: 0.6)), cuts.isCut(.init(share: 0.6))
        )
        #expect(resumed && uninterrupted)
    }
}
