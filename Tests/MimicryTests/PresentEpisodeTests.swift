import Posture
import Testing

@testable import Base
@testable import Mimicry

/// An episode is told as soon as it is established, and what is told then holds.
@Suite struct PresentEpisodeTests {
    let synchrony = SynchronySettings(window: 10, step: 50, maxLag: 1)

    private struct Told {
        var notices: [EpisodeNotices.Notice] = []
        var final: [Episode] = []
        /// Per number, how long after the follower's onset it was told first, seconds.
        var waits: [Double] = []
    }

    private func told(_ session: RandomSession) -> Told {
        var scorer = MimicryScorer(synchrony: synchrony)
        var notices = EpisodeNotices()
        var told = Told()
        func take(_ results: MimicryScorer.Results, at time: Double) {
            let present = scorer.presentEpisodes
            told.final += results.episodes
            for notice in notices.update(present: present, final: results.episodes) {
                if notice.id > told.waits.count {
                    told.waits.append(time - notice.episode.followerOnset)
                }
                told.notices.append(notice)
            }
        }
        for index in 0..<min(session.first.count, session.second.count) {
            for (seat, track) in [(Seat.first, session.first), (.second, session.second)] {
                let sample = track[sample: index]
                take(scorer.append(sample, of: seat), at: sample.time)
            }
        }
        take(scorer.finish(), at: session.first.times.last ?? 0)
        return told
    }

    @Test func everyEarlyNoticeIsConfirmedByTheFinalEpisode() throws {
        var early = 0
        var waits: [Double] = []
        for seed in 1...16 as ClosedRange<UInt64> {
            let told = told(RandomSession(seed: seed, duration: 150))
            for notice in told.notices where notice.state == .present {
                early += 1
                let confirmed = told.final.contains {
                    $0.posture == notice.episode.posture && $0.leader == notice.episode.leader
                        && $0.leaderOnset == notice.episode.leaderOnset
                        && $0.followerOnset == notice.episode.followerOnset
                        && $0.offset >= notice.episode.offset
                }
                #expect(confirmed, "seed \(seed): \(notice)")
            }
            #expect(told.notices.allSatisfy { $0.state != .withdrawn })
            let ended = told.notices.filter { $0.state == .ended }
            #expect(ended.map(\.episode) == told.final)
            #expect(Set(ended.map(\.id)).count == told.final.count)
            waits += told.waits
        }
        #expect(early > 10)
        waits.sort()
        // Held for a second, seen for half a second more, looked at five times a second.
        #expect(waits[waits.count / 2] < 2)
    }

    @Test func aNoticeIsRepeatedOnlyWhenSomethingChanges() {
        let first = record(.first, [(10, 40)])
        let second = record(.second, [(12, 30)])
        var stream = EpisodeStream(start: 0)
        var notices = EpisodeNotices()
        var told: [EpisodeNotices.Notice] = []
        for step in 0..<200 {
            let (from, to) = (Double(step) / 5, Double(step + 1) / 5)
            var final: [Episode] = []
            for record in [first, second] {
                var changes = PostureChanges(seat: record.seat)
                changes.held = record.held.filter { from <= $0.offset && $0.offset < to }
                changes.open = record.held.filter { $0.onset < to && to <= $0.offset }.map {
                    var interval = $0
                    interval.offset = to
                    return interval
                }
                changes.settled["p"] = to
                final += stream.append(changes)
            }
            told += notices.update(present: stream.present, final: final)
        }
        #expect(told.map(\.state) == [.present, .ended])
        #expect(told.map(\.id) == [1, 1])
        #expect(told[0].episode.followerOnset == 12)
        #expect(abs(told[0].episode.offset - 12.5) < 0.21)
        #expect(told[1].episode.sharedDuration == 18)
    }
}

@Suite struct EpisodeNoticesTests {
    private func episode(_ led: Double, _ followed: Double, _ offset: Double) -> Episode {
        Episode(
            posture: "p", leader: .first, leaderSide: nil, followerSide: nil, congruence: .unsided,
            leaderOnset: led, followerOnset: followed, offset: offset,
            sharedDuration: offset - followed)
    }

    @Test func whatRestsOnAConfusedStretchIsTakenBackAndNotToldAgain() {
        var notices = EpisodeNotices()
        let early = episode(10, 12, 13)
        let late = episode(30, 33, 35)
        #expect(notices.update(present: [], final: [early]).map(\.state) == [.ended])
        #expect(notices.update(present: [late], final: []).map(\.id) == [2])
        let back = notices.exclude(TimeSpan(start: 31, end: 32))
        #expect(back.map(\.id) == [2])
        #expect(back.map(\.state) == [.withdrawn])
        #expect(notices.update(present: [late], final: []).isEmpty)
        #expect(notices.latest.map(\.state) == [.ended, .withdrawn])
    }

    @Test func theWholeSessionHasTheLastWord() {
        var notices = EpisodeNotices()
        _ = notices.update(present: [episode(60, 61, 62)], final: [episode(10, 12, 13)])
        let concluded = notices.conclude([episode(10.04, 11.96, 13), episode(80, 81, 82)])
        #expect(concluded.map(\.id) == [1, 3, 2])
        #expect(concluded.map(\.state) == [.ended, .ended, .withdrawn])
        #expect(concluded[0].episode.followerOnset == 11.96)
    }

    @Test func everythingCanBeTakenBackOnce() {
        var notices = EpisodeNotices()
        _ = notices.update(present: [], final: [episode(10, 12, 13)])
        #expect(notices.withdrawAll().count == 1)
        #expect(notices.withdrawAll().isEmpty)
        #expect(notices.update(present: [], final: [episode(10, 12, 13)]).map(\.id) == [2])
    }
}
