import Base
import Testing

@testable import Posture

/// Against what leans and turns are told: cases in which a running median forgets.
@Suite struct RestLevelsTests {
    /// At 5 Hz; `level` of one channel by time, with a little unrest, of somebody seen from the side.
    private func track(
        _ channel: Channel, seconds: Int, _ level: (Double) -> Double
    ) -> FeatureTrack {
        var track = FeatureTrack()
        for index in 0..<seconds * 5 {
            let time = Double(index) / 5
            var row = [Double](repeating: 0, count: Channel.allCases.count)
            row.rest()
            row[Channel.shoulderSpan.index] = 1
            row[channel.index] = level(time) + Double(index % 7) / 2 - 1.5
            track.append(time: time, presence: 1, row: row)
        }
        return track
    }

    private func record(_ track: FeatureTrack, declared: TimeSpan? = nil) -> PostureRecord {
        let rest = RestLevels(
            of: track, definitions: PostureDefinition.standard, declared: declared)
        return PostureDetector.record(of: track, seat: .first, rest: rest)
    }

    private func holds(_ record: PostureRecord, _ names: Set<String>) -> [String] {
        record.held.filter { names.contains($0.posture) }.map {
            "\($0.posture) \(Int($0.onset.rounded()))-\(Int($0.offset.rounded()))"
        }
    }

    private let leans: Set = ["leaning_forward", "leaning_back"]

    /// Upright, 12 minutes forward, upright to the end of 40 minutes.
    @Test func aLongLeanLastsAndBeingUprightAfterItIsNoLeanBack() {
        let track = track(.trunkPitch, seconds: 2400) { (300..<1000).contains($0) ? 30 : 0 }
        #expect(holds(record(track), leans) == ["leaning_forward 300-1000"])
    }

    /// Half the time each: nobody can say which is rest, and neither is said to be held or not held.
    @Test(arguments: [Channel.trunkPitch, .trunkTurn])
    func twoLevelsThatCompeteAreUnknown(channel: Channel) throws {
        let track = track(channel, seconds: 1400) { $0 < 700 ? 40 : 0 }
        let record = record(track)
        #expect(holds(record, leans.union(["turned_away"])) == [])
        let name = channel == .trunkPitch ? "leaning_forward" : "turned_away"
        let unknown = (record.unknown[name] ?? []).reduce(0) { $0 + $1.duration }
        #expect(unknown > 1390)
        let rest = RestLevels(of: track, definitions: PostureDefinition.standard)
        let level = try #require(rest.levels[.channel(channel)])
        #expect(level.value.isNaN)
        #expect(level.rivals.map { $0.rounded() } == [0, 40])
    }

    /// Forward for most of the session: upright is no leaning back.
    @Test func uprightAfterAVeryLongLeanIsNoLeanBack() {
        let track = track(.trunkPitch, seconds: 1400) { $0 < 1200 ? 30 : 0 }
        #expect(holds(record(track), leans) == [])
    }

    @Test func aDeclaredRestDecides() {
        let track = track(.trunkPitch, seconds: 1400) { $0 < 1200 ? 30 : 0 }
        let record = record(track, declared: TimeSpan(start: 1250, end: 1350))
        #expect(holds(record, leans) == ["leaning_forward 0-1200"])
        #expect(record.unknown["leaning_forward"]?.isEmpty ?? true)
    }

    /// A rest that is spread out is one level, and its median is the person's rest.
    @Test func restlessnessIsOneLevel() throws {
        let track = track(.trunkPitch, seconds: 600) {
            15 * ($0.truncatingRemainder(dividingBy: 40) / 20 - 1)
        }
        let rest = RestLevels(of: track, definitions: PostureDefinition.standard)
        let level = try #require(rest.levels[.channel(.trunkPitch)])
        #expect(abs(level.value) < 1.5)
    }

    /// Live: what is held is not learned, and who began elsewhere is understood in time.
    @Test func aLiveSessionLearnsNothingFromWhatIsHeld() {
        func live(_ track: FeatureTrack) -> [String] {
            holds(PostureDetector.record(of: track, seat: .first), leans)
        }
        let long = track(.trunkPitch, seconds: 1400) { (300..<1000).contains($0) ? 30 : 0 }
        #expect(live(long) == ["leaning_forward 300-1000"])
        let begun = track(.trunkPitch, seconds: 1400) { $0 < 20 || $0 > 1300 ? 30 : 0 }
        #expect(live(begun) == ["leaning_back 20-80", "leaning_forward 1300-1400"])
    }
}
