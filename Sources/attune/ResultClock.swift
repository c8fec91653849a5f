import Base
import Foundation

/// The date that results bear.
enum ResultClock {
    /// `SOURCE_DATE_EPOCH` (seconds since the beginning of 1970, as reproducible-builds.org defines it), so
    /// that the same input gives the same files; without it, now. Whole seconds.
    ///
    /// - Throws: ``Failure/Kind/usage`` when the variable is no number of seconds.
    static func now(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Failure) -> Date {
        let name = "SOURCE_DATE_EPOCH"
        guard let text = environment[name], !text.isEmpty else {
            return Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        }
        // The year 9999 is the last that a date can be written of.
        guard let seconds = Int(text), (0...253_402_300_799).contains(seconds) else {
            throw Failure.usage(
                "\(name) is \(text), which is no number of seconds",
                remedy: "set it to whole seconds since 1970, or unset it")
        }
        return Date(timeIntervalSince1970: Double(seconds))
    }
}
