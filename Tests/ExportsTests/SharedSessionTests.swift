import Archive
import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// What may leave the house, and what may not.
@Suite struct SharedSessionTests {
    /// The example as it might be: it begins late, the seats bear names, and a warning names a file.
    private func session(seats: [String] = ["therapist", "client"]) -> Session {
        var session = Fixture.helle(seats: seats)
        for seat in 0..<2 {
            session.features[seat].times = session.features[seat].times.map { $0 + 2 }
        }
        session.synchrony = [
            SynchronyWindow(
                channel: .headTilt, mapping: .mirror, start: 2, end: 32, validFraction: 1)
        ]
        session.settings.swapAt = [40]
        session.warnings = ["decoding /home/meier/Anna.mp4 crashed"]
        return session
    }

    private func text(_ shared: SharedSession) throws -> String {
        let writers: [any SessionWriter] = [
            FeaturesCSV(), PosturesCSV(), EpisodesCSV(), SynchronyCSV(), TimelineCSV(),
        ]
        let tables = try writers.map {
            String(decoding: try $0.bytes(shared.session), as: UTF8.self)
        }
        let people = shared.seats.map { SharedJSON.Person(seat: shared.name(of: $0), code: "P-1") }
        return tables.joined() + SharedJSON(shared, code: "S-1", people: people).value.text()
    }

    /// Who speaks and what happened tell of both, and names of files of people.
    @Test func whatHappenedIsSharedByBothAndWithoutFiles() throws {
        var session = session()
        let turns = SpeakingTurns([[TimeSpan(start: 3, end: 5)], [TimeSpan(start: 6, end: 7)]])
        session.settings.covariates = Covariates(
            excluded: [TimeSpan(start: 12, end: 14)],
            events: SharedEvents(file: "Anna knocks.csv", times: [TimeSpan(start: 9, end: 9)]),
            turns: ToldTurns(file: "Anna.rttm", turns: turns))
        let both = try #require(
            SharedSession(session, seats: Seat.allCases).session.settings.covariates)
        #expect(both.excluded == [TimeSpan(start: 10, end: 12)])
        #expect(both.events?.times == [TimeSpan(start: 7, end: 7)] && both.events?.file == nil)
        #expect(both.turns?.turns.spans[0] == [TimeSpan(start: 1, end: 3)])
        #expect(both.turns?.file == nil)
        let one = try #require(SharedSession(session, seats: [.first]).session.settings.covariates)
        #expect(one == Covariates(excluded: [TimeSpan(start: 10, end: 12)]))
        let whole = try text(SharedSession(session, seats: Seat.allCases))
        #expect(!whole.contains("Anna"))
    }

    @Test func nothingTellsWhoseItIs() throws {
        for seats in [Seat.allCases, [.first], [.second]] {
            let text = try text(SharedSession(session(seats: ["Anna", "client"]), seats: seats))
            for word in [
                "Anna", "meier", "helle", "F01", "F02", "0f0f", "1e1e", "sha256", "file", "consent",
                "digest",
            ] {
                // Sitting in profile gives nobody away.
                #expect(!text.replacing("profile", with: "").contains(word), "\(word)")
            }
            #expect(text.contains("person\(seats[0] == .first ? 1 : 2)"))
        }
    }

    @Test func timesRunFromTheFirstInstant() {
        let shared = SharedSession(session(), seats: Seat.allCases)
        #expect(shared.origin == 2)
        #expect(shared.session.features[0].times.first == 0)
        #expect(shared.session.postures[0].held[0].onset == 10.1 - 2)
        let episode = shared.session.episodes[0]
        #expect(episode.leaderOnset == 10.1 - 2 && episode.followerOnset == 14.1 - 2)
        #expect(episode.lag == Fixture.episode().lag)
        #expect(shared.session.synchrony[0].start == 0 && shared.session.synchrony[0].end == 30)
        #expect(shared.session.timeline[0].time == -2)
        #expect(shared.session.quality.identity == [TimeSpan(start: 1, end: 2.5)])
        #expect(shared.session.settings.swapAt == [38])
        #expect(shared.session.postures[1].unknown["head_on_hand"]?[0].start == 30)
    }

    @Test func rolesKeepTheirNames() {
        let shared = SharedSession(session(), seats: Seat.allCases)
        #expect(shared.session.seats == ["therapist", "client"])
        #expect(
            SharedSession(session(seats: ["client", "Helle"]), seats: [.first]).session.seats
                == ["person1", "person2"])
    }

    @Test func ofOneAloneNothingIsOfTheOther() throws {
        var whole = session()
        whole.features[1][.toPartner] = whole.features[1].times.map { _ in -20 }
        // One sample of both lies in the stretch in which they may have been taken for each other.
        whole.quality.identity = [TimeSpan(start: 11, end: 13)]
        let shared = SharedSession(whole, seats: [.second])
        #expect(shared.session.features[0].count == 0)
        #expect(shared.session.features[1].times == [0, 5, 15, 20, 25, 30, 35, 40, 45])
        #expect(shared.session.postures[0] == PostureRecord(seat: .first))
        #expect(shared.session.postures[1].held.map(\.onset) == [14.1 - 2, 30])
        #expect(shared.session.episodes.isEmpty && shared.session.synchrony.isEmpty)
        #expect(shared.session.timeline.isEmpty && shared.session.chance == nil)
        #expect(shared.session.features[1][.toPartner].allSatisfy { $0.isNaN })
        let text = try text(shared)
        #expect(!text.contains("therapist") && !text.contains("episodes_led"))
    }

    @Test func warningsAreMadeAnew() throws {
        let shared = SharedSession(session(seats: ["Anna", "client"]), seats: Seat.allCases)
        #expect(!shared.session.warnings.isEmpty)
        #expect(shared.session.warnings.allSatisfy { !$0.contains("Anna") })
    }

    /// Whoever adds a writer adds its file to those that a withdrawal erases.
    @Test func everyFileThatIsWrittenIsErasedAfterAWithdrawal() {
        let names = [
            FeaturesCSV.fileName, PosturesCSV.fileName, EpisodesCSV.fileName, SynchronyCSV.fileName,
            TimelineCSV.fileName, SessionJSON.fileName, ReportHTML.fileName, LandmarksCSV.fileName,
            ElanEAF.fileName, PraatTextGrid.fileName, WebVTT.fileName, SessionExportJSON.fileName,
            Boris.fileName, LikeJSON.fileName, MatrixCSV.fileName, SharedJSON.fileName,
        ]
        for name in names { #expect(SessionFile.isOwn(name), "\(name)") }
        for name in ["notes.txt", "session.sqlite.bak", "Features.csv", Withdrawal.fileName] {
            #expect(!SessionFile.isOwn(name), "\(name)")
        }
    }
}
