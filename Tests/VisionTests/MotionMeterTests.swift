import Foundation
import Testing

@testable import Vision

@Suite struct MotionMeterTests {
    /// 320 × 240: as large as the reduced picture, so that pixels of one are pixels of the other.
    private static let whole = Region(x: 160, y: 120, width: 320, height: 240).upright
    private static let left = Region(x: 80, y: 120, width: 160, height: 240).upright
    private static let right = Region(x: 240, y: 120, width: 160, height: 240).upright

    private func meter(_ paintings: [Painting]) throws -> MotionMeter {
        let meter = try MotionMeter()
        for frame in try Clips.frames(paintings) { try meter.push(frame) }
        return meter
    }

    /// A plain picture with one bright rectangle.
    private func bright(_ x: Range<Int>, _ y: Range<Int>) -> Painting {
        var painting = Painting(320, 240)
        painting.fill(x, y, .init(y: 200))
        return painting
    }

    // MARK: Share

    @Test func aFirstFrameHasNoMotion() throws {
        let meter = try meter([Painting(320, 240)])
        #expect(meter.share(.newest, of: Self.whole, without: nil) == nil)
        #expect(meter.share(.before, of: Self.whole, without: nil) == nil)
        #expect(try MotionMeter().share(.newest, of: Self.whole, without: nil) == nil)
    }

    @Test func theShareIsThatOfTheChangedPixels() throws {
        let meter = try meter([Painting(320, 240), bright(0..<160, 0..<60)])
        #expect(meter.share(.newest, of: Self.whole, without: nil) == 0.125)
        #expect(meter.share(.newest, of: Self.left, without: nil) == 0.25)
        #expect(meter.share(.newest, of: Self.right, without: nil) == 0)
    }

