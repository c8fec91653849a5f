import Base
import Testing

@testable import Posture

/// A face that becomes still, one that talks, and one that is hidden.
@Suite struct FaceActivityTests {
    /// Ten minutes at 5 Hz.
    private let times = (0..<3000).map { Double($0) / 5 }

    /// Talks by turns: a second of movement, a second of less; still from 4:00 to 6:00.
    private func motion(still: Double, talking: Double = 0.2) -> [Double] {
        times.map { time in
            (240..<360).contains(time)
                ? still : Int(time) % 2 == 0 ? talking : talking / 2
        }
    }

    private func held(_ motion: [Double]) -> PostureRecord {
        var track = FeatureTrack()
        for time in times {
            track.append(
                time: time, presence: 1, row: Channel.allCases.map { _ in .nan })
        }
        track[.faceMotion] = motion
        track.addCourses()
        let still = PostureDefinition.standard.filter { $0.name == "still" }
        return PostureDetector.record(of: track, seat: .first, definitions: still)
    }

    @Test func aFaceThatBecomesStillIsFound() throws {
        let record = held(motion(still: 0.04))
        let hold = try #require(record.held.first)
        #expect(record.held.count == 1)
        // Of the minute around, half is still by then.
        #expect(abs(hold.onset - 240) < 20 && abs(hold.offset - 360) < 20, "\(hold)")
    }

    @Test func aTalkingFaceIsNotStillAndAHiddenOneIsUnknown() {
        #expect(held(motion(still: 0.12)).held.isEmpty)
        let hidden = held(motion(still: .nan))
        #expect(hidden.held.isEmpty)
        #expect(hidden.unknown["still"]?.contains { $0.contains(300) } == true)
    }

    /// Half of what such a face does is what the mesh jitters.
    @Test func ofAFaceThatHardlyMovesNothingIsSaid() {
        let record = held(motion(still: 0.02, talking: 0.08))
        #expect(record.held.isEmpty)
        #expect(record.unknown["still"]?.contains { $0.contains(100) } == true)
    }

    @Test func shortSessionsHaveNoUsual() {
        let short = Array(times.prefix(600))
        let course = FaceActivity.course(times: short, motion: short.map { _ in 0.2 })
        #expect(course.allSatisfy { $0.isNaN })
        #expect(FaceActivity.course(times: [], motion: []).isEmpty)
    }

    @Test func meansAreOfTheTimeThatIsKnown() {
        let means = RunningMean(times: [0, 0.2, 0.4, 2.0, 2.2], values: [1, .nan, 3, 5, 7])
        let all = means.samples(0, 10)
        #expect(all == 0..<5)
        // A value stands for half a second at most, the last for nothing.
        #expect(isClose(means.known(all), 0.2 + 0.5 + 0.2))
        #expect(isClose(means.mean(all), (0.2 * 1 + 0.5 * 3 + 0.2 * 5) / 0.9))
        #expect(means.samples(0.1, 0.4) == 1..<2 && means.mean(1..<2).isNaN)
    }
}
