import Base
import Testing
import VisionProtocol
import Workbench

@testable import Posture
@testable import Workflows

/// Who is found at the beginning of a recording, for somebody who says who is who.
@Suite struct PeopleSearchTests {
    private static let picture = SourceDescription(width: 640, height: 480, rate: 25, duration: 600)
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]

    private static func pose(at x: Float, visibility: Float = 1) -> BodyPose {
        BodyPose(
            flat: [
                .nose: (x, 100, visibility), .leftShoulder: (x + 40, 150, visibility),
                .rightShoulder: (x - 40, 150, visibility), .leftHip: (x + 30, 260, visibility),
                .rightHip: (x - 30, 260, visibility),
            ], score: 0.9)
    }

    private static func search(
        cameras: Int = 1, isShared: Bool = true, needsPictures: Bool = false
    ) -> PeopleSearch {
        var search = PeopleSearch(
            cameras: cameras, isShared: isShared, needsPictures: needsPictures)
        for _ in 0..<cameras { search.take(.source(picture)) }
        return search
    }

    @Test func theOneAtTheLeftComesFirst() throws {
        var search = Self.search()
        search.take(.frame(DyadFrame(time: 0, poses: [Self.pose(at: 500), Self.pose(at: 100)])))
        let found = search.found
        #expect(found.people.map { $0.map { $0.middle < 0.5 } } == [true, false])
        #expect(found.pictures == [.init(width: 640, height: 480)])
        let left = try #require(found.people[0])
        #expect(left.points.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
        #expect(left.lines.contains { $0.count == 2 && $0.allSatisfy { $0.y == 150.0 / 480 } })
        // Each in a part, or a picture, of their own stays there.
        var parts = Self.search(isShared: false)
        parts.take(.frame(DyadFrame(time: 0, poses: [Self.pose(at: 500), Self.pose(at: 100)])))
        #expect(parts.found.people[0].map { $0.middle > 0.5 } == true)
    }

    @Test func enoughIsEnoughAndSwapsAndStrangersCount() {
        var search = Self.search()
        for index in 0..<5 {
            search.take(
                .frame(DyadFrame(time: Double(index) / 2, poses: [Self.pose(at: 100), nil])))
        }
        #expect(!search.isEnough && search.length == 2)
        search.take(.swap)
        #expect(search.found.people.map { $0 != nil } == [false, true])
        search.take(.forget(1))
        #expect(search.found.people == [nil, nil])
        for index in 5..<11 {
            search.take(
                .frame(
                    DyadFrame(
                        time: Double(index) / 2, poses: [Self.pose(at: 100), Self.pose(at: 500)])))
        }
        #expect(search.isEnough && search.found.people.allSatisfy { $0 != nil })
    }

    /// The picture is that of the instant that is drawn; what is none is not handed on.
    @Test func picturesAreOfTheInstantThatIsDrawn() {
        var search = Self.search(cameras: 2, isShared: false, needsPictures: true)
        let both = [Self.pose(at: 100), Self.pose(at: 500)]
        search.take(.frame(DyadFrame(time: 0, poses: both)))
        #expect(search.found.people == [nil, nil])
        for byte in [UInt8(1), 2] { search.take(.picture(Self.jpeg + [byte])) }
        search.take(.frame(DyadFrame(time: 1, poses: both)))
        for byte in [UInt8(3), 4] { search.take(.picture(Self.jpeg + [byte])) }
        search.take(.frame(DyadFrame(time: 2, poses: [both[0], nil])))
        #expect(search.found.pictures.map { $0.jpeg?.last } == [1, 2])
        #expect(search.found.people.map { $0?.picture } == [0, 1])
        var hostile = Self.search(needsPictures: true)
        hostile.take(.picture(Array("<svg onload=alert(1)>".utf8)))
        hostile.take(.frame(DyadFrame(time: 0, poses: both)))
        #expect(hostile.found.pictures.map(\.jpeg) == [nil])
    }

    @Test func whatIsNoNumberIsNotDrawn() {
        var pose = Self.pose(at: 100)
        for index in pose.points.indices { pose.points[index].x = .nan }
        var search = Self.search()
        search.take(.frame(DyadFrame(time: 0, poses: [pose, Self.pose(at: 1e30)])))
        #expect(search.found.people[0] == nil)
        #expect(search.found.people[1]?.points.allSatisfy { $0.x == 1 } == true)
    }
}
