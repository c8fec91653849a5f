import Foundation

/// The Ornstein–Uhlenbeck process: a random walk that is drawn back to its mean.
///
/// Uhlenbeck & Ornstein (1930, *Physical Review* 36, 823–841). Sampled exactly, not by small steps, at
/// any instants.
enum OrnsteinUhlenbeck {
    /// A stationary path with mean 0 and SD 1.
    ///
    /// - Parameters:
    ///   - times: seconds, increasing.
    ///   - memory: autocorrelation time in seconds: r(Δt) = exp(−Δt / memory).
    static func path(at times: [Double], memory: Double, _ draws: inout RandomDraws) -> [Double] {
        var value = draws.normal()
        var last = times.first ?? 0
        return times.map { time in
            let kept = exp((last - time) / memory)
            if time > last {
                value = kept * value + (1 - kept * kept).squareRoot() * draws.normal()
            }
            last = time
            return value
        }
    }
}
