import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Agreement

/// How reviews agree.
struct ReviewAgreementTests {
    private static func episode(_ number: Int) -> Episode {
        let start = Double(10 * number)
        return Episode(
            posture: "slumped", leader: .first, leaderSide: nil, followerSide: nil,
            congruence: .unsided, leaderOnset: start, followerOnset: start + 3, offset: start + 5,
            sharedDuration: 2)
    }

    /// Ten episodes, ten seconds apart.
    private static let session = Session(
        source: [], seats: ["a", "b"], consent: nil, settings: Settings(precision: "f32"),
        features: [FeatureTrack(), FeatureTrack()],
        postures: Seat.allCases.map { PostureRecord(seat: $0) },
        episodes: (1...10).map(episode), synchrony: [], timeline: [],
        quality: Quality(coverage: [1, 1]), warnings: [])

    private static func review(_ coder: String, _ verdicts: String) -> Review {
        let kinds: [Character: Review.Verdict] = ["c": .confirmed, "r": .rejected, "u": .unsure]
        var review = Review(coder: coder)
        for (episode, letter) in zip(session.episodes, verdicts) {
            guard let verdict = kinds[letter] else { continue }
            review.put(
                .init(about: episode.id(seats: session.seats), verdict: verdict, decided: Date()))
        }
        return review
    }

    /// Both confirm 4, both reject 2, and they differ on 2: agreement 0.75, by chance 34/64.
    @Test func kappaIsOfWhatBothWereSureOf() throws {
        let found = ReviewAgreement.all(
            [Self.review("K1", "ccccrrcru-"), Self.review("K2", "ccccrrrcc-")], of: Self.session)
        #expect(found.map(\.one) == [nil, nil, "K1"] && found.map(\.other) == ["K1", "K2", "K2"])
        let pair = found[2]
        #expect(pair.verdicts == SecondsAgreement(both: 4, onlyAttune: 1, onlyCoder: 1, neither: 2))
        #expect(pair.unsure == 1)
        let kappa = try #require(pair.verdicts.kappa)
        #expect(abs(kappa - (0.75 - 34.0 / 64) / (1 - 34.0 / 64)) < 1e-12)
        // Five episodes of each, of which four are the same.
        #expect(pair.episodes.events.f1 == 0.8)
        #expect(
            pair.sentence.contains("kappa 0.47 of 8 verdicts")
                && pair.sentence.contains("F1 of episodes 0.80"))
        // Of nine decisions one is unsure; of eight measured five stand: F1 = 2 · 5 / 13.
        #expect(found[0].verdicts.kappa == nil)
        #expect(abs((found[0].episodes.events.f1 ?? 0) - 10.0 / 13) < 1e-12)
    }

    @Test func whatWasMarkedBlindIsHeldAgainstAllThatWasMeasured() {
        func mark(_ time: Double) -> Review.Item {
            .init(
                about: nil, verdict: .confirmed,
                finding: .init(
                    posture: "slumped", leader: "a", leaderOnset: time - 3, followerOnset: time,
                    offset: time + 2), decided: Date(), isBlind: true)
        }
        var review = Review(coder: "K1", isBlind: true, items: [mark(13.5), mark(24), mark(98)])
        #expect(ReviewAgreement.all([review], of: Self.session).isEmpty)
        review = review.revealing(Self.session.episodes, seats: Self.session.seats, at: Date())
        // What is decided afterwards is not blind.
        review.put(
            .init(
                about: Self.session.episodes[5].id(seats: Self.session.seats), verdict: .confirmed,
                decided: Date()))
        let found = ReviewAgreement.all([review], of: Self.session)
        #expect(found.count == 1 && found[0].isBlind)
        #expect(found[0].episodes.events.matched == 2)
        #expect(found[0].episodes.events.attune == 10 && found[0].episodes.events.coder == 3)
    }
}
