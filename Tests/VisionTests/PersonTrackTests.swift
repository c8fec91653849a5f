import Posture
import Testing

@testable import Vision

@Suite struct PersonTrackTests {
    private func tracked(
        _ places: [(time: Double, x: Float)], width: Float = 100
    ) -> PersonTrack {
        var track = PersonTrack()
        for (time, x) in places {
            track.accept(Figure.result(at: SIMD2(x, 200), width: width), time: time)
        }
        return track
    }

    private func faceRegion(_ track: PersonTrack) -> Region? {
        track.pose.flatMap { track.face.region(of: $0) }
    }

    /// Six seconds at ten instants a second, the place by their number.
    private func sitting(_ x: (Int) -> Float) -> [(time: Double, x: Float)] {
        (0..<60).map { (Double($0) / 10, x($0)) }
    }

    @Test func theNextRegionStandsOnTheBody() throws {
        let region = try #require(tracked([(0, 300)]).region)
        // Hips 1.5 shoulder widths below the shoulders, the top one above them; a quarter larger.
        #expect(region.x == 300 && region.y == 350)
        #expect(abs(region.width - 625) < 0.01 && region.width == region.height)
        #expect(abs(region.rotation) < 1e-6)
    }

    @Test func besideSomebodyCloseTheNextRegionHangsOnTheFace() throws {
        var track = tracked([(0, 300)])
        track.see(Head(center: SIMD2(280, 150), size: 40))
        let neighbour = Head(center: SIMD2(360, 150), size: 40)
        // Far later, so that the filter follows.
        track.accept(Figure.result(at: SIMD2(330, 200)), time: 1000, beside: neighbour)
        let region = try #require(track.region)
        #expect(abs(region.x - 280) < 1 && abs(region.y - (150 + 4.2 * 40)) < 2)
        #expect(abs(region.width - 13 * 40) < 5)
        // And the face is looked for where it was, not where the body's landmarks have gone.
        #expect(abs(try #require(faceRegion(track)).x - 280) < 1e-3)
        track.accept(Figure.result(at: SIMD2(330, 200)), time: 2000)
        // Alone again, it goes along with the landmarks.
        #expect(try #require(faceRegion(track)).x > 300)
    }

    @Test func aFaceThatTheDetectorSawOutlivesARefusal() throws {
        var track = tracked([(0, 300)])
        track.face.pending = (0, Region(x: 0, y: 0, width: 10, height: 10))
        track.see(Head(center: SIMD2(280, 150), size: 40))
        #expect(track.face.found == nil)
        #expect(try #require(track.face.detected).x == 280)
    }

    @Test func whoIsNotFoundIsNotFollowed() {
        var track = tracked([(0, 300), (0.1, 305)])
        track.accept(nil, time: 0.2)
        #expect(track.region == nil && track.pose == nil && track.face.found == nil)
        #expect(track.bodyTime == -.infinity && track.face.time == -.infinity)
        #expect(!track.isStillLife(at: 100))
    }

    @Test func aBodyTooSmallToFollowIsLetGo() {
        let track = tracked([(0, 300)], width: 0.5)
        #expect(track.region == nil && track.pose == nil)
    }

    @Test func newLandmarksKeepTheFaceUntilItIsSeenAgain() {
        var track = tracked([(0, 300)])
        let mesh = FaceMesh(score: 0.9, points: [SIMD3(1, 2, 3)])
        track.pose?.face = mesh
        track.accept(Figure.result(at: SIMD2(301, 200)), time: 0.1)
        #expect(track.pose?.face == mesh)
        #expect(track.bodyTime == 0.1)
    }

    @Test func afterAnExchangeNothingIsKept() {
        var track = tracked([(0, 300)])
        track.face.time = 0
        track.inferAgain()
        #expect(track.bodyTime == -.infinity && track.face.time == -.infinity)
        #expect(track.pose != nil && track.region != nil, "they are still followed")
    }

    // MARK: Still life

    @Test func whoNeverMovesForFiveSecondsIsAPicture() {
        let still = tracked(sitting { 300 + 4 * Float($0 % 2) })
        #expect(!still.isStillLife(at: 4.9))
        #expect(still.isStillLife(at: 5))
    }

    @Test func whoMovedOnceIsNot() {
        let once = tracked(sitting { $0 == 20 ? 311 : 300 })
        let drift = tracked(sitting { 300 + 0.3 * Float($0) })
        #expect(!once.isStillLife(at: 60) && !drift.isStillLife(at: 60))
    }

    // MARK: Face

    @Test func aFaceThatWasNotSeenIsLookedForWhereThePoseSays() throws {
        let region = try #require(faceRegion(tracked([(0, 300)])))
        // Eyes 58 above the shoulders, mouth 20 below them; 4.3 times that, centred three fifths down.
        #expect(abs(region.x - 300) < 1e-3 && abs(region.y - (142 + 12)) < 1e-3)
        #expect(abs(region.width - 86) < 0.1 && region.width == region.height)
        #expect(faceRegion(PersonTrack()) == nil)
    }

    @Test func aFaceThatWasSeenGoesAlongWithTheNose() throws {
        var track = tracked([(0, 300)])
        track.face.found = Region(x: 302, y: 155, width: 90, height: 90, rotation: 0.1)
        track.face.nose = SIMD2(300, 150)
        track.accept(Figure.result(at: SIMD2(320, 210)), time: 0.1)
        let region = try #require(faceRegion(track))
        #expect(region == Region(x: 322, y: 165, width: 90, height: 90, rotation: 0.1))
    }

    @Test func aFaceWhoseRegionHasLostTheNoseIsLookedForAnew() throws {
        var track = tracked([(0, 300)])
        track.face.found = Region(x: 331, y: 150, width: 90, height: 90)
        track.face.nose = SIMD2(300, 150)
        let region = try #require(faceRegion(track))
        #expect(abs(region.x - 300) < 1e-3 && abs(region.width - 86) < 0.1)
    }

    @Test func aHeadTooSmallToSeeHasNoFace() {
        var track = PersonTrack()
        track.accept(Figure.result(at: SIMD2(300, 200), width: 2), time: 0)
        #expect(faceRegion(track) == nil)
    }
}
