import Testing

@testable import Base

@Suite struct CalendarDateTests {
    @Test func readsAndWritesADay() {
        #expect(CalendarDate("2026-01-05")?.description == "2026-01-05")
        #expect(CalendarDate("2024-02-29") != nil)
        #expect(CalendarDate("2000-02-29") != nil)
    }

    @Test(arguments: [
        "1900-02-29", "2026-04-31", "2026-00-10", "0000-01-01", "2026-01-05 ", "2026/01/05",
    ])
    func refusesWhatIsNoDay(_ text: String) { #expect(CalendarDate(text) == nil) }

    @Test func comparesByTime() throws {
        let days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].compactMap {
            CalendarDate($0)
        }
        #expect(days == days.reversed().sorted())
        #expect(CalendarDate.today >= (try #require(CalendarDate("2020-01-01"))))
    }

    @Test(arguments: [
        ("2026-03-01", "2026-02-28", 1), ("2024-03-01", "2024-02-28", 2),
        ("2026-01-01", "2025-12-31", 1),
        ("2025-01-01", "2026-01-01", -365), ("2000-12-31", "2000-01-01", 365),
        ("2026-11-30", "2026-11-30", 0), ("2100-03-01", "2000-03-01", 36524),
    ])
    func daysBetweenAreCounted(_ days: (String, String, Int)) throws {
        let (later, earlier) = (
            try #require(CalendarDate(days.0)), try #require(CalendarDate(days.1))
        )
        #expect(later.days(since: earlier) == days.2)
    }
}
