package import Base

/// What was measured at one instant, as the live page and other readers of the events get it.
///
/// As JSON, `{"time", "seats": {NAME: {"presence", channels…, "postures": […]}},
/// "mimicry_percentile", "leader_balance", "latency_ms"}`; see `docs/formats.md`.
package struct LiveSample: Sendable, Equatable {
    /// Presentation timestamp, seconds of the recording.
    package var time: Double
    /// The two seats, the first one first.
    package var seats: [LiveSeat]
    /// 0…100, 50 is chance; `nil` until there is enough to compare with.
    package var mimicryPercentile: Double?
    /// −1…1, positive: the first seat leads; `nil` where nothing says who leads.
    package var leaderBalance: Double?
    /// From the capture of the picture to this event, milliseconds.
    package var latency: Double?
    /// Width of the picture over its height, for the stick figures; `nil`: not known.
    package var aspect: Double?

    package init(
        time: Double, seats: [LiveSeat], mimicryPercentile: Double? = nil,
        leaderBalance: Double? = nil, latency: Double? = nil, aspect: Double? = nil
    ) {
        self.time = time
        self.seats = seats
        self.mimicryPercentile = mimicryPercentile
        self.leaderBalance = leaderBalance
        self.latency = latency
        self.aspect = aspect
    }

    /// `aspect` is there only with a stick figure.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("time", .rounded(time)),
            .init("seats", .object(seats.map { .init($0.name, $0.json) })),
            .init("mimicry_percentile", .rounded(mimicryPercentile, decimals: 1)),
            .init("leader_balance", .rounded(leaderBalance)),
            .init("latency_ms", .rounded(latency, decimals: 1)),
        ]
        if let aspect, seats.contains(where: { $0.figure != nil }) {
            members.append(.init("aspect", .rounded(aspect)))
        }
        return .object(members)
    }
}
