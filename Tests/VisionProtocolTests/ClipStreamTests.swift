import Base
import Testing

@testable import VisionProtocol

@Suite struct ClipStreamTests {
    private let messages: [ClipMessage] = [
        .request(
            ClipRequest(
                path: "/tmp/ü.mp4", seats: ["therapist", "Söhne & \"A\""],
                pictures: [.init(width: 960, height: 540)],
                captions: [.init(start: 1, end: 2.5, text: "therapist → client")])),
        .frame(
            ClipFrame(
                time: 0.04,
                figures: [
                    nil,
                    .init(
                        picture: 1,
                        points: (0..<33).map {
                            .init(x: Float($0) + 0.5, y: .nan, visibility: UInt8($0))
                        }),
                ])), .end,
    ]

    private func text(_ messages: [ClipMessage]) -> [String] { messages.map { "\($0)" } }

    @Test func whatIsSentArrives() throws {
        var reader = ClipReader()
        let arrived = try reader.append(messages.flatMap { try $0.encoded() })
        #expect(text(arrived) == text(messages))
    }

    @Test func inPiecesOfAnySize() throws {
        var reader = ClipReader()
        var arrived: [ClipMessage] = []
        for byte in try messages.flatMap({ try $0.encoded() }) {
            arrived += try reader.append([byte])
        }
        #expect(text(arrived) == text(messages))
    }

    @Test func aStreamOfEventsIsNoClip() throws {
        var reader = ClipReader()
        #expect(throws: WireError.notARecord) {
            try reader.append(WireFormat.encode(.swap))
        }
        var short = ClipReader()
        let cut = WireFormat.record(34, [1, 2, 3])
        #expect(throws: ByteReader.EndOfBytes()) { try short.append(cut) }
    }

    @Test func aFrameOfTwoPeopleIsSmall() throws {
        let figure = ClipFrame.Figure(
            picture: 0, points: Array(repeating: .init(x: 1, y: 2, visibility: 3), count: 33))
        let frame = ClipFrame(time: 1, figures: [figure, figure])
        #expect(try ClipMessage.frame(frame).encoded().count == 612)
    }
}
