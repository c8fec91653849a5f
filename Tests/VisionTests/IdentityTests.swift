import Base
import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

/// Who is who in clips made of the rendered session so that it is hard to tell: no frame may show
/// somebody in the other's seat unless a swap is said to be possible there.
@Suite(.serialized) struct IdentityTests {
    private static let rate = 12.5

    // MARK: Clips

    /// The person on the left and on the right, as cut-outs 380 × 500, and the empty chair.
    private static let therapist = "crop=380:500:60:40"
    private static let client = "crop=380:500:540:40"
    private static let chair = "crop=480:540:480:0"
    /// One picture that lasts as long as the others.
    private static let still = "loop=loop=-1:size=1:start=0,setpts=N/25/TB"

    /// Parts of the rendered session: from when, for how long, seconds.
    private typealias Part = (from: Double, length: Double)
    /// While the client is away.
    private static let empty: Part = (35, 0.04)

    /// Composes a clip and tracks it.
    ///
    /// - Parameters:
    ///   - parts: the inputs `[0]`, `[1]` … of the graph.
    ///   - graph: an ffmpeg filter graph with one output.
    ///   - inSinglePrecision: whatever the processor gains from other arithmetic.
    private func track(
        _ parts: [Part], seconds: Double, _ graph: String, inSinglePrecision: Bool = false
    ) throws -> Account {
        try Clips.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            let inputs = parts.flatMap {
                ["-ss", "\($0.from)", "-t", "\($0.length)", "-i", Clips.example]
            }
            try Clips.ffmpeg(
                inputs + [
                    "-filter_complex", graph + ",fps=\(Self.rate)", "-t", "\(seconds)", "-an",
                    "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-pix_fmt",
                    "yuv420p", clip,
                ])
            var account = Account()
            let request = TrackingRequest(
                videos: [clip], rate: Self.rate, singlePrecision: inSinglePrecision)
            try Tracking.run(request) { try account.take($0) }
            #expect(abs(Double(account.frames.count) - seconds * Self.rate) <= 2)
            return account
        }
    }

    /// What a reader of the events knows in the end.
    private struct Account {
        var frames: [DyadFrame] = []
        var risks: [UncertainSpan] = []

        mutating func take(_ event: TrackingEvent) throws {
            switch event {
            case .frame(let frame): frames.append(frame)
            case .swap: for index in frames.indices { frames[index].poses.swapAt(0, 1) }
            case .forget(let seat):
                for index in frames.indices { frames[index].poses[seat] = nil }
            case .uncertain(let risk): risks.append(risk)
            case .failure(let failure): throw failure
            case .source, .chapter, .warning, .checkpoint, .end, .confinement, .alive, .liveFrame,
                .camera, .picture:
                break
            }
        }

        func isFlagged(_ time: Double) -> Bool {
            risks.contains { $0.start - 1e-6 <= time && time <= $0.end + 1e-6 }
        }

        var flagged: Double { risks.reduce(0) { $0 + $1.end - $1.start } }

        /// Share of the instants of a stretch at which somebody is in a seat.
        func seen(_ seat: Int, _ stretch: ClosedRange<Double> = 0...1000) -> Double {
            let inside = frames.filter { stretch.contains($0.time) }
            return Double(inside.count { $0.poses[seat] != nil }) / Double(max(inside.count, 1))
        }
    }

    /// Where the nose of a seat's person must be, x in pixels; `nil` when they are not in the picture.
    private typealias Places = (_ seat: Int, _ time: Double) -> ClosedRange<Float>?

    /// The times at which somebody is in a seat who is not where its person is, and nothing says so.
    private func wrong(_ account: Account, _ places: Places) -> [String] {
        account.frames.flatMap { frame in
            [0, 1].compactMap { seat -> String? in
                guard let pose = frame.poses[seat], !account.isFlagged(frame.time) else {
                    return nil
                }
                let isRight = places(seat, frame.time)?.contains(pose.nose.x) ?? false
                return isRight ? nil : "seat \(seat) at \(frame.time)"
            }
        }
    }

    private static let halves: [ClosedRange<Float>] = [0...480, 480...960]

    /// From 0 to 1 between two times.
    private static func progress(_ time: Double, _ from: Double, _ to: Double) -> Float {
        Float(((time - from) / (to - from)).clamped(to: 0...1))
    }

    // MARK: The same person twice

    @Test func aPersonAndTheirDelayedMirrorImageKeepTheirSeats() throws {
        let account = try track(
            [(2, 6), (0, 6)], seconds: 6,
            "[0]crop=480:540:0:0[a];[1]crop=480:540:0:0,hflip[b];[a][b]hstack")
        #expect(wrong(account) { seat, _ in Self.halves[seat] }.isEmpty)
        #expect(account.risks.isEmpty, "there is nothing to doubt")
        #expect(account.seen(0) > 0.99 && account.seen(1) > 0.99)
    }

    @Test func afterACutBetweenTwinsNothingIsCertainAnyMore() throws {
        let account = try track(
            [(2, 6), (0, 6)], seconds: 6,
            """
            [0]crop=480:540:0:0[a];[1]crop=480:540:0:0,hflip[b];[a][b]hstack,split[c][d];\
            [d]hflip,crop=800:450:80:60,scale=960:540[e];[c][e]overlay=enable='gte(t,3)'
            """)
        #expect(
            wrong(account) { seat, time in Self.halves[time < 3 ? seat : 1 - seat] }.isEmpty)
        let risk = try #require(account.risks.first)
        #expect(account.risks.count == 1 && risk.cause == .cut)
        #expect(abs(risk.start - 3) < 0.1 && risk.end > 5.8)
    }

    // MARK: Cuts

    @Test func whenThePictureIsFlippedSeatsGoWithThePeople() throws {
        let account = try track(
            [(0, 9)], seconds: 9,
            "[0]split[a][b];[b]hflip[c];[a][c]overlay=enable='gte(t,4)*lt(t,7)'")
        func isFlipped(_ time: Double) -> Bool { time > 3.98 && time < 6.98 }
        #expect(
            wrong(account) { seat, time in Self.halves[isFlipped(time) ? 1 - seat : seat] }.isEmpty)
        #expect(account.risks.map(\.cause) == [.cut, .cut])
        #expect(account.flagged < 2.5, "looks tell them apart, soon")
        #expect(account.seen(0) > 0.95 && account.seen(1) > 0.95)
    }

    // MARK: Crossing

    /// Two cut-outs that slide past each other between 5 and 7 s and stay exchanged.
    private func slide(_ first: String, _ second: String) -> String {
        let way = "480*clip((t-5)/2,0,1)"
        return """
            [1]\(Self.chair),split[r][s];[r][s]hstack,\(Self.still)[room];[0]split[m][n];\
            [m]\(first)[a];[n]\(second)[b];[room][b]overlay=x='540-\(way)':y=40[c];\
            [c][a]overlay=x='60+\(way)':y=40:shortest=1
            """
    }

    private func slidden(_ seat: Int, _ time: Double) -> ClosedRange<Float> {
        let way = 480 * Self.progress(time, 5, 7)
        let from = seat == 0 ? 60 + way : 540 - way
        return from...from + 380
    }

    @Test func whoSlidesPastTheOtherAndStaysThereKeepsTheirSeat() throws {
        let account = try track(
            [(0, 10), Self.empty], seconds: 10, slide(Self.therapist, Self.client))
        #expect(wrong(account, slidden).isEmpty)
        #expect(account.flagged > 0.5 && account.flagged < 4)
        #expect(account.seen(0, 0...5) > 0.95 && account.seen(1, 0...5) > 0.95)
        #expect(account.seen(0, 8...10) > 0.95 && account.seen(1, 8...10) > 0.95)
        // And they did change sides.
        let last = try #require(account.frames.last)
        let noses = try last.poses.map { try #require($0).nose.x }
        #expect(noses[0] > noses[1])
    }

    /// In 32 bits the one behind is lost before the two overlap, and found when they do no more.
    @Test(arguments: [false, true])
    func twinsWhoSlidePastEachOtherAreInDoubtToTheEnd(inSinglePrecision: Bool) throws {
        let account = try track(
            [(0, 9), Self.empty], seconds: 9, slide(Self.therapist, Self.therapist + ",hflip"),
            inSinglePrecision: inSinglePrecision)
        #expect(wrong(account, slidden).isEmpty)
        #expect(account.isFlagged(8.8))
        #expect(!account.isFlagged(4))
    }

    // MARK: Coming in

    /// The client comes in from the left between 2 and 5 s, passes in front of the therapist and takes
    /// the chair on the right.
    @Test func whoEntersFromTheOtherSideNamesNoSeat() throws {
        let account = try track(
            [(0, 10), Self.empty], seconds: 10,
            """
            [0]split[m][n];[m]crop=480:540:0:0[a];[1]\(Self.chair),\(Self.still)[b];\
            [a][b]hstack=shortest=1[room];[n]\(Self.client)[c];\
            [room][c]overlay=x='-380+920*clip((t-2)/3,0,1)':y=40
            """)
        let places: Places = { seat, time in
            guard seat == 1 else { return Self.halves[0] }
            let from = -380 + 920 * Self.progress(time, 2, 5)
            return time < 2 ? nil : from...from + 380
        }
        #expect(wrong(account, places).isEmpty)
        #expect(account.seen(0, 0...2) > 0.9 && account.seen(1, 0...1.9) == 0)
        #expect(account.seen(0, 7...10) > 0.95 && account.seen(1, 7...10) > 0.95)
    }

    // MARK: Heads out of the picture

    /// The therapist's head is above the edge all the time; the client, who sits right of them, is alone at
    /// first.
    @Test func whoseHeadIsOutOfThePictureTakesNobodysSeat() throws {
        let account = try track(
            [(0, 12), Self.empty], seconds: 12,
            """
            [0]split[m][n];[m]crop=480:340:0:200,pad=480:540:0:0[a];[n]crop=480:540:480:0[b];\
            [a][b]hstack[both];[1]\(Self.chair),\(Self.still)[c];\
            [both][c]overlay=x=0:y=0:enable='lt(t,2)':shortest=1
            """)
        #expect(wrong(account) { seat, _ in Self.halves[seat] }.isEmpty)
        #expect(account.seen(1) > 0.95)
    }

    // MARK: Others

    /// Somebody in grey walks through the picture, in front of both, between 3 and 6 s.
    @Test func aPasserByIsNeitherOfTheTwo() throws {
        let account = try track(
            [(0, 9), (14, 9)], seconds: 9,
            """
            [1]\(Self.client),hue=s=0,eq=brightness=0.15[c];\
            [0][c]overlay=x='-380+1340*clip((t-3)/3,0,1)':y=40
            """)
        #expect(wrong(account) { seat, _ in Self.halves[seat] }.isEmpty)
        #expect(account.seen(0, 0...2.9) > 0.95 && account.seen(1, 0...2.9) > 0.95)
        #expect(account.seen(0, 8...9) > 0.95 && account.seen(1, 8...9) > 0.95)
        #expect(!account.isFlagged(2) && !account.isFlagged(8.9))
    }

    /// The client is away for the first five seconds, so that only the portrait is left to take for
    /// somebody; then they come in so close that it looks like a cut.
    @Test func aPortraitOnTheWallIsNobody() throws {
        let account = try track(
            [(33.5, 16), (3, 0.04)], seconds: 16,
            """
            [1]crop=300:300:120:60,scale=130:130,hflip,hue=h=200,\(Self.still)[p];\
            [0][p]overlay=x=410:y=10:shortest=1
            """)
        let places: Places = { seat, _ in seat == 0 ? 0...400 : 560...960 }
        #expect(wrong(account, places).isEmpty)
        #expect(account.seen(0) > 0.95 && account.seen(1, 15...16) > 0.95)
    }

    @Test func aTelevisionIsNobody() throws {
        let account = try track(
            [(0, 6), (10, 6)], seconds: 6,
            """
            [1]crop=360:360:100:40,scale=150:150,hue=h=200[t];[0][t]overlay=x=420:y=20
            """)
        let places: Places = { seat, _ in seat == 0 ? 0...420 : 570...960 }
        #expect(wrong(account, places).isEmpty)
        #expect(account.seen(0) > 0.99 && account.seen(1) > 0.99)
        #expect(account.risks.isEmpty)
    }
}
