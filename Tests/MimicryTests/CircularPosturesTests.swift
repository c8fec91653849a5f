import Posture
import Testing

@testable import Base
@testable import Mimicry

@Suite struct CircularPosturesTests {
    let recording = TimeSpan(start: 0, end: 100)

    let other = record(.first, [])

    func held(_ record: PostureRecord) -> [[Double]] { record.held.map { [$0.onset, $0.offset] } }

    @Test func whatCrossesTheEndGoesOnAtTheStart() {
        let circle = CircularPostures(
            record(.second, [(10, 20), (60, 70), (85, 90)]), against: other, recording: recording)
        let moved = circle.record(shiftedBy: 35)
        #expect(held(moved) == [[0, 5], [20, 25], [45, 55], [95, 100]])
    }

    @Test func theUnknownStaysAndPosturesMoveWithinTheKnown() throws {
        // Known of both: 0 to 40, 60 to 90; 70 s in all.
        let second = record(.second, [(10, 20), (30, 40)], unknown: [(50, 60)])
        let first = record(.first, [(0, 1)], unknown: [(40, 50), (90, 100)])
        let circle = CircularPostures(second, against: first, recording: recording)
        #expect(circle.length == 70)
        let moved = circle.record(shiftedBy: 25)
        // 10 to 20 goes to 35 to 45 of known time, which the gap cuts in two; 30 to 40 to 55 to 65.
        #expect(held(moved) == [[35, 40], [60, 65], [75, 85]])
        let unknown = try #require(moved.unknown["p"])
        #expect(unknown.contains(TimeSpan(start: 40, end: 60)))
        #expect(unknown.contains(TimeSpan(start: 90, end: 100)))
        // The old start, and the place where known time went on.
        for seam in [25.0, 85] {
            #expect(unknown.contains { abs($0.end - seam) < 1e-5 && $0.duration < 1e-5 })
        }
    }

    @Test func aPostureHeldFromTheStartHasNoOnsetAtTheSeam() {
        let first = record(.first, [(28, 60)])
        let second = record(.second, [(0, 10)])
        let moved = CircularPostures(second, against: first, recording: recording)
            .record(shiftedBy: 30)
        #expect(held(moved) == [[30, 40]])
        #expect(EpisodeDetector().episodes(first, moved, recording: recording).isEmpty)
    }
}
