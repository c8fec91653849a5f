import Base
import Foundation
import GRDB
import Posture
import TestSupport
import Testing

@testable import Archive
@testable import SessionModel

/// Reviews in a record: beside the measurement, apart by coder, and as guarded as the rest.
struct RecordReviewsTests {
    private typealias Fixture = RecordFixture

    private static func review(_ coder: String, blind: Bool = false) -> Review {
        let session = Fixture.session()
        let about = session.episodes[0].id(seats: session.seats)
        let added = Review.Finding(
            posture: "slumped", leader: "thérapeute", leaderSide: .left, leaderOnset: 0.1,
            followerOnset: 1.0 / 3, offset: 0.4)
        let day = Date(timeIntervalSince1970: 1_767_225_600)
        return Review(
            coder: coder, isBlind: blind, revealed: blind ? day : nil,
            items: [
                .init(about: about, verdict: .rejected, decided: day, note: "“nein”"),
                .init(
                    about: nil, verdict: .confirmed, finding: added, decided: day, isBlind: blind),
            ])
    }

    private func make(_ path: String) throws -> SessionRecord {
        let record = try SessionRecord.create(path, header: Fixture.header)
        try record.save(Fixture.session(), summary: "{}")
        return record
    }

    @Test func twoCodersAreKeptApartAndComeBack() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            try record.save(Self.review("K2", blind: true))
            try record.save(Self.review("K1"))
            try record.close()
            let again = try SessionRecord.open(path)
            #expect(try again.reviews() == [Self.review("K1"), Self.review("K2", blind: true)])
            #expect(try again.review(by: "K3") == nil)
            let progress = try again.reviewProgress()
            #expect(progress.map(\.reviewed) == [1, 1] && progress[0].measured == 1)
            try again.checkAll()
            try again.close()
            #expect(SessionOutline(of: path.parentFolder)?.reviews == progress)
        }
    }

    /// Results made anew, and a record that takes the place of another of the same recording.
    @Test func scoringAgainKeepsThem() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            try record.save(Self.review("K1"))
            var other = Fixture.session()
            other.episodes = []
            try record.save(other, summary: "{}")
            #expect(try record.reviews() == [Self.review("K1")])
            #expect(try record.session(for: nil).reviewed(by: Self.review("K1")).review?.lost == 1)
            try record.save(Fixture.session(), summary: "{}")
            try record.close()
            let partial = path.parentFolder + "/" + SessionRecord.unfinishedName
            let anew = try make(partial)
            try anew.move(to: path)
            let moved = try SessionRecord.open(path)
            #expect(try moved.reviews() == [Self.review("K1")])
            try moved.checkAll()
        }
    }

    /// The fixture's people are exchanged from 0.2 to 0.4 s; the added episode lies there in part.
    @Test func whatWasSaidOfOtherPeopleIsKeptAndNotApplied() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            try record.save(Self.review("K1"))
            var same = Fixture.session()
            same.settings.swapAt = [0.4, 0.2]
            try record.save(same, summary: "{}")
            #expect(try record.reviews() == [Self.review("K1")])
            #expect(try record.swapAt() == [0.2, 0.4])
            var other = Fixture.session()
            other.settings.swapAt = []
            try record.save(other, summary: "{}")
            let kept = try #require(try record.review(by: "K1"))
            #expect(kept.items.count == 2 && kept.items[1].about == kept.items[1].finding?.id)
            let reviewed = try record.session(for: nil).reviewed(by: kept).review
            #expect(reviewed?.added == 0 && reviewed?.lost == 2)
            try record.checkAll()
            try record.close()
        }
    }

    /// The same where a new record takes the place of the old one.
    @Test func aNewRecordOfOtherPeopleDoesNotApplyThem() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            try record.save(Self.review("K1"))
            try record.close()
            let partial = path.parentFolder + "/" + SessionRecord.unfinishedName
            let anew = try SessionRecord.create(partial, header: Fixture.header)
            var session = Fixture.session()
            session.settings.swapAt = [0.05]
            try anew.save(session, summary: "{}")
            try anew.move(to: path)
            let moved = try SessionRecord.open(path)
            let kept = try #require(try moved.review(by: "K1"))
            #expect(kept.items[1].about == kept.items[1].finding?.id)
            try moved.checkAll()
        }
    }

    @Test func thoseOfAnotherRecordingAreNotReplaced() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            try record.save(Self.review("K1"))
            try record.close()
            let partial = path.parentFolder + "/" + SessionRecord.unfinishedName
            let other = try SessionRecord.create(partial, header: Fixture.header)
            var session = Fixture.session()
            session.source[0].sha256 = "ef"
            try other.save(session, summary: "{}")
            let failure = #expect(throws: Failure.self) { try other.move(to: path) }
            #expect(failure?.kind == .cannotCreate)
            #expect(try SessionRecord.open(path).reviews().count == 1)
        }
    }

    @Test func whatNoCoderCanSayIsNeitherWrittenNorRead() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            var review = Self.review("K1")
            review.coder = "../K1"
            #expect(throws: Failure.self) { try record.save(review) }
            review = Self.review("K1")
            review.items[1].finding?.offset = 0
            #expect(throws: Failure.self) { try record.save(review) }
            #expect(try record.reviews().isEmpty)
            try record.save(Self.review("K1"))
            for change in [
                "UPDATE review_items SET decided = 'yesterday'",
                "UPDATE review_items SET measured_leader = NULL",
                "UPDATE review_items SET follower_onset = 1e300",
                "UPDATE review_items SET note = '\u{1B}[2J'",
                "PRAGMA defer_foreign_keys = ON; UPDATE review_items SET coder = '=1'; "
                    + "UPDATE reviews SET coder = '=1'",
            ] {
                // Sealed as it is.
                try record.writing { try $0.execute(sql: change) }
                let failure = #expect(throws: Failure.self) { try record.reviews() }
                #expect(failure?.exitCode == 65)
                try record.writing {
                    try $0.execute(sql: "DELETE FROM review_items; DELETE FROM reviews")
                }
                try record.save(Self.review("K1"))
            }
        }
    }

    @Test func aHundredCodersAreEnough() throws {
        try Fixture.inPlace { path in
            let record = try make(path)
            for number in 1...RecordBounds.mostReviews {
                try record.save(Review(coder: "K\(number)"))
            }
            #expect(throws: Failure.self) { try record.save(Review(coder: "K")) }
            try record.save(Review(coder: "K1"))
        }
    }

    @Test func theyAreRecoveredWhenTheyAreSound() throws {
        for harm in ["UPDATE timeline SET quality = 0.5", "UPDATE review_items SET note = 'x'"] {
            try Fixture.inPlace { path in
                let record = try make(path)
                try record.save(Self.review("K1"))
                try record.close()
                let queue = try DatabaseQueue(path: path)
                // Behind the seals.
                try queue.write { try $0.execute(sql: harm) }
                try queue.close()
                let new = path.parentFolder + "/new.sqlite"
                let isOfReviews = harm.contains("review")
                guard isOfReviews else {
                    // Nothing but the reviews is left, and no instant: there is nothing to go on with.
                    #expect(throws: Failure.self) { try RecordRecovery(path).write(to: new) }
                    return
                }
                let outcome = try RecordRecovery(path).write(to: new)
                #expect(outcome.hasResults && outcome.lacksReviews)
                #expect(try SessionRecord.open(new).reviews().isEmpty)
            }
        }
        try Fixture.inPlace { path in
            let record = try make(path)
            try record.save(Self.review("K1"))
            try record.close()
            let new = path.parentFolder + "/new.sqlite"
            #expect(try RecordRecovery(path).write(to: new).lacksReviews == false)
            #expect(try SessionRecord.open(new).reviews() == [Self.review("K1")])
        }
    }

    /// The fourteenth step.
    @Test(arguments: [SessionRecord.Use.reading, .writing])
    func aRecordOfThirteenStepsIsBroughtUpToDate(use: SessionRecord.Use) throws {
        #expect(RecordSchema.steps.count >= 14 && RecordSchema.steps[13] == "review")
        try Fixture.inPlace { path in
            let record = try make(path)
            let before = "\(try record.session(for: nil))"
            try record.close()
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(
                    sql: """
                        DROP TABLE review_items; DROP TABLE reviews;
                        DELETE FROM grdb_migrations WHERE identifier = 'review';
                        PRAGMA user_version = 13;
                        """)
                try RecordSeals(database: database).renewAll()
            }
            try queue.close()
            let old = try SessionRecord.open(path, for: use)
            #expect("\(try old.session(for: nil))" == before)
            #expect(try old.reviews().isEmpty)
            if use == .writing {
                try old.save(Self.review("K1"))
                #expect(try old.reviews().count == 1)
            }
            try old.close()
            let again = try DatabaseQueue(path: path)
            let version = try again.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            #expect(version == (use == .writing ? RecordSchema.version : 13))
        }
    }
}
