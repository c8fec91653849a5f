/// Why there is no uniform grid over a recording.
package enum GridError: Error, Sendable, Equatable {
    /// Neither person has two instants within the first 10 s.
    case tooFewInstants
    /// The times are not those of a session: so many seconds, or at a place where doubles are coarse.
    case tooLong(seconds: Double)
    /// Instants so close together that a grid of them over the recording is beyond bounds, seconds.
    case tooFine(step: Double, over: Double)
}
