import Testing

@testable import Base

@Suite struct ClockTimeTests {
    @Test(arguments: [
        ("17", 17), ("17.25", 17.25), ("0", 0), ("0:17", 17), ("1:15.5", 75.5), ("90:00", 5400),
        ("012:05", 725), ("1:02:03.5", 3723.5), ("00:00:17.240", 17.24), ("100:00:00", 360_000),
        ("-0:02.5", -2.5), ("-2.5", -2.5), ("+0:17", 17), ("-1:00:00", -3600), ("59.999", 59.999),
        ("754.2", 754.2), ("90", 90),
    ])
    func readsSecondsAndClockTimes(_ text: String, seconds: Double) throws {
        #expect(try #require(ClockTime(text)).seconds == seconds)
    }

    @Test(arguments: [
        "", " ", "-", ":", ":17", "17:", "1:75", "1:60", "1:60:00", "1:2:3:4", "00:00:00:17", "1:5",
        "1:2:03", "1:005", "1:-05", "1:+05", "--17", "nan", "inf", "-inf", "infinity", "0x10",
        "1e3",
        "1:1e1", "17s", "17,5", "1:15,5", "1.5:00", "1:0.5:00", "1.5.0", ".", ".5", "17.", "1:15.",
        "1:.50", " 17", "17 ", "1: 15", "١٧", String(repeating: "9", count: 400),
    ])
    func refusesWhatIsNoTime(_ text: String) { #expect(ClockTime(text) == nil) }

    @Test func offsetsAreTimesOfLessThanADayOrLeftToTheSound() {
        #expect(RecordingOffset("auto") == .sound)
        #expect(RecordingOffset("-1:02.5") == .seconds(-62.5))
        #expect(RecordingOffset("23:59:59.9") == .seconds(86399.9))
        for text in ["", "Auto", "24:00:00", "-86400", "12,5"] {
            #expect(RecordingOffset(text) == nil)
        }
    }

    @Test func isWrittenInSeconds() {
        #expect(ClockTime(seconds: 120).description == "120")
        #expect(ClockTime(seconds: -2.5).description == "-2.5")
        #expect(ClockTime(seconds: 1e300).description == "1e+300")
    }
}
