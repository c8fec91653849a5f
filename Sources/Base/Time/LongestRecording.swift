/// Bounds of a recording.
package enum Recording {
    /// Longer than any session, seconds: times beyond it are no session's.
    package static let longest = 48.0 * 3600
}
