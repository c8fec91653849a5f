import Base
import Foundation
import Testing

@testable import Posture

@Suite struct PoseBlobTests {
    private func pose(face: Bool = true, scale: Float = 1) -> BodyPose {
        BodyPose(
            score: 0.987_654,
            points: (0..<33).map {
                LandmarkPoint(
                    x: scale * (417.321 + 3.7 * Float($0)), y: scale * (88.123 * Float($0 % 7)),
                    z: scale * (-311.7 + Float($0)), visibility: Float($0) / 33)
            },
            world: (0..<33).map { SIMD3(0.0123 * Float($0), -0.871, 1.1 / Float($0 + 1)) },
            face: face
                ? FaceMesh(
                    score: 0.5,
                    points: FaceMesh.kept.indices.map {
                        SIMD3(500 + 1.37 * Float($0), 120 + 0.77 * Float($0 % 31), Float($0) / 7)
                    }) : nil,
            motionEnergy: 0.001_234)
    }

    @Test func aPoseComesBackWithinItsSteps() throws {
        let pose = pose()
        let back = try #require(PoseBlob.encode(pose).flatMap(PoseBlob.decode))
        #expect(back.score == pose.score)
        #expect(back.motionEnergy == pose.motionEnergy)
        for (one, other) in zip(back.points, pose.points) {
            #expect(abs(one.x - other.x) <= 1.0 / 64)
            #expect(abs(one.y - other.y) <= 1.0 / 64)
            #expect(abs(one.z - other.z) <= 1.0 / 64)
            #expect(abs(one.visibility - other.visibility) <= 0.5 / 255)
        }
        for index in 11...24 {
            for axis in 0..<3 {
                #expect(abs(back.world[index][axis] - pose.world[index][axis]) <= 0.5 / 8192)
            }
        }
        #expect(back.world[0].x.isNaN && back.world[32].x.isNaN && back.world.count == 33)
        let face = try #require(back.face)
        #expect(face.score == 0.5 && face.isComplete)
        for (one, other) in zip(face.points, pose.face?.points ?? []) {
            #expect(abs(one.x - other.x) <= 0.06)
            #expect(abs(one.y - other.y) <= 0.02)
        }
    }

    @Test(arguments: [[Side.left], [.right], [.left, .right]])
    func handsComeBack(sides: [Side]) throws {
        for face in [true, false] {
            var pose = pose(face: face)
            for side in sides {
                let place = side == .left ? Float(300) : 700
                pose[hand: side] = HandMesh(
                    score: 0.75,
                    points: (0..<21).map { SIMD3(place + 3 * Float($0), 410.5, -Float($0)) })
            }
            let back = try #require(PoseBlob.encode(pose).flatMap(PoseBlob.decode))
            for side in Side.allCases {
                #expect((back[hand: side] != nil) == sides.contains(side))
                guard let hand = back[hand: side] else { continue }
                #expect(hand.score == 0.75 && hand.isComplete)
                let there = hand[.littleTip], meant = try #require(pose[hand: side])[.littleTip]
                #expect(abs(there.x - meant.x) < 0.05 && there.y == meant.y)
            }
            #expect((back.face != nil) == face)
            let again = try #require(PoseBlob.encode(back).flatMap(PoseBlob.decode))
            #expect(again.leftHand == back.leftHand && again.rightHand == back.rightHand)
        }
    }

    @Test(arguments: [false, true])
    func aChestComesBack(hasHand: Bool) throws {
        var pose = pose()
        if hasHand {
            pose.rightHand = HandMesh(
                score: 0.75, points: (0..<21).map { SIMD3(3 * Float($0), 410.5, -Float($0)) })
            pose.isLeftHandAway = true
        }
        let without = try #require(PoseBlob.encode(pose))
        pose.chest = ChestRise(left: -0.0123, right: 0.25)
        let data = try #require(PoseBlob.encode(pose))
        #expect(data[0] == 3 && data.count == without.count + 8)
        #expect(without[0] == (hasHand ? 2 : 1), "as before there were chests")
        #expect(data.dropFirst(2).dropLast(8) == without.dropFirst(2))
        let back = try #require(PoseBlob.decode(data))
        #expect(back.chest == pose.chest)
        #expect((back.rightHand != nil) == hasHand && back.isLeftHandAway == hasHand)
        #expect(try #require(PoseBlob.decode(without)).chest == nil)
        pose.chest?.left = .nan
        #expect(PoseBlob.encode(pose) == without, "half a chest is none")
    }

    @Test func itIsSmallEnoughForHours() throws {
        #expect(try #require(PoseBlob.encode(pose())).count == 363 + 4 * FaceMesh.kept.count)
        #expect(try #require(PoseBlob.encode(pose(face: false))).count == 335)
    }

