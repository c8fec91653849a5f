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

    /// In the first person's shoulder widths, of both people to the last digit.
    @Test func theDistanceIsTheSameOfBoth() throws {
        var recorders = [FeatureRecorder(), FeatureRecorder()]
        let pair = [Figure(), Figure().scaled(byPixels: 1.2).moved(by: 300)]
        for index in 0..<30 {
            for seat in 0..<2 {
                recorders[seat].append(
                    time: Double(index) / 10, pose: pair[seat].pose, partner: pair[1 - seat].pose)
            }
        }
        let width = recorders[0].reference.shoulderWidth
        let tracks = recorders.map { $0.track(distanceIn: width) }
        let pixels = try #require(PartnerSide(pair[1], for: pair[0])).distance
        #expect(pixels > 250)
        #expect(isClose(tracks[0][.distance][15], pixels / width, 1e-6))
        #expect(tracks[0][.distance] == tracks[1][.distance])
        // The same while a session goes on.
        var live = [LiveFeatures(), LiveFeatures()]
        var samples: [[FeatureSample]] = [[], []]
        for index in 0..<30 {
            for seat in 0..<2 {
                let width = live[0].reference.shoulderWidth
                samples[seat] += live[seat].append(
                    time: Double(index) / 10, pose: pair[seat].pose, partner: pair[1 - seat].pose,
                    distanceIn: width)
            }
        }
        #expect(samples[0].last?[.distance].isFinite == true)
        #expect(samples[0].last?[.distance] == samples[1].last?[.distance])
    }

    @Test func thereIsNoDistanceOfTwoFarFromEachOtherInDepthOrWithoutShoulders() {
        let near = Figure().scaled(byPixels: 1.5).moved(by: 300)
        #expect(PartnerSide(near, for: Figure()) == nil)
        var hidden = Figure().moved(by: 300)
        hidden.hidden = [.leftShoulder]
        #expect(PartnerSide(hidden, for: Figure())?.distance.isNaN == true)
        #expect(extractor.row(of: Figure())[.distance].isNaN)
    }

    @Test func itIsNotComparedSinceItIsTheTurnOfTheHead() {
        #expect(!Channel.toPartner.isCompared)
        #expect(Channel.toPartner.index == Channel.gazeNod.index + 1)
    }

    private func toPartner(of figure: Figure, _ other: Figure) -> Double {
        extractor.row(of: figure.pose, partner: other.pose, reference: BodyScale())[.toPartner]
    }
}

extension PartnerSide {
    fileprivate init?(_ other: Figure, for figure: Figure) {
        let settings = FeatureSettings()
        guard let own = BodyMeasures(figure.pose, settings: settings),
            let other = BodyMeasures(other.pose, settings: settings)
        else { return nil }
        self.init(of: other, for: own)
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
