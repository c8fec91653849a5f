import Consents
import Foundation
import Mimicry
import Posture
import SessionModel

@testable import Study

/// Sessions of which only what a study looks at is filled in.
enum StudyFixture {
    static func session(
        _ id: String, people: [String] = [], seats: [String] = ["therapist", "client"],
        effect: Double? = 1, leadsByChance: Double? = 0, episodes: Int = 2, led: Seat = .first,
        seconds: Double = 1800, series: String? = nil
    ) throws -> StudySession {
        var tracks = [FeatureTrack(), FeatureTrack()]
        let row = [Double](repeating: .nan, count: Channel.allCases.count)
        for seat in 0..<2 {
            tracks[seat].append(time: 0, presence: 1, row: row)
            tracks[seat].append(time: seconds, presence: 1, row: row)
        }
        let found = (0..<episodes).map { index in
            Episode(
                posture: "head_on_hand", leader: led, leaderSide: .left, followerSide: .right,
                congruence: .mirror, leaderOnset: Double(index) * 60,
                followerOnset: Double(index) * 60 + 4, offset: Double(index) * 60 + 10,
                sharedDuration: 6, pValue: 0.03)
        }
        let session = Session(
            attune: "1.0", source: [source(id)], seats: seats,
            consent: people.isEmpty ? nil : consent(id, people, seats), settings: settings(series),
            features: tracks, postures: Seat.allCases.map { PostureRecord(seat: $0) },
            episodes: found,
            synchrony: [
                SynchronyWindow(
                    channel: .headTilt, mapping: .mirror, start: 0, end: 30, peakLag: 0.4,
                    peakZ: 0.5, meanAbsZ: 0.2, zeroLagZ: 0.1, validFraction: 1)
            ], timeline: [],
            chance: try effect.map { try chance($0, leadsByChance, known: seconds) },
            quality: Quality(coverage: [1, 0.9]), warnings: [])
        return StudySession(session, folder: "data/\(id)")
    }

    private static func settings(_ series: String?) -> Settings {
        var settings = Settings()
        settings.series = series.map { SeriesSettings(format: $0) }
        return settings
    }

    private static func source(_ id: String) -> SourceInfo {
        SourceInfo(file: "\(id).mp4", sha256: id, duration: 1800, frames: 45000, rate: 25)
    }

    private static func consent(
        _ id: String, _ people: [String], _ seats: [String]
    ) -> ConsentSummary {
        ConsentSummary(
            session: id,
            participants: zip(seats, people).map { .init(seat: $0, id: $1, scope: [.analysis]) },
            digest: "")
    }

    private static func chance(
        _ effect: Double, _ leads: Double?, known: Double
    ) throws -> SurrogateTests {
        let held = try significance(effect)
        var tests = SurrogateTests()
        // An excess of thirty episodes is one a minute.
        let count = try significance(30 * effect)
        tests.episodes = count
        tests.postures = [.init(posture: "head_on_hand", significance: count)]
        tests.channels = [
            ChannelSignificance(
                channel: .headTilt, mapping: .mirror, significance: try significance(effect + 1),
                adjusted: 0.5),
            ChannelSignificance(
                channel: .headNod, mapping: .unsided, significance: held, adjusted: 0.5),
        ]
        tests.combined = held
        tests.mirroring = held
        tests.knownPostures = known
        tests.details = PostureChance(leaderBalance: leads)
        return tests
    }

    /// So much beyond chance.
    private static func significance(_ excess: Double) throws -> Significance {
        let surrogates = (0..<40).map { Double($0) }
        guard let held = Significance(of: 19.5 + excess, against: surrogates) else {
            throw CocoaError(.featureUnsupported)
        }
        return held
    }
}
