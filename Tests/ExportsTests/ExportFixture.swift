@testable import Exports
import Archive
import Base
import Mimicry
import Posture
import SessionModel

extension Fixture {
    /// Names that mean something to every format: umlauts, quotes, `&`, `<`, an arrow of WebVTT, a tab,
    /// line breaks (an empty line among them) and an emoji.
    static let hostileSeats = ["Müller \"A\" & <Söhne> -->", "Ana\tLuísa\n\n🙂 ]]>"]
    static let hostilePosture = "größer <&> \"🤔\""
    static let hostileFile = "Sitzung & \"Über\" <1>.mp4"

    /// A session with such names, with both hands at the face at once, with episodes that overlap, and
    /// with one in which nothing was shared.
    static func hostile() -> Session {
        var session = helle(seats: hostileSeats)
        session.source[0].file = hostileFile
        session.settings.postures = [
            .init(name: "head_on_hand", conditions: []), .init(name: "slumped", conditions: []),
        ]
        session.postures[0].held = [
            held(.first, "head_on_hand", .right, 10.1, 24),
            held(.first, "head_on_hand", .left, 20.0004, 30.25),
            held(.first, hostilePosture, nil, 40, 41),
            held(.first, hostilePosture, nil, 41, 42.5),
        ]
        session.postures[1].held = [
            held(.second, "head_on_hand", .left, 14.1, 26.5),
            held(.second, hostilePosture, nil, 12.5, 18),
        ]
        session.postures[1].unknown = ["head_on_hand": [TimeSpan(start: 32, end: 41)]]
        var brief = episode(
            hostilePosture, leader: .second, leaderSide: nil, followerSide: nil,
            congruence: .unsided,
            shared: 0)
        brief.leaderOnset = 12.5
        brief.followerOnset = 19.25
        brief.lag = 6.75
        brief.offset = 19.25
        brief.pValue = 0.25
        session.episodes = [episode(), brief]
        session.synchrony = [
            SynchronyWindow(
                channel: .headTilt, mapping: .mirror, start: 0, end: 30, peakLag: -1.96,
                peakZ: 0.1234567, meanAbsZ: 0.5, zeroLagZ: nil, validFraction: 1)
        ]
        session.timeline.append(
            TimelinePoint(
                time: 1, mimicryPercentile: 97.125, sharedPostures: 2, leaderBalance: -0.5,
                quality: 1))
        return session
    }

    /// One instant at which only the first seat was found.
    static func landmarks() -> SeatedFrame {
        let points = Landmark.allCases.map { landmark in
            LandmarkPoint(
                x: Float(landmark.rawValue) + 0.25, y: 100, z: -1.5,
                visibility: landmark == .nose ? 0.9876 : .nan)
        }
        return SeatedFrame(
            time: 0.04, poses: [BodyPose(score: 1, points: points, world: []), nil])
    }
}
