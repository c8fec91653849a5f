import Base
import GRDB
import SessionModel

/// How many rows the tables of a record may have whose rows are shown one by one.
///
/// A record may come from anybody. What is written is held to the same bounds, so that no run makes a record
/// that the next one refuses. Conventions: ten times and more of what 48 hours of two people give.
enum RecordBounds {
    private static let mostRows = [
        "sources": 1000,
        "notes": 200_000,
        "markers": 100_000,
        "identity": 100_000,
        "postures": 200_000,
        "unknown_postures": 200_000,
        "episodes": 20_000,
        "gait": 2,
        "gait_steps": 2_000_000,
        "documents": 100,
        "series": 200,
        reviews: mostReviews,
        reviewItems: Review.mostItems * 10,
    ]

    static let (reviews, reviewItems) = ("reviews", "review_items")
    /// Coders of a session.
    static let mostReviews = 100

    /// Most bytes of a record of an earlier version, which is read through a copy in memory: 4 GiB, twelve hours of
    /// every frame; and of pages in it that hold nothing, 64 MiB.
    private static let (longestCopy, longestHole) = (1 << 32, 1 << 26)

    /// Checks a record that is there.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    static func check(_ database: Database, _ path: String) throws {
        for (table, most) in mostRows.sorted(by: { $0.key < $1.key })
        where try database.tableExists(table) {
            let count = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM (SELECT 1 FROM \(table) LIMIT ?)",
                arguments: [most + 1])
            guard count ?? 0 > most else { continue }
            throw Failure.badInput(
                "\(path) holds more than \(most) rows of \(table), which no session has",
                remedy: "find out who made it, or measure the recording again")
        }
    }

    /// Checks results before they are written.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    static func require(_ count: Int, of table: String) throws {
        guard let most = mostRows[table], count > most else { return }
        throw Failure.badInput(
            "the results have more than \(most) rows of \(table)",
            remedy: "choose settings by which postures are told less easily, or a shorter stretch")
    }

    /// Checks that a record can be copied into memory.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    static func requireCopyable(_ database: Database, _ path: String) throws {
        let number = { (name: String) in try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
        let page = try number("page_size")
        let (used, free) = (try number("page_count") * page, try number("freelist_count") * page)
        guard used > longestCopy || free > longestHole else { return }
        throw Failure.badInput(
            "\(path) is of an earlier version and too large to be read as it is "
                + "(\(used >> 20) MiB, of which \(free >> 20) hold nothing)",
            remedy: "measure the recording again")
    }
}
