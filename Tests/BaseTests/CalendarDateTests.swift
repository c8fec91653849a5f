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
}