    @Test func theBytesLieWhereTheDocumentSays() throws {
        let data = try #require(PoseBlob.encode(pose()))
        func read<Value>(_ at: Int, as type: Value.Type) -> Value {
            data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: type) }
        }
        #expect(data[0] == 1 && data[1] == 3 && data[2] == 33)
        #expect(Int(data[3]) == FaceMesh.kept.count)
        #expect(read(4, as: Float.self) == 0.987_654)
        #expect(read(8, as: Float.self) == 0.001_234)
        let step = read(12, as: Float.self)
        #expect(step == 1.0 / 32)
        let wrist = 16 + 6 * Landmark.leftWrist.rawValue
        #expect(abs(Float(read(wrist, as: Int16.self)) * step - (417.321 + 3.7 * 15)) <= step)
        #expect(data[214 + 32] == 247)
        let metres = read(247, as: Float.self)
        #expect(abs(Float(read(251 + 6, as: Int16.self)) * metres - 0.0123 * 12) <= metres)
        let origin = read(339, as: Float.self)
        let faceStep = read(343, as: Float.self)
        let last = read(data.count - 4, as: UInt32.self)
        #expect(abs(origin + Float(last & 1023) * faceStep - (500 + 1.37 * 74)) < 0.01)
    }

    @Test func whatHasBeenThroughItStaysAsItIs() throws {
        let once = try #require(PoseBlob.encode(pose()).flatMap(PoseBlob.decode))
        let twice = try #require(PoseBlob.encode(once).flatMap(PoseBlob.decode))
        #expect(once.points == twice.points)
    }

    /// Whatever the size of the picture and of the face, and wherever it is.
    @Test(arguments: 0..<300)
    func aSecondPassageChangesNothing(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        func number(_ range: ClosedRange<Float>) -> Float { .random(in: range, using: &random) }
        let size = number(10...8000)
        let face = number(0.002...0.5) * size
        let corner = SIMD2(number(-0.1...1) * size, number(-0.1...1) * size)
        let pose = BodyPose(
            score: number(0...1),
            points: (0..<33).map { _ in
                LandmarkPoint(
                    x: number(-size...2 * size), y: number(-size...2 * size),
                    z: number(-size...size), visibility: number(-0.1...1.1))
            },
            world: (0..<33).map { _ in
                SIMD3(number(-3...3), number(-3...3), seed % 5 == 0 ? .nan : number(-3...3))
            },
            face: FaceMesh(
                score: number(0...1),
                points: FaceMesh.kept.map { _ in
                    SIMD3(
                        corner.x + number(0...face), corner.y + number(0...face),
                        number(-face...face))
                }), motionEnergy: number(0...1))
        let once = try #require(PoseBlob.encode(pose).flatMap(PoseBlob.decode))
        let twice = try #require(PoseBlob.encode(once).flatMap(PoseBlob.decode))
        #expect(once.points == twice.points && once.face == twice.face)
        #expect(once.score == twice.score && once.motionEnergy == twice.motionEnergy)
        for (one, other) in zip(once.world, twice.world) {
            for axis in 0..<3 {
                #expect(one[axis] == other[axis] || one[axis].isNaN && other[axis].isNaN)
            }
        }
    }

    @Test func picturesOfAnySizeFit() throws {
        let large = pose(scale: 500)
        let back = try #require(PoseBlob.encode(large).flatMap(PoseBlob.decode))
        for (one, other) in zip(back.points, large.points) {
            #expect(abs(one.x - other.x) <= 8)
        }
    }

    @Test func whatIsNotThereStaysMissing() throws {
        var bare = pose(face: false)
        bare.motionEnergy = nil
        bare.world = []
        bare.points[3].x = .nan
        bare.points[4].y = .infinity
        let back = try #require(PoseBlob.encode(bare).flatMap(PoseBlob.decode))
        #expect(back.face == nil && back.motionEnergy == nil)
        #expect(back.points[3].x.isNaN && back.points[4].y.isNaN)
        #expect(
            back.points[5].x == bare.points[5].x || abs(back.points[5].x - bare.points[5].x) < 1)
        #expect(back.world.count == 33 && back.world.allSatisfy { $0.x.isNaN })
    }

    @Test func otherBytesAreRefused() throws {
        let data = try #require(PoseBlob.encode(pose()))
        for count in [0, 1, 4, 200, data.count - 1] {
            #expect(PoseBlob.decode(data.prefix(count)) == nil)
        }
        var other = data
        other[0] = 4
        #expect(PoseBlob.decode(other) == nil)
        var short = pose()
        short.points.removeLast()
        #expect(PoseBlob.encode(short) == nil)
    }
}
