/// Bounds of a recording.
public enum Recording {
    /// Longer than any session, seconds: times beyond it are no session's.
    public static let longest = 48.0 * 3600
}
