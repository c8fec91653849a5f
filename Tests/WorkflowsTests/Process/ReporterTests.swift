import Testing

@testable import Workflows

/// What is said of long work.
@Suite struct ReporterTests {
    @Test func aLongSessionIsAnnounced() {
        let reports = CollectedReports()
        reports.noteChance(599)
        #expect(reports.notes.isEmpty)
        reports.noteChance(3000)
        #expect(
            reports.notes.count == 1 && reports.notes[0].contains("holding 50 min against chance"))
    }
}
