import Base
import Foundation
import Posture
import Testing

@testable import VisionProtocol

private func pose(_ seed: Float) -> BodyPose {
    let points = (0..<33).map {
        LandmarkPoint(x: seed + Float($0), y: -Float($0), z: 0.5 * Float($0), visibility: 0.25)
    }
    let world = (0..<33).map { SIMD3<Float>(Float($0), seed, -1) }
    let face = FaceMesh(score: 0.9, points: [SIMD3(1, 2, 3), SIMD3(-4, 5, 6)])
    return BodyPose(score: 0.75, points: points, world: world, face: face, motionEnergy: 0.125)
}

private let events: [TrackingEvent] = [
    .source(
        SourceDescription(
            width: 385, height: 288, rate: 29.97, duration: 35.5,
            models: ["pose.tflite": String(repeating: "0a", count: 32)])),
    .chapter(ChapterStart(camera: 1, file: 3, start: 530.25)),
    .frame(DyadFrame(time: 1.0 / 3, poses: [pose(1), nil])),
    .checkpoint(TrackingCheckpoint(time: 1.0 / 3, state: Data([0, 1, 254, 255]))),
    .frame(DyadFrame(time: 0.5, poses: [nil, nil])),
    .checkpoint(TrackingCheckpoint(time: 0.5, state: Data())),
    .uncertain(UncertainSpan(start: 0.25, end: 0.25, cause: .cut)),
    .forget(1),
    .liveFrame(
        DyadFrame(time: 1.5, poses: [nil, pose(3)]),
        LiveTiming(captured: 1e5, tracked: 1e5 + 0.03, emitted: 1e5 + 0.04, missed: 3, dropped: 1)),
    .camera(CameraNotice(.lost, reason: "unplugged", seconds: 1.25)),
    .picture([0xFF, 0xD8, 0, 1, 0xFF, 0xD9]),
    .swap,
    .confinement(ConfinementReport(landlockAbi: 7, seccomp: true)),
    .alive,
    .warning("Ümläut; \"quotes\" 🙂"),
    .frame(DyadFrame(time: 2, poses: [nil, pose(7)])),
    .failure(Failure.badInput("what", remedy: "todo")),
    .end(
        TrackingEnd(
            videos: [
                .init(frames: 2, duration: 2, chapters: [.init(frames: 2, duration: 2)])
            ], measured: 2, damaged: 1, people: 3)),
]

/// The event with its poses as they come through the pipe; what is unknown there is 0, as `NaN` equals
/// nothing.
func rounded(_ event: TrackingEvent) -> TrackingEvent {
    func rounded(_ frame: DyadFrame) -> DyadFrame {
        var frame = frame
        frame.poses = frame.poses.map { pose in
            guard var back = pose.flatMap(PoseBlob.encode).flatMap(PoseBlob.decode) else {
                return nil
            }
            back.world = back.world.map { $0.x.isNaN ? .zero : $0 }
            return back
        }
        return frame
    }
    switch event {
    case .frame(let frame): return .frame(rounded(frame))
    case .liveFrame(let frame, let timing): return .liveFrame(rounded(frame), timing)
    default: return event
    }
}

@Suite struct WireFormatTests {
    @Test func everyEventComesBackAsItWas() throws {
        var reader = EventReader()
        let read = try events.flatMap { try reader.append(WireFormat.encode($0)) }
        #expect(read.map(rounded) == events.map(rounded))
        #expect(!reader.isInsideRecord)
    }

    @Test(arguments: [1, 2, 3, 7, 100, 4096])
    func piecesOfAnySizeGiveTheSameEvents(size: Int) throws {
        let bytes = try events.flatMap { try WireFormat.encode($0) }
        var reader = EventReader()
        var read: [TrackingEvent] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            read += try reader.append(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(read.map(rounded) == events.map(rounded))
    }

    @Test(
        arguments: [
            (7, true, nil), (0, true, "no Landlock,"), (2, false, "no seccomp,"),
            (0, false, "no Landlock and no seccomp,"),
        ] as [(Int, Bool, String?)])
    func aWeakConfinementIsSaid(abi: Int, seccomp: Bool, words: String?) {
        let weakness = ConfinementReport(landlockAbi: abi, seccomp: seccomp).weakness
        #expect((weakness == nil) == (words == nil))
        if let words { #expect(weakness?.contains(words) == true) }
        let refusal = ConfinementReport(landlockAbi: abi, seccomp: seccomp).refusal
        #expect((refusal == nil) == (words == nil))
        #expect(refusal?.kind ?? .software == .software)
    }

    @Test func aPoseWithoutFaceOrMotionKeepsThemMissing() throws {
        var bare = pose(0)
        bare.face = nil
        bare.motionEnergy = nil
        var reader = EventReader()
        let event = TrackingEvent.frame(DyadFrame(time: 0, poses: [bare, nil]))
        #expect(try reader.append(WireFormat.encode(event)).map(rounded) == [rounded(event)])
    }

    @Test func aPoseWithoutItsLandmarksIsNoEvent() throws {
        var short = pose(0)
        short.points.removeLast()
        let event = TrackingEvent.frame(DyadFrame(time: 0, poses: [short, nil]))
        #expect(throws: WireError.notARecord) { try WireFormat.encode(event) }
        // Kind, length, time, number of poses, presence, then layout, flags and number of landmarks.
        var bytes = try WireFormat.encode(.frame(DyadFrame(time: 0, poses: [pose(0), nil])))
        #expect(bytes[15] == 1 && bytes[17] == 33)
        bytes[17] = 32
        var reader = EventReader()
        #expect(throws: WireError.notARecord) { try reader.append(bytes) }
    }

    @Test func aStreamThatStopsInARecordIsSeen() throws {
        var reader = EventReader()
        let bytes = try WireFormat.encode(events[1])
        #expect(try reader.append(bytes.dropLast()).isEmpty)
        #expect(reader.isInsideRecord)
    }

    @Test func bytesThatAreNoRecordAreRefused() {
        var reader = EventReader()
        #expect(throws: WireError.notARecord) {
            try reader.append(Array("this is not a record".utf8))
        }
        var huge = EventReader()
        #expect(throws: WireError.notARecord) { try huge.append([2, 255, 255, 255, 255, 0]) }
    }

    @Test func aCheckpointThatDoesNotFitARequestIsRefused() throws {
        let state = Data(count: TrackingCheckpoint.largestState + 1)
        var reader = EventReader()
        #expect(throws: WireError.notARecord) {
            try reader.append(
                WireFormat.encode(.checkpoint(TrackingCheckpoint(time: 0, state: state))))
        }
    }

    @Test func aRequestTakesItsCheckpointAlong() throws {
        let request = TrackingRequest(
            videos: ["a.mp4"],
            checkpoint: TrackingCheckpoint(time: 0.1, state: Data([7, 0, 255])))
        let read = try JSONDecoder().decode(
            TrackingRequest.self, from: JSONEncoder().encode(request))
        #expect(read == request)
    }

    @Test func aShortFrameIsRefused() {
        var reader = EventReader()
        #expect(throws: ByteReader.EndOfBytes()) { try reader.append([2, 3, 0, 0, 0, 1, 2, 3]) }
    }
}
