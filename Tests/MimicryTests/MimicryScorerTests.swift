import Posture
import Testing

@testable import Base
@testable import Mimicry

@Suite struct MimicryScorerTests {
    let synchrony = SynchronySettings(window: 15, step: 4, maxLag: 3)

    /// Feeds a session in pieces of random length, whichever person's turn it is.
    func scored(
        _ session: RandomSession, longest: Int, seed: UInt64
    ) -> (results: MimicryScorer.Results, scorer: MimicryScorer) {
        var numbers = SplitMix64(seed: seed)
        var scorer = MimicryScorer(synchrony: synchrony)
        var results = MimicryScorer.Results()
        let tracks = [session.first, session.second]
        var next = [0, 0]
        func add(_ more: MimicryScorer.Results) {
            results.episodes += more.episodes
            results.synchrony += more.synchrony
        }
        while next[0] < tracks[0].count || next[1] < tracks[1].count {
            let seat = Int.random(in: 0...1, using: &numbers)
            let piece = Int.random(in: 1...longest, using: &numbers)
            for _ in 0..<min(piece, tracks[seat].count - next[seat]) {
                let sample = tracks[seat][sample: next[seat]]
                add(scorer.append(sample, of: seat == 0 ? .first : .second))
                next[seat] += 1
            }
        }
        add(scorer.finish())
        return (results, scorer)
    }

    func inOrder(_ windows: [SynchronyWindow]) -> [SynchronyWindow] {
        let mappings = Congruence.allCases
        func key(_ window: SynchronyWindow) -> (Int, Int, Double) {
            (window.channel.index, mappings.firstIndex(of: window.mapping) ?? 0, window.start)
        }
        return windows.sorted { key($0) < key($1) }
    }

    /// The postures of one person, unknown where only the other was recorded.
    private func record(
        of track: FeatureTrack, _ seat: Seat, within whole: TimeSpan
    ) -> PostureRecord {
        var record = PostureDetector.record(of: track, seat: seat)
        for outside in [
            TimeSpan(start: whole.start, end: track.times[0]),
            TimeSpan(start: track.times[track.count - 1], end: whole.end),
        ] where outside.duration > 0 {
            for name in PostureDefinition.standard.map(\.name) {
                record.unknown[name] = TimeSpan.union((record.unknown[name] ?? []) + [outside])
            }
        }
        return record
    }

    /// Somebody whose samples begin later was not seen without the posture before: the other one cannot
    /// have led, nor they themselves.
    @Test(arguments: [0.0, 4, 8], [false, true])
    func nothingIsKnownOfSomebodyBeforeTheirFirstSample(from start: Double, endsEarly: Bool) {
        func tilted(_ seat: Seat, from onset: Double) -> FeatureTrack {
            track([.headTilt: (0..<600).map { Double($0) / 10 >= onset ? 15 : 0 }])
        }
        var late = tilted(.second, from: 8)
        let first = late.times.firstIndex { $0 >= start } ?? 0
        let last = endsEarly ? 300 : late.count
        late.times = Array(late.times[first..<last])
        late.presence = Array(late.presence[first..<last])
        late.values = late.values.map { Array($0[first..<last]) }
        var scorer = MimicryScorer(synchrony: synchrony)
        var episodes: [Episode] = []
        for (seat, samples) in [tilted(.first, from: 3), late].enumerated() {
            for sample in 0..<samples.count {
                episodes +=
                    scorer.append(samples[sample: sample], of: Seat.allCases[seat]).episodes
            }
        }
        episodes += scorer.finish().episodes
        let tilts = episodes.filter { $0.posture == "head_tilted" }
        // Seen without the posture at 3 s, and seen to take it up at 8 s: an episode with that lag.
        #expect(tilts.map(\.lag) == (start == 0 ? [5.0] : []))
        let unknown = scorer.records[1].unknown["head_tilted"] ?? []
        #expect(unknown.contains { $0.start == 0 && $0.end == start } == (start > 0))
        #expect(unknown.contains { $0.end == 59.9 } == endsEarly)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func piecesGiveWhatTheWholeGives(seed: UInt64) {
        let session = RandomSession(seed: seed, duration: 90 + Double(seed) * 10)
        let start = min(session.first.times[0], session.second.times[0])
        let end = max(session.first.times.last ?? 0, session.second.times.last ?? 0)
        let whole = TimeSpan(start: start, end: end)
        let records = (
            record(of: session.first, .first, within: whole),
            record(of: session.second, .second, within: whole)
        )
        let episodes = EpisodeDetector().episodes(
            records.0, records.1, recording: TimeSpan(start: start, end: .infinity))
        let windows = WindowedCrossCorrelation().synchrony(
            first: session.first, second: session.second, settings: synchrony)
        #expect(!windows.isEmpty)
        #expect(records.0.held.count > 5)
        for longest in [1, 60, 100_000] {
            let (results, scorer) = scored(session, longest: longest, seed: seed)
            #expect(inOrder(results.synchrony) == inOrder(windows))
            #expect(results.episodes.sorted(by: EpisodeDetector.precedes) == episodes)
            #expect(scorer.records[0] == records.0)
            #expect(scorer.records[1] == records.1)
            #expect(scorer.tracks[0].times == session.first.times)
        }
    }

