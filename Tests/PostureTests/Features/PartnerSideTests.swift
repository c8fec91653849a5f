import Foundation
import Testing

@testable import Posture

@Suite struct PartnerSideTests {
    private let extractor = FeatureExtractor()

    /// Who sits to the right in the picture has the other on their own right, whoever looks at the camera has
    /// turned to nobody, and in a mirror both do the same.
    @Test(arguments: [(0.0, -90.0), (60, -30), (80, -10), (-40, -130)])
    func headsAreTurnedTowardEachOther(turn: Double, expected: Double) {
        // The person's own left is at the right of the picture.
        var left = Figure()
        left.head = HeadAngles(yaw: turn, pitch: 0, roll: 0)
        let right = left.mirrored.moved(by: 300)
        #expect(isClose(toPartner(of: left, right), expected, 1e-3))
        #expect(isClose(toPartner(of: right, left), expected, 1e-3))
    }

    @Test func aProfileTowardTheOtherFacesThem() {
        var figure = Figure()
        figure.head = nil
        figure.points[.nose] = [340, 140]
        figure.depth[.nose] = 0
        let turn = toPartner(of: figure, Figure().moved(by: 300))
        #expect(isClose(turn, 0, 1e-3), "\(turn)")
        #expect(isClose(toPartner(of: figure, Figure().moved(by: -300)), -180, 1e-3))
    }

    @Test func nothingIsSaidOfTwoAtDifferentDistancesOrOfOneAlone() {
        let near = Figure().scaled(byPixels: 1.5)
        #expect(toPartner(of: Figure(), near).isNaN)
        #expect(toPartner(of: near, Figure()).isNaN)
        #expect(!toPartner(of: Figure(), Figure().scaled(byPixels: 1.3)).isNaN)
        #expect(extractor.row(of: Figure())[.toPartner].isNaN)
        var unseen = Figure().moved(by: 300)
        unseen.score = 0.1
        #expect(toPartner(of: Figure(), unseen).isNaN)
    }

    @Test func itIsNotComparedSinceItIsTheTurnOfTheHead() {
        #expect(!Channel.toPartner.isCompared)
        #expect(Channel.toPartner.index == Channel.faceMotion.index + 1)
    }

    private func toPartner(of figure: Figure, _ other: Figure) -> Double {
        extractor.row(of: figure.pose, partner: other.pose, reference: BodyScale())[.toPartner]
    }
}

extension Figure {
    /// The same person farther right in the picture, pixels.
    fileprivate func moved(by step: Double) -> Figure {
        var result = self
        result.move(Landmark.allCases, by: [step, 0])
        result.headPlace.x += step
        return result
    }

    /// The same person nearer the camera, about the origin of the picture.
    fileprivate func scaled(byPixels factor: Double) -> Figure {
        var result = self
        for landmark in Landmark.allCases { result.points[landmark] = self[landmark] * factor }
        result.headPlace = headPlace * factor
        result.headHeight *= factor
        return result
    }
}
