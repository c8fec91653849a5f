import Foundation
import Testing

/// Options that take a time: all are read in one way, and refused in one way.
@Suite struct TimeOptionTests {
    private static let analyze = ["analyze", "a.mp4", "b.mp4", "--consent", "c", "--output", "o"]

    @Test(
        arguments: [
            analyze + ["--offset"], analyze + ["--swap-at"],
            ["live", "--consent", "c", "--output", "o", "--max-duration"],
            ["live", "--consent", "c", "--output", "o", "--wait"],
            ["cameras", "--watch", "a.mp4", "--seconds"],
            ["compare", "S01", "c.eaf", "--from"], ["compare", "S01", "c.eaf", "--to"],
            ["compare", "S01", "c.eaf", "--tolerance"],
            ["score", "a.csv", "--output", "o", "--like", "rmea", "--window"],
            ["score", "a.csv", "--output", "o", "--like", "rmea", "--step"],
            ["score", "a.csv", "--output", "o", "--like", "rmea", "--max-lag"],
            ["score", "a.csv", "--output", "o", "--like", "rmea", "--smooth"],
            ["score", "a.csv", "--output", "o", "--like", "susy", "--segment"],
        ], ["1:75", "1:2:3:4", "", "nan"])
    func whatIsNoTimeIsRefused(command: [String], text: String) throws {
        let run = try Program.attune(command + [text])
        #expect(run.status == 64, "\(run.errors)")
        #expect(run.messages.count == 1)
        #expect(run.errors.contains("m:ss or h:mm:ss"), "\(run.errors)")
    }

    @Test(arguments: ["--exclude", "--rest"], ["5-3", "1:75-2:00", "60", "1-2-3", "-5-3"])
    func whatIsNoStretchIsRefused(option: String, text: String) throws {
        let run = try Program.attune(["score", "a.csv", "--output", "o", "\(option)=\(text)"])
        #expect(run.status == 64, "\(run.errors)")
        #expect(run.errors.contains("such as 1:00-2:30"), "\(run.errors)")
    }

    /// Read, and only then found wrong for the option.
    @Test(arguments: [
        (analyze + ["--swap-at", "-0:05"], "0 or later"),
        (analyze + ["--swap-at", "1:00", "--swap-at", "60"], "different times"),
        (analyze + ["--offset", "-24:00:00"], "less than a day"),
        (
            ["analyze", "a.mp4", "--consent", "c", "--output", "o", "--offset", "-0:02.5"],
            "two videos"
        ),
        (["live", "--consent", "c", "--output", "o", "--max-duration", "0:00"], "longer than 0"),
        (["compare", "S01", "c.eaf", "--from", "1:00", "--to", "59.5"], "--from must be before"),
    ])
    func clockTimesAreRead(command: [String], word: String) throws {
        let run = try Program.attune(command)
        #expect(run.status == 64 && run.errors.contains(word), "\(run.errors)")
    }
}
