import Foundation

/// What tests of bounds must know of it.
package enum AddressSanitizer {
    /// Whether tests, and the programs that were built with them, run under it.
    package static let isOn = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "__asan_init") != nil

    /// A shell's command that bounds the memory of what comes after it, such as `-v` kilobytes of addresses;
    /// nothing under the sanitizer, which takes 16 TiB of addresses for itself and ends without them.
    package static func bound(_ option: String, kilobytes: Int) -> String {
        isOn ? "" : "ulimit \(option) \(kilobytes); "
    }

    /// How a process ends that reads where it must not: the sanitizer reports that and exits.
    package static let endOfCrash = isOn ? "status 1" : "signal 11"
}
