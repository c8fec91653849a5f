import Posture
import Testing

@testable import Base
@testable import Mimicry

@Suite struct CircularPosturesTests {
    let recording = TimeSpan(start: 0, end: 100)

    func held(_ record: PostureRecord) -> [[Double]] { record.held.map { [$0.onset, $0.offset] } }

    @Test func whatCrossesTheEndGoesOnAtTheStart() {
        let circle = CircularPostures(
            record(.second, [(10, 20), (60, 70), (85, 90)]), recording: recording)
        let moved = circle.record(shiftedBy: 35)
        #expect(held(moved) == [[0, 5], [20, 25], [45, 55], [95, 100]])
    }

    @Test func theUnknownIsMovedAlongAndTheSeamIsMarked() throws {
        let circle = CircularPostures(
            record(.second, [(10, 20)], unknown: [(50, 60), (90, 120)]), recording: recording)
        let unknown = try #require(circle.record(shiftedBy: 30).unknown["p"])
        #expect(unknown.contains(TimeSpan(start: 80, end: 90)))
        #expect(unknown.contains(TimeSpan(start: 20, end: 30)))
        #expect(unknown.contains { $0.end == 30 && $0.end - $0.start < 1e-5 })
    }

    @Test func aPostureHeldFromTheStartHasNoOnsetAtTheSeam() {
        let first = record(.first, [(28, 60)])
        let second = record(.second, [(0, 10)])
        let moved = CircularPostures(second, recording: recording).record(shiftedBy: 30)
        #expect(held(moved) == [[30, 40]])
        #expect(EpisodeDetector().episodes(first, moved, recording: recording).isEmpty)
    }
}
