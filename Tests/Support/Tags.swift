package import Testing

extension Tag {
    /// Runs the built programs; blocks its thread while they work.
    @Tag package static var program: Self
    /// Measures time, or drives a browser: needs the computer for itself.
    @Tag package static var timed: Self
    /// Opens sockets.
    @Tag package static var sockets: Self
}