    @Test func theSessionsHaveEpisodes() {
        var count = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            let session = RandomSession(seed: seed, duration: 90 + Double(seed) * 10)
            count +=
                EpisodeDetector().episodes(
                    PostureDetector.record(of: session.first, seat: .first),
                    PostureDetector.record(of: session.second, seat: .second)
                ).count
        }
        #expect(count > 10)
    }

    @Test func resultsComeOutWhenTheyAreFinal() throws {
        let session = RandomSession(seed: 3, duration: 100)
        var scorer = MimicryScorer(synchrony: synchrony)
        var late = 0.0
        for index in 0..<min(session.first.count, session.second.count) {
            let one = session.first[sample: index]
            let other = session.second[sample: index]
            let now = min(one.time, other.time)
            let found =
                scorer.append(one, of: .first).synchrony
                + scorer.append(other, of: .second).synchrony
            for window in found where window.validFraction > 0 {
                late = max(late, now - window.end)
            }
        }
        // A gap of up to 5 s may hold a window back.
        #expect(late < 6)
    }

    @Test func anEpisodeComesOutThoughTheLeaderHoldsOn() throws {
        var row = Channel.allCases.map { _ in 0.0 }
        row[Channel.leftHandToFace.index] = 1
        row[Channel.rightHandToFace.index] = 1
        row[Channel.leftHandX.index] = 0.5
        row[Channel.rightHandX.index] = -0.5
        row[Channel.leftHandY.index] = -1.6
        row[Channel.rightHandY.index] = -1.6
        for channel in [Channel.leftFingersToFace, .rightFingersToFace, .handsApart, .handsOffArms]
        {
            row[channel.index] = 1
        }
        row[Channel.handsPast.index] = -1
        row[Channel.wristsToElbows.index] = 2
        row[Channel.shoulderSpan.index] = 1.8
        func sample(_ time: Double, tilted: Bool) -> FeatureSample {
            var row = row
            row[Channel.headTilt.index] = tilted ? 18 : 0
            return FeatureSample(time: time, presence: 1, row: row)
        }
        var scorer = MimicryScorer(synchrony: synchrony)
        var found: (at: Double, episode: Episode)?
        for step in 0..<600 {
            let time = Double(step) / 10
            var episodes = scorer.append(sample(time, tilted: time >= 10), of: .first).episodes
            let follows = (12..<20).contains(time)
            episodes += scorer.append(sample(time, tilted: follows), of: .second).episodes
            if let episode = episodes.first { found = (time, episode) }
        }
        let result = try #require(found)
        #expect(result.at < 22)
        #expect(result.episode.posture == "head_tilted")
        #expect(abs(result.episode.lag - 2) < 1e-9)
        #expect(abs(result.episode.offset - 20) < 1e-9)
    }

    @Test func aShortMemoryOfChannelsChangesNoResult() throws {
        let session = RandomSession(seed: 5, duration: 120)
        var whole = MimicryScorer(synchrony: synchrony)
        var brief = MimicryScorer(synchrony: synchrony, memory: 40)
        var (one, other) = (MimicryScorer.Results(), MimicryScorer.Results())
        for index in 0..<min(session.first.count, session.second.count) {
            for (seat, track) in [(Seat.first, session.first), (.second, session.second)] {
                let sample = track[sample: index]
                let (a, b) = (whole.append(sample, of: seat), brief.append(sample, of: seat))
                one.episodes += a.episodes
                one.synchrony += a.synchrony
                other.episodes += b.episodes
                other.synchrony += b.synchrony
            }
        }
        #expect(one == other)
        #expect(whole.finish() == brief.finish())
        #expect(whole.recording == brief.recording)
        let kept = brief.tracks[0].times
        #expect(try #require(kept.last) - #require(kept.first) <= 44 + 1)
        #expect(try #require(kept.last) - #require(kept.first) >= 38)
    }

    @Test func anEmptyRecordingHasNoResults() {
        var scorer = MimicryScorer()
        #expect(scorer.finish() == MimicryScorer.Results())
        #expect(scorer.recording == nil)
    }

    @Test func aPersonWhoNeverCameIsNoReasonToFail() {
        let session = RandomSession(seed: 2, duration: 60)
        var scorer = MimicryScorer(synchrony: synchrony)
        for index in 0..<session.first.count {
            _ = scorer.append(session.first[sample: index], of: .first)
        }
        #expect(scorer.finish().episodes.isEmpty)
    }
}
