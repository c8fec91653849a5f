import Posture
import Testing

@testable import Vision

/// Bodies that are told from the inferences before and after them, and those that must not be.
@Suite struct BodyStretchTests {
    /// Pixels; shoulders 100 apart.
    private static let region = Region(x: 200, y: 300, width: 500, height: 500)

    /// A body that sits still but for its right wrist, which is so far to the right, pixels.
    private static func body(wrist: Float = 0, nose: Float = 0, at x: Float = 200)
        -> PoseLandmarker.Result
    {
        var points = Landmark.allCases.map { _ in
            LandmarkPoint(x: x, y: 200, z: 0, visibility: 0.9)
        }
        points[Landmark.leftShoulder.rawValue].x = x + 50
        points[Landmark.rightShoulder.rawValue].x = x - 50
        points[Landmark.rightWrist.rawValue].x += wrist
        points[Landmark.nose.rawValue].y -= 60 - nose
        return PoseLandmarker.Result(
            pose: BodyPose(
                score: 0.9, points: points, world: Landmark.allCases.map { _ in [0, 0, 0] }),
            center: [x, 300], top: [x, 100])
    }

    /// Looks at nine instants, 80 ms apart.
    ///
    /// - Parameter bodies: by place; `nil` where nobody is found.
    private func stretch(
        strays: @escaping (Range<Int>) -> Bool = { _ in false },
        _ bodies: (Int) -> PoseLandmarker.Result?
    ) throws -> BodyStretch {
        var stretch = BodyStretch(
            from: try #require(bodies(0)), times: (0...8).map { 0.08 * Double($0) },
            scene: .seated)
        var looks = 0
        while let place = stretch.wanted, looks < 20 {
            looks += 1
            stretch.take(bodies(place), in: Self.region, strays: strays)
        }
        #expect(looks <= 8, "no instant is looked at twice")
        return stretch
    }

    private func inferred(_ stretch: BodyStretch) -> [Int] {
        stretch.isInferred.indices.filter { stretch.isInferred[$0] }
    }

    @Test func whoMovesEvenlyIsInferredTwiceInEightInstants() throws {
        let stretch = try stretch { Self.body(wrist: 10 * Float($0), nose: -2 * Float($0)) }
        #expect(inferred(stretch) == [4, 8])
        for place in 1...8 {
            let pose = try #require(stretch.finds[place]).pose
            #expect(abs(pose[.rightWrist].x - 200 - 10 * Float(place)) < 0.01)
            #expect(abs(pose.nose.y - 140 + 2 * Float(place)) < 0.01)
            #expect(abs(pose[.rightWrist].visibility - 0.9) < 1e-5)
        }
    }

    /// Half a second long, up and down again.
    @Test func aGestureIsInferredAtEveryInstant() throws {
        let way: [Float] = [0, 0, 20, 40, 60, 40, 20, 0, 0]
        let stretch = try stretch { Self.body(wrist: way[$0]) }
        for place in 1...8 {
            let pose = try #require(stretch.finds[place]).pose
            #expect(abs(pose[.rightWrist].x - 200 - way[place]) < 0.01, "at \(place)")
        }
    }

    /// 0.2 s long: neither the middle nor the end shows it, the picture between them does.
    @Test func aGestureThatOnlyThePictureShowsIsInferred() throws {
        let way: [Float] = [0, 0, 40, 0, 0, 0, 0, 0, 0]
        let blind = try stretch { Self.body(wrist: way[$0]) }
        #expect(inferred(blind) == [4, 8], "the inferences alone miss it")
        let stretch = try stretch(strays: { $0.contains(2) && $0.lowerBound < 2 }) {
            Self.body(wrist: way[$0])
        }
        #expect(inferred(stretch).contains(2))
        let pose = try #require(stretch.finds[2]).pose
        #expect(pose[.rightWrist].x == 240)
    }

    @Test func whereTheNetworkScattersEveryInstantIsInferred() throws {
        // 8 pixels of 100 at one of nine landmarks stay within the bound, 15 do not.
        let steady = try stretch { Self.body(wrist: $0.isMultiple(of: 8) ? 0 : 5) }
        #expect(inferred(steady) == [4, 8])
        let scattered = try stretch { Self.body(wrist: Float($0 * $0 % 5) * 15) }
        #expect(inferred(scattered).count >= 7)
    }

    @Test func aBodyThatIsNotThereOrHasLeftItsRegionIsNotToldFromLines() throws {
        let gone = try stretch { $0 < 5 ? Self.body() : nil }
        #expect(gone.isLost && gone.wanted == nil)
        let away = try stretch { Self.body(at: 200 + 20 * Float($0)) }
        #expect(away.isLost, "160 pixels from the middle of a region of 500")
    }

    @Test func aStretchLastsLongEnoughToSpareAndShortEnoughToSee() {
        func count(_ rate: Double) -> Int? {
            BodyStretch.count(of: (0...20).map { Double($0) / rate })
        }
        #expect(count(12.5) == 8 && count(25) == 16 && count(30) == 16 && count(60) == 16)
        #expect(count(10) == 4 && count(6) == 4)
        #expect(count(5) == nil, "four instants would take longer than a gesture")
        #expect(BodyStretch.count(of: [0, 0.08, 0.16]) == nil, "the end of the recording")
        #expect(BodyStretch.count(of: [0, 0.08, 0.16, 0.24, 0.32, 0.4]) == 4)
        #expect(
            BodyStretch.count(of: [0, 0.08, 0.16, 0.24, 0.9, 1, 1.1, 1.2, 1.3]) == nil,
            "nothing was recorded for a while")
    }
}
