import Base
import Testing

@testable import Posture

@Suite struct PostureChangesTests {
    /// Somebody whose head tilts and turns, whose hands go to the face and together, and who is out of
    /// sight now and then, in a fixed but irregular way.
    func samples(_ seed: UInt64, count: Int = 3000) -> [FeatureSample] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state >> 11) / Double(1 << 53)
        }
        var time = 0.0
        var left = (tilt: 0, face: 0, clasp: 0, lean: 0, hidden: 0, away: 0, turned: 0)
        var side = 1.0
        return (0..<count).map { _ in
            time += next() < 0.003 ? 3 * next() : 0.2 * (0.7 + 0.6 * next())
            if left.tilt == 0, next() < 0.02 {
                left.tilt = Int(2 + 40 * next())
                side = next() < 0.5 ? 1 : -1
            }
            if left.face == 0, next() < 0.02 { left.face = Int(1 + 50 * next()) }
            if left.clasp == 0, next() < 0.01 { left.clasp = Int(2 + 90 * next()) }
            if left.lean == 0, next() < 0.01 { left.lean = Int(2 + 60 * next()) }
            if left.hidden == 0, next() < 0.01 { left.hidden = Int(1 + 60 * next()) }
            if left.away == 0, next() < 0.003 { left.away = Int(1 + 30 * next()) }
            if left.turned == 0, next() < 0.01 { left.turned = Int(1 + 20 * next()) }
            var row = Channel.allCases.map { _ in 0.01 * next() }
            row.rest()
            row[Channel.headTilt.index] = left.tilt > 0 ? 18 * side : 0
            row[Channel.headTurn.index] = left.turned > 0 ? -60 : 0
            row[Channel.leftHandToFace.index] = left.face > 0 ? 0.05 : 1
            row[Channel.leftFingersToFace.index] = left.face > 0 ? 0 : 1
            row[Channel.rightHandToFace.index] = 1
            row[Channel.leftHandX.index] = left.clasp > 0 ? 0.05 : 0.5
            row[Channel.rightHandX.index] = left.clasp > 0 ? 0 : -0.5
            row[Channel.handsOverlap.index] = left.clasp > 0 ? 0.8 : 0
            row[Channel.handsApart.index] = left.clasp > 0 ? 0.2 : 1
            row[Channel.trunkLean.index] = left.lean > 0 ? 10 : 0
            if left.hidden > 0 { row[Channel.leftFingersToFace.index] = .nan }
            if left.away > 0 { row = row.map { _ in .nan } }
            let presence = left.away > 0 ? 0.0 : 1
            left.tilt = max(0, left.tilt - 1)
            left.face = max(0, left.face - 1)
            left.clasp = max(0, left.clasp - 1)
            left.lean = max(0, left.lean - 1)
            left.hidden = max(0, left.hidden - 1)
            left.away = max(0, left.away - 1)
            left.turned = max(0, left.turned - 1)
            return FeatureSample(time: time, presence: presence, row: row)
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64], [1, 7, 400])
    func allChangesTogetherAreTheRecord(seed: UInt64, every: Int) {
        var detector = PostureDetector(seat: .first)
        var track = FeatureTrack()
        var record = PostureRecord(seat: .first)
        for (index, sample) in samples(seed).enumerated() {
            track.append(sample)
            detector.append(sample)
            if index % every == 0 { record.append(detector.changes()) }
        }
        record.append(detector.finish())
        let expected = PostureDetector.record(of: track, seat: .first)
        record.held.sort { $0.precedes($1, in: PostureDefinition.standard) }
        #expect(expected.held.count > 50)
        #expect(expected.unknown.count > 3)
        #expect(record == expected)
    }

    @Test func whatIsSettledDoesNotChange() {
        var detector = PostureDetector(seat: .first)
        var settled: [String: Double] = [:]
        for sample in samples(5) {
            detector.append(sample)
            let changes = detector.changes()
            for interval in changes.held {
                #expect(interval.offset >= settled[interval.posture] ?? -.infinity)
            }
            for (posture, spans) in changes.unknown {
                #expect(spans.allSatisfy { $0.start >= settled[posture] ?? -.infinity })
            }
            for (posture, time) in changes.settled {
                #expect(time >= settled[posture] ?? -.infinity)
            }
            settled = changes.settled
        }
    }

    @Test func aHoldThatGoesOnIsReportedAsFarAsItIsCertain() throws {
        var detector = PostureDetector(seat: .second)
        for step in 0..<100 {
            var row = Channel.allCases.map { _ in 0.0 }
            row.rest()
            row[Channel.trunkTurn.index] = step < 50 ? 0 : 45
            detector.append(FeatureSample(time: Double(step) / 5, presence: 1, row: row))
        }
        let changes = detector.changes()
        let open = try #require(changes.open.first { $0.posture == "turned_away" })
        #expect(abs(open.onset - 10) < 1e-9)
        #expect(open.offset > 19)
        #expect(open.offset == changes.settled["turned_away"])
        #expect(!changes.held.contains { $0.posture == "turned_away" })
    }
}