    @Test func theOtherPersonsRegionIsLeftOut() throws {
        let meter = try meter([Painting(320, 240), bright(0..<160, 0..<60)])
        #expect(meter.share(.newest, of: Self.whole, without: Self.left) == 0)
        #expect(meter.share(.newest, of: Self.whole, without: Self.right) == 0.25)
        #expect(meter.share(.newest, of: Self.left, without: Self.whole) == nil, "nothing is left")
        #expect(
            meter.share(
                .newest, of: Region(x: 900, y: 900, width: 9, height: 9).upright, without: nil)
                == nil)
    }

    @Test func changesUpToTheThresholdDoNotCount() throws {
        let base = Int(Painting.Colour.grey.y)
        for (step, share) in [(Int(MotionMeter.threshold), Float(0)), (9, 1), (-9, 1)] {
            let meter = try meter([
                Painting(320, 240), Painting(320, 240, .init(y: UInt8(base + step))),
            ])
            #expect(meter.share(.newest, of: Self.whole, without: nil) == share)
        }
    }

    @Test func theOneBeforeKeepsItsOwnChange() throws {
        let meter = try meter([
            Painting(320, 240), bright(0..<160, 0..<240), bright(0..<160, 0..<240),
        ])
        #expect(meter.share(.newest, of: Self.whole, without: nil) == 0)
        #expect(meter.share(.before, of: Self.whole, without: nil) == 0.5)
    }

    @Test func theOneBeforeTheSecondHasNone() throws {
        let meter = try meter([Painting(320, 240), Painting(320, 240)])
        #expect(meter.share(.newest, of: Self.whole, without: nil) == 0)
        #expect(meter.share(.before, of: Self.whole, without: nil) == nil)
    }

    @Test func largePicturesAreReducedAndRegionsWithThem() throws {
        var changed = Painting(1280, 960)
        changed.fill(0..<640, 0..<240, .init(y: 200))
        let meter = try meter([Painting(1280, 960), changed])
        let whole = Region(x: 640, y: 480, width: 1280, height: 960).upright
        #expect(meter.share(.newest, of: whole, without: nil) == 0.125)
    }

    @Test func aStreamThatChangesItsSizeBeginsAnew() throws {
        let meter = try MotionMeter()
        for size in [320, 320, 160] {
            try meter.push(Clips.frame(Painting(size, size)))
        }
        let whole = Region(x: 80, y: 80, width: 160, height: 160).upright
        #expect(meter.share(.newest, of: whole, without: nil) == nil)
        try meter.push(Clips.frame(Painting(160, 160)))
        #expect(meter.share(.newest, of: whole, without: nil) == 0)
    }

    // MARK: A camera that moves

    /// A room with a window, a picture and a shelf, and somebody in the middle, as a camera sees it that was
    /// knocked by so many pixels.
    private func room(by shift: Int = 0, person: Int = 0) -> Painting {
        var painting = Painting(320, 240, .init(y: 90))
        painting.fill(20 + shift..<70 + shift, 30..<100, .init(y: 210))
        painting.fill(230 + shift..<290 + shift, 40..<80, .init(y: 40))
        painting.fill(10 + shift..<100 + shift, 150..<160, .init(y: 40))
        painting.fill(130 + person..<190 + person, 60..<230, .init(y: 160))
        return painting
    }

    private static let person = Region(x: 160, y: 145, width: 90, height: 190).upright

    @Test(arguments: [1, 2, 5])
    func aKnockMovesTheEdgesOfAPlainRoom(shift: Int) throws {
        let meter = try meter([room(), room(by: shift, person: shift)])
        let moved = try #require(meter.background(.newest, without: [Self.person]))
        #expect(moved > TrackingParameters.standard.motion.shake)
        #expect(try #require(meter.share(.newest, of: Self.whole, without: nil)) < 0.1)
    }

    @Test func somebodyWhoMovesIsNoKnock() throws {
        let meter = try meter([room(), room(person: 6), room(person: 6)])
        #expect(meter.background(.newest, without: [Self.person]) == 0)
        #expect(meter.background(.before, without: [Self.person]) == 0)
    }

    @Test func somebodyWhoWalksPastIsNoKnock() throws {
        var past = room()
        past.fill(40..<90, 20..<240, .init(y: 130))
        let meter = try meter([room(), past])
        let moved = try #require(meter.background(.newest, without: [Self.person]))
        #expect(moved < TrackingParameters.standard.motion.shake)
    }

    /// As behind newsreaders: most edges of the picture are on it.
    @Test func aScreenBehindThePeopleIsNoKnock() throws {
        func news(_ stripe: Int) -> Painting {
            var painting = room()
            for x in stride(from: 210 + stripe, to: 310, by: 8) {
                painting.fill(x..<x + 4, 90..<140, .init(y: 220))
            }
            return painting
        }
        let meter = try meter([news(0), news(4)])
        let moved = try #require(meter.background(.newest, without: [Self.person]))
        #expect(moved < TrackingParameters.standard.motion.shake)
    }

    @Test func aLightThatIsSwitchedOnIsOne() throws {
        let meter = try meter([Painting(320, 240, .init(y: 100)), Painting(320, 240)])
        #expect(meter.background(.newest, without: [Self.person]) == 1)
    }

    @Test func whereNothingIsLeftNothingIsKnown() throws {
        let one = try meter([room()])
        #expect(one.background(.newest, without: [Self.person]) == nil, "the first picture")
        let two = try meter([room(), room()])
        #expect(two.background(.newest, without: [Self.whole]) == nil)
        #expect(two.background(.newest, of: Self.left, without: [Self.person]) == 0)
    }

    /// The halves of a video call are two cameras.
    @Test func onlyItsOwnPartOfThePictureTellsOfACamera() throws {
        var after = room()
        after.fill(20..<24, 30..<100, .init(y: 90))
        after.fill(70..<74, 30..<100, .init(y: 210))
        after.fill(10..<14, 150..<160, .init(y: 90))
        after.fill(100..<104, 150..<160, .init(y: 40))
        after.fill(20..<74, 30..<34, .init(y: 90))
        after.fill(20..<74, 100..<104, .init(y: 210))
        after.fill(10..<104, 150..<154, .init(y: 90))
        after.fill(10..<104, 160..<164, .init(y: 40))
        let meter = try meter([room(), after])
        let shake = TrackingParameters.standard.motion.shake
        #expect(
            try #require(meter.background(.newest, of: Self.left, without: [Self.person])) > shake)
        #expect(meter.background(.newest, of: Self.right, without: [Self.person]) == 0)
    }

    // MARK: Change since a remembered picture

    private func change(
        _ meter: MotionMeter, _ region: Region, age: MotionMeter.Age = .newest
    ) -> Float {
        meter.change(
            age, since: 0, in: region.upright, noise: TrackingParameters.standard.rest.noise)
    }

    /// A person's region in a picture 640 wide.
    private static let body = Region(x: 320, y: 240, width: 300, height: 400)

    /// Somebody with folds in their clothes, in a picture 640 wide, shifted by pixels and shares of
    /// them, seen by a noisy sensor.
    private func somebody(shift: Double = 0, noise: Double = 0, seed: UInt64 = 0) -> Painting {
        var painting = Painting(640, 480)
        painting.shade { column, row in
            let x = Double(column) - shift
            return 120 + 30 * sin(x / 9) + 20 * cos(Double(row) / 13) + 25 * tanh((x - 320) / 4)
        }
        if noise > 0 { painting.roughen(noise, seed: seed) }
        return painting
    }

    @Test func nothingRememberedIsAllThereIsToChange() throws {
        let meter = try meter([Painting(320, 240)])
        #expect(meter.change(.newest, since: 0, in: Self.whole, noise: 4) == .infinity)
        try meter.remember(.newest, as: 0)
        #expect(meter.change(.newest, since: 0, in: Self.whole, noise: 4) == 0)
        #expect(meter.change(.newest, since: 1, in: Self.whole, noise: 4) == .infinity)
        #expect(meter.change(.before, since: 0, in: Self.whole, noise: 4) == .infinity)
        #expect(
            meter.change(
                .newest, since: 0, in: Region(x: 50, y: 50, width: 3, height: 3).upright, noise: 4)
                == .infinity, "smaller than a block")
    }

    @Test(arguments: [1.0, 3, 5])
    func theNoiseOfASensorIsNoMovement(deviation: Double) throws {
        let paintings = (0..<12).map { somebody(noise: deviation, seed: UInt64($0)) }
        let meter = try MotionMeter()
        for (index, frame) in try Clips.frames(paintings).enumerated() {
            try meter.push(frame)
            if index == 0 {
                try meter.remember(.newest, as: 0)
            } else {
                #expect(change(meter, Self.body) < TrackingParameters.standard.rest.body)
            }
        }
    }

    @Test(arguments: [0.0, 3])
    func aSmallPartThatMovesIsMovement(deviation: Double) throws {
        // A finger's width, a few pixels on.
        var before = somebody(noise: deviation, seed: 1)
        var after = somebody(noise: deviation, seed: 2)
        before.fill(300..<310, 240..<260, .init(y: 220))
        after.fill(304..<314, 240..<260, .init(y: 220))
        let meter = try meter([before])
        try meter.remember(.newest, as: 0)
        try meter.push(Clips.frame(after))
        #expect(change(meter, Self.body) > 2 * TrackingParameters.standard.rest.body)
    }

    @Test func whatMovesBesideTheRegionIsAnothers() throws {
        var after = somebody()
        after.fill(500..<620, 40..<200, .init(y: 220))
        let meter = try meter([somebody()])
        try meter.remember(.newest, as: 0)
        try meter.push(Clips.frame(after))
        #expect(change(meter, Self.body) == 0)
    }

    @Test func aSlowDriftAddsUp() throws {
        let meter = try MotionMeter()
        var steps: [Float] = []
        var sums: [Float] = []
        // A fiftieth of a picture's per cent at a time: 0.12 pixels of 640.
        for (index, frame) in try Clips.frames((0..<40).map { somebody(shift: 0.12 * Double($0)) })
            .enumerated()
        {
            try meter.push(frame)
            if index == 0 {
                try meter.remember(.newest, as: 0)
            } else {
                sums.append(change(meter, Self.body))
                steps.append(meter.change(.newest, since: 1, in: Self.body.upright, noise: 4))
            }
            try meter.remember(.newest, as: 1)
        }
        #expect(
            steps.allSatisfy { $0 < TrackingParameters.standard.rest.body },
            "from one to the next too little")
        let noticed = try #require(sums.firstIndex { $0 >= TrackingParameters.standard.rest.body })
        #expect(noticed > 1 && noticed < 25, "but not for long: \(0.12 * Double(noticed)) pixels")
        #expect(sums[noticed...].allSatisfy { $0 >= TrackingParameters.standard.rest.body })
    }

    @Test func aLightThatIsSwitchedOnIsAChange() throws {
        let meter = try meter([Painting(320, 240, .init(y: 100))])
        try meter.remember(.newest, as: 0)
        try meter.push(Clips.frame(Painting(320, 240, .init(y: 120))))
        // The same everywhere, but more than any noise.
        #expect(meter.change(.newest, since: 0, in: Self.whole, noise: 4) == 16)
    }

    @Test func agesAreKeptApart() throws {
        let meter = try meter([Painting(320, 240), bright(0..<160, 0..<240)])
        try meter.remember(.before, as: 0)
        try meter.remember(.newest, as: 1)
        func change(_ age: MotionMeter.Age, _ mark: Int) -> Float {
            meter.change(age, since: mark, in: Self.whole, noise: 0)
        }
        #expect(change(.before, 0) == 0 && change(.newest, 1) == 0)
        #expect(change(.newest, 0) == 72 && change(.before, 1) == 72)
        try meter.push(Clips.frame(Painting(320, 240)))
        #expect(change(.newest, 0) == 0 && change(.before, 1) == 0)
    }

    private func stray(_ paintings: [Painting]) throws -> Float? {
        let sparse = TrackingParameters.standard.sparse
        return try meter(paintings).stray(
            from: .init(rawValue: Int32(paintings.count - 1)), to: .newest, in: Self.body.upright,
            threshold: sparse.stray, noise: TrackingParameters.standard.rest.noise)
    }

    @Test(arguments: [0.0, 3])
    func aHandThatComesAndGoesBetweenTwoPicturesStrays(deviation: Double) throws {
        var paintings = (0..<5).map { somebody(noise: deviation, seed: UInt64($0)) }
        let limit = TrackingParameters.standard.sparse.strays
        #expect(try #require(try stray(paintings)) <= limit, "noise does not")
        paintings[2].fill(300..<340, 240..<280, .init(y: 220))
        #expect(try #require(try stray(paintings)) > limit)
        for index in 2..<5 { paintings[index].fill(300..<340, 240..<280, .init(y: 220)) }
        #expect(try #require(try stray(paintings)) <= limit, "what stays is seen at the end")
    }

    @Test func whatMovesEvenlyDoesNotStray() throws {
        let paintings = (0..<5).map { somebody(shift: 0.5 * Double($0)) }
        #expect(
            try #require(try stray(paintings)) <= TrackingParameters.standard.sparse.strays)
        #expect(try stray([somebody()]) == nil, "there is nothing between")
    }

    @Test func aNumberThatIsNoMarkRemembersNothing() throws {
        let meter = try meter([Painting(320, 240)])
        #expect(throws: VisionError.self) { try meter.remember(.newest, as: 99) }
        #expect(meter.change(.newest, since: 99, in: Self.whole, noise: 4) == .infinity)
        #expect(meter.change(.newest, since: -1, in: Self.whole, noise: 4) == .infinity)
    }
}
