import Foundation
import LivePage
import Mimicry
import Posture
import Synchronization

/// Plays a session, as the commands say:
///
/// - `past`: ten minutes that have gone by, with three episodes, a pause and markers;
/// - `run`, `halt`: instants from now on, 12.5 a second, or none;
/// - `rest SEAT left|right|no`: a person rests the head on a hand, or does not;
/// - `breath SEAT RATE|DOUBT`: how a person who agreed to it breathes, or why that is not measured;
/// - `episode ID present|ended|withdrawn`: what the scorer would say of it;
/// - `status KIND [PROGRESS]`: how the measurement is;
/// - `picture`: a picture for the video.
///
/// What the page asks for is done and printed.
final class Stage: LiveControl {
    private struct State {
        var actors = [Actor(seat: 0), Actor(seat: 1)]
        var time = 0.0
        var isRunning = false
        var isPaused = false
    }

    private let hub: LiveHub
    private let state = Mutex(State())
    private static let step = 0.08

    init(hub: LiveHub) {
        self.hub = hub
        Thread { [self] in
            while true {
                Thread.sleep(forTimeInterval: Self.step)
                tick()
            }
        }.start()
    }

    var health: LiveHealth { .measuring }

    func perform(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        let value = words.count > 2 ? words[2] : ""
        switch words.first {
        case "past": past()
        case "run": state.withLock { $0.isRunning = true }
        case "halt": state.withLock { $0.isRunning = false }
        case "rest": rest(Int(words[1]) ?? 0, Side(rawValue: value))
        case "breath": breathe(Int(words[1]) ?? 0, value)
        case "episode": episode(Int(words[1]) ?? 1, LiveEpisode.State(rawValue: value))
        case "status": status(words[1], Double(value))
        case "picture": hub.publishPicture(Self.picture)
        default: say("no such command: \(line)")
        }
        say("done \(line)")
    }

    private func tick() {
        let (sample, breath) = state.withLock { state -> (LiveSample?, LiveBreath?) in
            guard state.isRunning else { return (nil, nil) }
            let before = state.time
            state.time += Self.step
            guard !state.isPaused else { return (nil, nil) }
            let isNewSecond = before.rounded(.down) != state.time.rounded(.down)
            return (Self.sample(state), isNewSecond ? Self.breath(state) : nil)
        }
        if let sample { hub.publish(.sample(sample)) }
        if let breath { hub.publish(.breath(breath)) }
    }

    /// `nil` when nobody agreed to it.
    private static func breath(_ state: State) -> LiveBreath? {
        let time = state.time - TrailingBreath.delay
        let people = state.actors.compactMap { $0.breathing(time) }
        guard !people.isEmpty else { return nil }
        return LiveBreath(time: time, behind: TrailingBreath.delay, seats: people)
    }

    private func breathe(_ seat: Int, _ how: String) {
        state.withLock { $0.actors[seat].breath = (Double(how), BreathDoubt(rawValue: how)) }
    }

    private static func sample(_ state: State) -> LiveSample {
        let time = state.time
        // Nothing is known in the first minutes, and at times nothing says who leads.
        let percentile = 55 + 30 * sin(time / 47) + 14 * sin(time / 11)
        let balance = 0.9 * sin(time / 60)
        return LiveSample(
            time: time, seats: state.actors.map { $0.instant(time) },
            mimicryPercentile: time < 60 ? nil : min(99, max(1, percentile)),
            leaderBalance: abs(balance) < 0.3 ? nil : balance, latency: 80, aspect: 4.0 / 3)
    }

    private func past() {
        for second in stride(from: 0.0, to: 640, by: 0.5) {
            let sample = state.withLock { state in
                state.time = second
                return Self.sample(state)
            }
            if !(200..<230).contains(second) { hub.publish(.sample(sample)) }
            switch second {
            case 0: hub.publish(.status(LiveStatus(.running, time: 0)))
            case 90: episode(101, .ended, "arms_crossed", 80, 86, 121)
            case 200: hub.publish(.status(LiveStatus(.paused, time: second)))
            case 230: hub.publish(.status(LiveStatus(.resumed, time: second)))
            case 310: hub.publish(.marker(LiveMarker(time: second, text: "speaks of her mother")))
            case 420: episode(102, .ended, "head_tilted", 400, 403, 412)
            case 430: episode(103, .ended, "leaning_forward", 404, 408, 520)
            case 500: hub.publish(.marker(LiveMarker(time: second, text: "")))
            default: break
            }
        }
    }

    private func rest(_ seat: Int, _ side: Side?) {
        state.withLock { state in
            state.actors[seat].rest = side.map { (state.time, $0) }
        }
    }

    private func status(_ kind: String, _ progress: Double?) {
        guard let kind = LiveStatus.Kind(rawValue: kind) else { return }
        hub.publish(
            .status(LiveStatus(kind, time: state.withLock(\.time), progress: progress)))
    }

    /// The episode of the heads on hands.
    private func episode(_ id: Int, _ state: LiveEpisode.State?) {
        guard let state else { return }
        let now = self.state.withLock(\.time)
        episode(id, state, "head_on_hand", now - 4, now, now + 10)
    }

    private func episode(
        _ id: Int, _ state: LiveEpisode.State, _ posture: String, _ leader: Double,
        _ follower: Double, _ end: Double
    ) {
        let isSided = posture.hasPrefix("head")
        let episode = Episode(
            posture: posture, leader: .first, leaderSide: isSided ? .right : nil,
            followerSide: isSided ? .left : nil, congruence: isSided ? .mirror : .unsided,
            leaderOnset: leader, followerOnset: follower, offset: end,
            sharedDuration: end - follower)
        hub.publish(
            .episode(LiveEpisode(id: id, state: state, episode: episode, seats: hub.seats)))
    }

    // MARK: What the page asks for

    func mark(_ text: String, ago: Double) async throws -> LiveMarker {
        say("marked \(text)")
        say("begun \(ago)")
        return LiveMarker(time: state.withLock(\.time) - ago, text: text)
    }

    func pause(_ on: Bool) async {
        state.withLock { $0.isPaused = on }
        say(on ? "paused" : "resumed")
        status(on ? "paused" : "resumed", nil)
    }

    func stop() async {
        say("stopped")
        status("stopping", nil)
    }

    /// A grey picture of 16 by 12 pixels.
    private static let picture: [UInt8] =
        Data(base64Encoded: pictureText.filter { !$0.isWhitespace }).map(Array.init) ?? []

    private static let pictureText = """
        /9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAg+Pkk+SVVVVVVVVWRd
        ZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABKAAEA
        AAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAA
        AAAAAAAAAAAAAAAA/8AAEQgADAAQAwEiAAIRAAMRAP/aAAwDAQACEQMRAD8AAA//2Q==
        """
}

/// A line on standard output, at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
