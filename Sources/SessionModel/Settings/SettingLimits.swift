import Base
import Mimicry

/// What a setting in a settings file may be. Beyond these limits a result would mean nothing, or a
/// slip of the pen (minutes for seconds, a nought too many) would cost hours or all memory.
///
/// No source fixes most of them; each says what it is drawn from.
package enum SettingLimits {
    /// Scores, visibilities, shares of variance: nothing else makes sense.
    package static let share = 0.0...1.0

    /// Instants per second. Below 5 Hz postures are not found (`PostureDetector`); series of other
    /// tools may be slower or, from motion capture, faster. `analyze` and `live` take 1 to 1000.
    package static let rate = 0.1...1000.0
    /// Seconds: less than a day either way, as `--offset`.
    package static let offset = -86_399.0...86_399.0
    /// Seconds: 48 hours, longer than any session.
    package static let swapTime = 0.0...172_800.0
    /// Each exchange is looked at for every frame, and nobody makes more by hand.
    package static let mostSwaps = 1000
    /// Width of a pixel ÷ its height, as `--pixel-aspect`.
    package static let pixelAspect = 0.1...10.0

    /// Heights of a face. On real and rendered people a mesh that is right lies within 0.17; beyond
    /// 10 every mesh would do.
    package static let faceMismatch = 0.0...10.0
    /// Half width of the smoothing, seconds. 2 s erases everything faster than a change of posture;
    /// the cost of a sample grows with it.
    package static let smoothing = 0.0...2.0

    /// The standard set has 12. Each posture is looked for at every instant, and is a lane of the
    /// report.
    package static let mostPostures = 64
    /// Conditions of one posture, and as many that confirm it.
    package static let mostConditions = 16
    /// Letters of a posture's name, which stands in every table.
    package static let longestName = 64
    /// Thresholds are degrees (at most 360), shoulder widths or shares: beyond this, never reached.
    package static let threshold = -1000.0...1000.0
    /// Seconds a posture must be held: ten minutes, beyond which it would be a sitting.
    package static let minHold = 0.0...600.0
    /// Seconds of a break that does not end a hold: a minute without it is no hold.
    package static let bridge = 0.0...60.0

    /// Seconds from onset to adoption. The literature speaks of 2 to 10 s; after a minute anything is
    /// followed by anything, and chance needs four times as much recording.
    package static let episodeLag = 0.1...60.0
    /// Seconds, likewise.
    package static let grace = 0.0...60.0
    /// Seconds. A second and more apart is one after the other to everybody who watches.
    package static let simultaneous = 0.0...2.0
    /// Seconds. A margin longer than the least hold by far would leave no onset known.
    package static let unknownMargin = 0.0...10.0

    /// Seconds. Published windows are of 4 s (dance; Boker et al. 2002) to a few minutes. Fewer than
    /// two seconds of posture hold no movement; more than ten minutes are a session.
    package static let window = 2.0...600.0
    /// Seconds from one window to the next. Windows of 2 s and more that start closer than this say
    /// the same again, and tables and report grow by each.
    package static let step = 0.5...600.0
    /// Seconds. Published lags go up to 10 s; memory, cost and report grow with them. Shorter than
    /// half a second there is no peak to be found between two ends.
    package static let lag = 0.5...60.0
    /// Of fewer than a tenth of the pairs a correlation is arbitrary.
    package static let minValid = 0.1...1.0
    /// Seconds of lag; not more than the largest lag.
    package static let peakRegion = 0.0...60.0
    /// Most lags a step: the report draws every lag of every window.
    package static let mostLagPerStep = 20.0

    /// Surrogates; or 0, which holds nothing against chance. The fewest give p = 0.05 at best
    /// (`Significance`). Episodes of all surrogates are in memory together: 10,000 of an hour with
    /// a hundred episodes take 0.1 GB. Their smallest p of 0.0001 is a hundredth of what is asked for
    /// after correction over 27 channels.
    package static let surrogates = 19...10_000
    /// Whole numbers that every JSON reader keeps, those with doubles too: up to 2⁵³ − 1.
    package static let seed = 0...9_007_199_254_740_991
    /// Hertz. Posture changes over seconds; 25 Hz is every frame of most cameras.
    package static let surrogateRate = 1.0...25.0
    /// Of a p-value; above one half, more peaks would count than not.
    package static let level = 0.001...0.5

    /// Points that a window must have where it is compared with chance: fewer make no correlation.
    static let fewestPoints = 10.0
    /// Lags to either side that there must be there: ends of the range are never peaks.
    static let fewestLags = 2.0
    /// How much the comparison with chance may cost, in that of the standard settings. These were
    /// measured to take 28 s of processor time for an hour of recording with all channels; 100 times as
    /// much is a lunch break on two cores and not a lost weekend.
    static let mostCost = 100.0
}

extension ScoringSettings {
    /// What is wrong between settings each of which is within its limits, and what to do; `nil` when
    /// they go together.
    func contradiction() -> (what: String, remedy: Remedy)? {
        let rate = surrogates.rate
        if synchrony.maxLag > synchrony.window {
            return (
                "\"synchrony.max_lag\" is longer than \"synchrony.window\"", "give at most as much"
            )
        }
        if synchrony.step > synchrony.window {
            return (
                "\"synchrony.step\" is longer than \"synchrony.window\", so that moments are passed over",
                "give at most as much"
            )
        }
        if synchrony.peakRegion > synchrony.maxLag {
            return (
                "\"synchrony.peak_region\" is longer than \"synchrony.max_lag\"",
                "give at most as much"
            )
        }
        if synchrony.maxLag > SettingLimits.mostLagPerStep * synchrony.step {
            return (
                "\"synchrony.max_lag\" is more than 20 times \"synchrony.step\"",
                "give a longer step or a shorter lag"
            )
        }
        if episodes.simultaneous >= episodes.maxLag {
            return (
                "\"episodes.simultaneous\" is not shorter than \"episodes.max_lag\", so that there could "
                    + "be no episode", "give less"
            )
        }
        if synchrony.window * rate < SettingLimits.fewestPoints
            || synchrony.maxLag * rate < SettingLimits.fewestLags
        {
            return (
                "\"surrogates.rate\" leaves a window fewer than 10 points or 2 lags",
                "give a higher rate, or longer windows and lags"
            )
        }
        if cost(surrogates: surrogates.count) > SettingLimits.mostCost {
            return (
                "the comparison with chance would take more than 100 times as long as usual",
                "give fewer \"surrogates.count\", a lower \"surrogates.rate\" or a shorter "
                    + "\"synchrony.max_lag\""
            )
        }
        return nil
    }

    /// What a comparison with so many surrogates costs, in that of the standard settings: at every
    /// point and every window edge, each lag is looked at.
    package func cost(surrogates count: Int) -> Double {
        Self.work(synchrony, surrogates.rate) * Double(count)
            / (Self.work(.init(), SurrogateSettings().rate) * Double(SurrogateSettings().count))
    }

    private static func work(_ synchrony: SynchronySettings, _ rate: Double) -> Double {
        (rate + 1 / synchrony.step) * (2 * synchrony.maxLag * rate + 1)
    }
}
