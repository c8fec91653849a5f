import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Workflows

/// Time that is left out, events, and turns, in a scored session.
@Suite struct CovariateTests {
    /// Two heads that tilt: the second follows 3 s after the first, every 60 s for ten minutes.
    private static let tracks: [FeatureTrack] = {
        var noise = Noise(9)
        return [0.0, 3].map { lag in
            var track = FeatureTrack()
            for index in 0..<6000 {
                let time = Double(index) / 10
                let since = (time - 20 - lag).truncatingRemainder(dividingBy: 60)
                var row = [Double](repeating: .nan, count: Channel.allCases.count)
                row[Channel.headTilt.index] = (0..<12).contains(since) ? 25 : noise.next()
                row[Channel.headTurn.index] = noise.next()
                track.append(time: time, presence: 1, row: row)
            }
            return track
        }
    }()

    private func session(_ covariates: Covariates?) async throws -> Session {
        var settings = Settings()
        settings.surrogates.count = 39
        settings.covariates = covariates
        let source = SourceInfo(file: "a.csv", sha256: "", duration: 600, frames: 6000, rate: 10)
        return try await Scoring(
            names: ["therapist", "client"], consent: nil, settings: settings
        ).session(
            Self.tracks, sources: [source], warnings: [],
            nobodyFound: Failure.badInput("nobody", remedy: ""))
    }

    @Test func whatIsExcludedIsUnknownOfBothAndASeam() async throws {
        let plain = try await session(nil)
        let span = TimeSpan(start: 100, end: 350)
        let found = try await session(Covariates(excluded: [span]))
        #expect(plain.countedEpisodes.count == 10)
        #expect(found.countedEpisodes.count == 6)
        #expect(!found.episodes.contains { span.contains($0.followerOnset) })
        // Known time closes up.
        let known = try #require(found.chance?.knownPostures)
        #expect(abs(known - 350) < 1.5)
        #expect(abs(try #require(found.chance?.knownMovement) - 350) < 1)
        #expect(found.synchrony.allSatisfy { $0.end <= 115 || $0.start >= 335 || $0.peakZ == nil })
        #expect(found.timeline[200].mimicryPercentile == nil)
        #expect(found.features == plain.features, "what was measured stays")
        #expect(abs(try #require(found.excludedShare) - 250 / 599.9) < 1e-6)
        #expect(found.warnings.contains { $0.hasPrefix("42 % of the session is left out") })
        #expect(
            found.untold(of: .first).contains { $0.causes.contains { $0.cause == .excluded } })
        #expect(!plain.warnings.contains { $0.contains("left out") })
    }

    @Test func afterAnEventNoAdoptionIsClaimed() async throws {
        let events = SharedEvents(times: [TimeSpan(start: 139, end: 139)])
        let found = try await session(Covariates(events: events))
        #expect(found.episodes.count == 10 && found.countedEpisodes.count == 9)
        let marked = try #require(found.episodes.first { $0.isAfterEvent })
        #expect(abs(marked.followerOnset - 143) < 0.5 && marked.pValue == nil)
        #expect(found.chance?.episodes?.value == 9)
        // The posture itself is in the tables as it was held.
        let held = found.postures[0].held.filter { $0.posture == "head_tilted" }
        #expect(held.contains { $0.onset < 141 && $0.offset > 150 })
        #expect(try await session(Covariates(events: SharedEvents())).countedEpisodes.count == 10)
    }

    @Test func whoListensIsSaidOfEachEpisode() async throws {
        let turns = SpeakingTurns([
            [TimeSpan(start: 0, end: 300)], [TimeSpan(start: 300, end: 1000)],
        ])
        let found = try await session(Covariates(turns: ToldTurns(turns: turns)))
        #expect(
            found.countedEpisodes.map(\.isListener).map { $0 == true }
                == Array(repeating: true, count: 5) + Array(repeating: false, count: 5))
        #expect(found.warnings.allSatisfy { !$0.contains("never speaks") })
        let nobody = try await session(
            Covariates(turns: ToldTurns(turns: SpeakingTurns([turns.spans[0], []]))))
        #expect(nobody.warnings.contains { $0.contains("the client never speaks") })
    }

    @Test func filesAreReadWithTheNamesOfTheSeats() throws {
        try TemporaryFolder.with { folder in
            let turns = folder.appendingPathComponent("turns.csv")
            let events = folder.appendingPathComponent("events.csv")
            try "speaker,onset,offset\nA,0,5\nclient,6,9\n".write(
                to: turns, atomically: true, encoding: .utf8)
            try "time\n7\n".write(to: events, atomically: true, encoding: .utf8)
            var files = CovariateFiles(
                excluded: [TimeSpan(start: 1, end: 2)], events: events.path, turns: turns.path,
                map: [("A", "therapist")])
            let told = try #require(
                try files.added(to: ScoringSettings(), seats: ["therapist", "client"]).covariates)
            #expect(
                told.turns?.turns.spans == [
                    [TimeSpan(start: 0, end: 5)], [TimeSpan(start: 6, end: 9)],
                ])
            #expect(told.turns?.file == "turns.csv" && told.events?.window == 10)
            #expect(told.excluded.count == 1)
            files.map = []
            #expect(throws: Failure.self) {
                try files.added(to: ScoringSettings(), seats: ["therapist", "client"])
            }
        }
    }
}
