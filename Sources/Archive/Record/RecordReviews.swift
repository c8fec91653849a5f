package import Base
import Foundation
import GRDB
import Posture
package import SessionModel

/// The reviews of a session, by coder, beside the measurement: neither scoring again nor measuring again touches
/// them.
extension SessionRecord {
    /// By the coder's code; each coder's decisions in the order in which they were made.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when a row says what no coder can.
    package func reviews() throws(Failure) -> [Review] {
        try reading { try ReviewTables(database: $0).all() }
    }

    /// A coder's review; `nil` when there is none.
    package func review(by coder: String) throws(Failure) -> Review? {
        try reviews().first { $0.coder == coder }
    }

    /// How far each coder has come, by their codes; reads no results but the episodes.
    package func reviewProgress() throws(Failure) -> [ReviewProgress] {
        let reviews = try reviews()
        guard !reviews.isEmpty else { return [] }
        let measured = try reading { database in
            try ReviewTables(database: database).measured().map(\.id)
        }
        return reviews.map { review in
            let decided = Set(review.items.compactMap(\.about))
            return ReviewProgress(
                coder: review.coder, reviewed: measured.count(where: decided.contains),
                measured: measured.count, hidesMeasured: review.hidesMeasured)
        }
    }

    /// Puts a coder's review in place of the one that is there; one transaction. Those of others stay.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when it says what no coder can, or more than is kept.
    package func save(_ review: Review) throws(Failure) {
        let fault = Review.fault(inCode: review.coder)
        if let fault {
            throw Failure.badInput("the code of the coder \(fault.what)", remedy: fault.remedy)
        }
        if let fault = review.items.lazy.compactMap(\.fault).first {
            throw Failure.badInput("a decision cannot be kept: \(fault)", remedy: "correct it")
        }
        guard review.items.count <= Review.mostItems else {
            throw Failure.badInput(
                "a review has at most \(Review.mostItems) decisions",
                remedy: "take some of them back")
        }
        try writing { try ReviewTables(database: $0).put(review, path) }
    }

    /// Takes over the reviews of the record that this one is about to replace: a coder's work is of the recording, and
    /// not of one measurement of it. To be done before files of the new record take the place of others.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when they are of another recording.
    package func keepReviews(of path: String) throws(Failure) {
        guard path != self.path, access(path, F_OK) == 0,
            let old = try? Self.connect(path, .reading)
        else { return }
        defer { try? old.close() }
        // Of a damaged record what is sound.
        guard let kept = try? old.reading({ try ReviewTables(database: $0).sound() }), !kept.isEmpty
        else { return }
        let digests = { (database: Database) in
            try String.fetchAll(database, sql: "SELECT sha256 FROM sources ORDER BY position")
        }
        let (pairing, ends) = ((try? old.swapAt()) ?? [], (try? old.episodeEnds()) ?? [:])
        guard try reading(digests) == (try? old.reading(digests)) else {
            throw Failure.cannotCreate(
                "\(path) holds reviews, and they are of another recording",
                remedy: "choose another \(.output), or move that folder away")
        }
        let exchange = PeopleExchange(from: pairing, to: try swapAt())
        try writing { database in
            try ReviewTables(database: database).put(kept, after: exchange, ends: ends, path)
        }
    }

    /// When each measured episode ends, seconds.
    fileprivate func episodeEnds() throws(Failure) -> [Review.EpisodeID: Double] {
        try reading { try ReviewTables(database: $0).episodeEnds() }
    }
}

/// How many of the measured episodes a coder has looked at.
package struct ReviewProgress: Sendable, Equatable {
    package var coder: String
    package var reviewed: Int
    package var measured: Int
    /// Whether the coder marks episodes without seeing those that were measured.
    package var hidesMeasured: Bool
}

/// The tables `reviews` and `review_items`.
struct ReviewTables {
    let database: Database

    func all() throws -> [Review] {
        var reviews = try Row.fetchAll(
            database, sql: "SELECT coder, blind, revealed FROM reviews ORDER BY coder"
        ).map { row in
            let coder: String = try row.decode(atIndex: 0)
            guard Review.fault(inCode: coder) == nil else {
                throw ImpossibleCell(table: RecordBounds.reviews, column: "coder")
            }
            let revealed: String? = try row.decode(atIndex: 2)
            return Review(
                coder: coder, isBlind: try row.decode(atIndex: 1),
                revealed: try revealed.map { try date($0, RecordBounds.reviews, "revealed") })
        }
        let places = Dictionary(uniqueKeysWithValues: reviews.enumerated().map { ($1.coder, $0) })
        let rows = try Row.fetchCursor(
            database, sql: "SELECT coder, \(Self.columns) FROM review_items ORDER BY id")
        while let row = try rows.next() {
            guard let place = places[try row.decode(atIndex: 0)] else {
                throw ImpossibleCell(table: RecordBounds.reviewItems, column: "coder")
            }
            reviews[place].items.append(try item(row))
        }
        return reviews
    }

    /// Those of a record that may be of an earlier version, or damaged: none where they are not what was written.
    func sound() throws -> [Review] {
        guard try isSound() else { return [] }
        return try all()
    }

    /// Whether the tables are there and what was written.
    func isSound() throws -> Bool {
        let seals = RecordSeals(database: database)
        return try Self.tables.allSatisfy { table in
            try database.tableExists(table) && seals.agrees(table)
        }
    }

