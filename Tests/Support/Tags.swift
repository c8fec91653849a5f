package import Testing

extension Tag {
    /// Runs the built programs; blocks its thread while they work.
    @Tag package static var program: Self
    /// Measures time, or drives a browser: needs the computer for itself.
    @Tag package static var timed: Self
    /// Opens sockets.
    @Tag package static var sockets: Self
}

extension Trait where Self == TimeLimitTrait {
    /// For tests that run programs: ends one that is stuck. A test's clock runs from the moment it is
    /// started, and all of a group are started together, so the limit is that of the whole group.
    package static var untilStuck: Self { .timeLimit(.minutes(40)) }
}
