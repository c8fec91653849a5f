import Posture
import Testing

@testable import Base
@testable import Mimicry

/// Something that both notice is no adoption.
@Suite struct EventEpisodesTests {
    private let recording = TimeSpan(start: 0, end: 400)

    /// The second person follows at 24 s, after the knock at 20 s, and at 104 s.
    private let first = record(.first, [(21, 60), (100, 130)])
    private let second = record(.second, [(24, 50), (104, 120)])

    private func marked(_ events: [TimeSpan]) -> [Episode] {
        func found(_ one: PostureRecord, _ other: PostureRecord) -> [Episode] {
            EpisodeDetector().episodes(one, other, recording: recording)
        }
        return EventEpisodes.marked(
            tested: found(
                first.masking(events, names: ["p"]), second.masking(events, names: ["p"])),
            whole: found(first, second))
    }

    @Test func anEpisodeAfterAnEventIsListedAndDoesNotCount() {
        let episodes = marked([TimeSpan(start: 20, end: 30)])
        #expect(episodes.map(\.followerOnset) == [24, 104])
        #expect(episodes.map(\.isAfterEvent) == [true, false])
        #expect(episodes.map(\.counts) == [false, true])
    }

    @Test func anEventLaterOnShortensNothing() {
        let episodes = marked([TimeSpan(start: 40, end: 45)])
        #expect(episodes.map(\.isAfterEvent) == [false, false])
        #expect(episodes[0].offset == 50 && episodes[0].sharedDuration == 26)
    }

    @Test func withoutEventsNothingChanges() {
        #expect(marked([]) == EpisodeDetector().episodes(first, second, recording: recording))
    }
}