    /// Those that are referred to first.
    static let tables = [RecordBounds.reviews, RecordBounds.reviewItems]

    private static let columns = """
        decided, verdict, blind, note, measured_posture, measured_leader, measured_leader_onset, \
        measured_follower_onset, posture, leader, leader_side, follower_side, leader_onset, \
        follower_onset, "offset"
        """

    /// Every measured episode, and when it ends, seconds.
    func measured() throws -> [(id: Review.EpisodeID, end: Double)] {
        try Row.fetchAll(
            database,
            sql: "SELECT posture, leader, leader_onset, follower_onset, \"offset\" FROM episodes"
        ).map { row in
            let id = Review.EpisodeID(
                posture: try row.decode(atIndex: 0), leader: try row.decode(atIndex: 1),
                leaderOnset: try row.decode(atIndex: 2), followerOnset: try row.decode(atIndex: 3))
            return (id, try row.decode(atIndex: 4))
        }
    }

    func episodeEnds() throws -> [Review.EpisodeID: Double] {
        Dictionary(try measured().map { ($0.id, $0.end) }, uniquingKeysWith: max)
    }

    /// Reviews of results in which people were paired otherwise, see ``Review/exchanging(_:seats:ends:)``.
    ///
    /// - Parameter ends: of the episodes that were measured until then, seconds.
    func put(
        _ reviews: [Review], after exchange: PeopleExchange, ends: [Review.EpisodeID: Double],
        _ path: String
    ) throws {
        let seats = try String.fetchAll(database, sql: "SELECT name FROM seats ORDER BY seat")
        for review in reviews {
            try put(
                exchange.changesPeople
                    ? review.exchanging(exchange, seats: seats, ends: ends) : review, path)
        }
    }

    func put(_ review: Review, _ path: String) throws {
        let others = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM reviews WHERE coder <> ?",
            arguments: [review.coder])
        guard others ?? 0 < RecordBounds.mostReviews else {
            throw Failure.badInput(
                "\(path) holds the reviews of \(RecordBounds.mostReviews) coders, and no more are kept",
                remedy: "work on in one of these")
        }
        try database.execute(
            sql: "DELETE FROM review_items WHERE coder = ?", arguments: [review.coder])
        try database.execute(sql: "DELETE FROM reviews WHERE coder = ?", arguments: [review.coder])
        try database.execute(
            sql: "INSERT INTO reviews (coder, blind, revealed) VALUES (?, ?, ?)",
            arguments: [review.coder, review.isBlind, review.revealed?.formatted(.iso8601)])
        let places = Array(repeating: "?", count: 16).joined(separator: ", ")
        let insert = try database.cachedStatement(
            sql: "INSERT INTO review_items (coder, \(Self.columns)) VALUES (\(places))")
        for item in review.items {
            let values: [(any DatabaseValueConvertible)?] = [
                review.coder, item.decided.formatted(.iso8601), item.verdict.rawValue, item.isBlind,
                item.note, item.about?.posture, item.about?.leader, item.about?.leaderOnset,
                item.about?.followerOnset, item.finding?.posture, item.finding?.leader,
                item.finding?.leaderSide?.rawValue, item.finding?.followerSide?.rawValue,
                item.finding?.leaderOnset, item.finding?.followerOnset, item.finding?.offset,
            ]
            try insert.execute(arguments: StatementArguments(values))
        }
    }

    private func date(_ text: String, _ table: String, _ column: String) throws -> Date {
        guard let date = try? Date(text, strategy: .iso8601) else {
            throw ImpossibleCell(table: table, column: column)
        }
        return date
    }

    /// - Parameter row: the coder, then ``columns``.
    private func item(_ row: Row) throws -> Review.Item {
        func impossible(_ column: String) -> ImpossibleCell {
            ImpossibleCell(table: RecordBounds.reviewItems, column: column)
        }
        guard let verdict = Review.Verdict(rawValue: try row.decode(atIndex: 2)) else {
            throw impossible("verdict")
        }
        var about: Review.EpisodeID?
        if let posture: String = try row.decode(atIndex: 5) {
            about = Review.EpisodeID(
                posture: posture, leader: try row.decode(atIndex: 6),
                leaderOnset: try row.decode(atIndex: 7), followerOnset: try row.decode(atIndex: 8))
        }
        let item = Review.Item(
            about: about, verdict: verdict, finding: try finding(row),
            decided: try date(try row.decode(atIndex: 1), RecordBounds.reviewItems, "decided"),
            isBlind: try row.decode(atIndex: 3), note: try row.decode(atIndex: 4))
        guard item.fault == nil else { throw impossible("verdict") }
        return item
    }

    private func finding(_ row: Row) throws -> Review.Finding? {
        guard let posture: String = try row.decode(atIndex: 9) else { return nil }
        let sides: [Side?] = try [11, 12].map { index in
            let name: String? = try row.decode(atIndex: index)
            return name.flatMap(Side.init)
        }
        return Review.Finding(
            posture: posture, leader: try row.decode(atIndex: 10), leaderSide: sides[0],
            followerSide: sides[1], leaderOnset: try row.decode(atIndex: 13),
            followerOnset: try row.decode(atIndex: 14), offset: try row.decode(atIndex: 15))
    }
}
