import Base
import Foundation

/// The date of results.
enum ResultClock {
    /// `SOURCE_DATE_EPOCH` (seconds since the beginning of 1970, as reproducible-builds.org defines it), so
    /// that the same input gives the same files; without it, now. Whole seconds.
    ///
    /// - Throws: ``Failure/Kind/usage`` when the variable is not a number of seconds.
    static func now(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Failure) -> Date {
        let name = "SOURCE_DATE_EPOCH"
        guard let text = environment[name], !text.isEmpty else {
            return Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        }
        // A date is written with four digits for the year.
        guard let seconds = Int(text), (0...253_402_300_799).contains(seconds) else {
            throw Failure.usage(
                "\(name) is \(text), which is not a number of seconds",
                remedy: "set it to whole seconds since 1970, or unset it")
        }
        return Date(timeIntervalSince1970: Double(seconds))
    }
}
