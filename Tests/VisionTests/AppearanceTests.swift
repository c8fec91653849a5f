import VisionProtocol
import FoundationEssentials
import Posture
import Testing

@testable import Vision

@Suite struct AppearanceTests {
    typealias Colour = Painting.Colour
    private static let place = SIMD2<Float>(160, 120)

    private func look(
        shirt: Colour, hair: Colour, at place: SIMD2<Float> = place, width: Float = 80,
        mirrored: Bool = false, prepare: (inout Painting) -> Void = { _ in }
    ) throws -> Appearance? {
        var painting = Painting(320, 240, .wall)
        Figure.paint(&painting, at: place, width: width, shirt: shirt, hair: hair)
        prepare(&painting)
        let frame = try Clips.frame(mirrored ? painting.mirrored : painting)
        var at = place
        if mirrored { at.x = 320 - at.x }
        return Appearance(of: Figure.pose(at: at, width: width, mirrored: mirrored), in: frame)
    }

    @Test func sharesOfChestAndHeadAddUpToOneEach() throws {
        let seen = try #require(try look(shirt: .red, hair: .black))
        let half = Appearance.size / 2
        #expect(seen.shares.count == Appearance.size)
        #expect(abs(seen.shares[..<half].reduce(0, +) - 1) < 1e-4)
        #expect(abs(seen.shares[half...].reduce(0, +) - 1) < 1e-4)
        #expect(seen.shares.allSatisfy { $0 >= 0 })
    }

    @Test func theSamePersonElsewhereLooksTheSame() throws {
        let here = try #require(try look(shirt: .red, hair: .black))
        let there = try #require(
            try look(shirt: .red, hair: .black, at: SIMD2(200, 130), width: 70))
        #expect(here.distance(to: there) < 0.1)
        #expect(here.distance(to: here) < 1e-3)
    }

    @Test func theSamePersonInALookingGlassLooksTheSame() throws {
        // Not the same on both sides: a dark sleeve, on the picture's left.
        func sleeve(_ painting: inout Painting) { painting.fill(110..<140, 110..<240, .black) }
        let plain = try #require(try look(shirt: .red, hair: .blond, prepare: sleeve))
        let mirrored = try #require(
            try look(shirt: .red, hair: .blond, mirrored: true, prepare: sleeve))
        #expect(plain.distance(to: mirrored) < 0.1)
        let without = try #require(try look(shirt: .red, hair: .blond))
        #expect(plain.distance(to: without) > 2 * plain.distance(to: mirrored))
    }

    @Test(arguments: [Colour.green, .blue, .black, .wall, .grey])
    func anotherShirtIsAnotherLook(shirt: Colour) throws {
        let red = try #require(try look(shirt: .red, hair: .black))
        let other = try #require(try look(shirt: shirt, hair: .black))
        let apart = red.distance(to: other)
        // Clothes count for two thirds: nothing in common there is √⅔.
        #expect(apart > 0.6 && apart < 0.83)
        #expect(abs(apart - other.distance(to: red)) < 1e-6)
    }

    @Test func hairCountsLessThanClothes() throws {
        let dark = try #require(try look(shirt: .red, hair: .black))
        let fair = try #require(try look(shirt: .red, hair: .blond))
        let shirt = try #require(try look(shirt: .blue, hair: .black))
        #expect(dark.distance(to: fair) > 0.2)
        #expect(dark.distance(to: fair) < 0.8 * dark.distance(to: shirt))
    }

    @Test func aLittleMoreLightChangesLittle() throws {
        let red = try #require(try look(shirt: .red, hair: .black))
        var lit = Colour.red
        lit.y += 12
        let brighter = try #require(try look(shirt: lit, hair: .black))
        let other = try #require(try look(shirt: .green, hair: .black))
        #expect(red.distance(to: brighter) < 0.6 * red.distance(to: other))
    }

    @Test func aTrunkThatLeansIsLookedAtAlongItsLean() throws {
        // A narrow shirt that lies along the lean; upright, the patch would see the wall beside it.
        var painting = Painting(320, 320, .wall)
        for step in 0..<100 {
            let x = 160 - step / 2
            let y = 100 + step
            painting.fill(x - 45..<x + 45, y..<y + 1, .red)
        }
        painting.fill(130..<190, 20..<90, .black)
        let frame = try Clips.frame(painting)
        var pose = Figure.pose(at: SIMD2(160, 100), width: 80)
        let upright = try #require(Appearance(of: pose, in: frame))
        // Own left (the picture's right) shoulder lower: the trunk's way down points to the left.
        pose.points[Landmark.leftShoulder.rawValue].y += 18
        pose.points[Landmark.rightShoulder.rawValue].y -= 18
        let along = try #require(Appearance(of: pose, in: frame))
        let shirt = try #require(try look(shirt: .red, hair: .black))
        func chest(_ seen: Appearance) -> Float {
            zip(seen.shares, shirt.shares).prefix(Appearance.size / 2)
                .reduce(0) { $0 + ($1.0 * $1.1).squareRoot() }
        }
        #expect(chest(along) > chest(upright) + 0.02)
    }

    @Test func whoIsHardlyInThePictureHasNoLooks() throws {
        #expect(try look(shirt: .red, hair: .black, at: SIMD2(-30, 120)) == nil)
        #expect(try look(shirt: .red, hair: .black, at: SIMD2(160, 235)) == nil)
        #expect(try look(shirt: .red, hair: .black, at: SIMD2(160, 180)) != nil)
    }

    @Test func whoIsAFewPixelsWideHasNoLooks() throws {
        #expect(try look(shirt: .red, hair: .black, width: 3) == nil)
        let frame = try Clips.frame(Painting(64, 64))
        #expect(Appearance(of: Figure.pose(at: SIMD2(.nan, 20)), in: frame) == nil)
    }

    @Test func greyVideosHaveLooksToo() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("grey.mkv").path
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "color=gray:size=320x240:duration=0.1", "-c:v", "ffv1",
                "-pix_fmt", "gray", path,
            ])
            let frame = try Frame()
            _ = try FileSource(path: path).read(into: frame)
            let seen = try #require(
                Appearance(of: Figure.pose(at: Self.place, width: 80), in: frame))
            #expect(abs(seen.shares.reduce(0, +) - 2) < 1e-3)
        }
    }

    @Test func pixelsThatAreNotSquareAreLookedUpWhereTheyAre() throws {
        try Clips.inFolder { folder in
            // Shown 320 wide, stored 160: left half red, right half green.
            let path = folder.appendingPathComponent("wide.mkv").path
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "color=red:size=80x240:duration=0.1", "-f", "lavfi", "-i",
                "color=green:size=80x240:duration=0.1", "-filter_complex", "hstack,setsar=2",
                "-c:v", "ffv1", "-pix_fmt", "yuv420p", path,
            ])
            let source = try FileSource(path: path)
            let frame = try Frame()
            _ = try source.read(into: frame)
            #expect(source.description.width == 320)
            func look(_ x: Float) throws -> Appearance {
                try #require(Appearance(of: Figure.pose(at: SIMD2(x, 110), width: 80), in: frame))
            }
            #expect(try look(60).distance(to: look(115)) < 0.05)
            #expect(try look(205).distance(to: look(260)) < 0.05)
            #expect(try look(115).distance(to: look(205)) > 0.8)
        }
    }
}
