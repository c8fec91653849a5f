import Base
import Mimicry
import SessionModel
import VisionProtocol

/// The settings of a run: what stands on the command line, then what the settings file says, then what
/// is standard.
struct RunSettings {
    let rate: Rate
    let layout: Layout
    let precision: Precision
    /// Seconds.
    let offset: Double
    /// Seconds, rising.
    let swapAt: [Double]
    let keepUncertain: Bool
    let scoring: ScoringSettings

    /// What the command line says; `nil` where it says nothing.
    struct Options {
        var measuring: MeasuringOptions
        var offset: Double?
        var swapAt: [Double]
        var keepUncertain: Bool?

        init(
            _ measuring: MeasuringOptions, offset: Double? = nil, swapAt: [Double] = [],
            keepUncertain: Bool? = nil
        ) {
            self.measuring = measuring
            self.offset = offset
            self.swapAt = swapAt
            self.keepUncertain = keepUncertain
        }
    }

    /// - Throws: ``Failure/Kind/badInput`` when the file asks for something that there is not.
    init(_ options: Options, _ file: SettingsFile?) throws(Failure) {
        let own = options.measuring
        rate = if let rate = own.rate { rate } else { try file?.measuredRate() ?? .standard }
        layout = if let layout = own.layout { layout } else { try file?.measuredLayout() ?? .auto }
        precision =
            own.precision ?? file?.precision.flatMap(Precision.init(rawValue:)) ?? .fastest
        offset = options.offset ?? file?.offset ?? 0
        swapAt = options.swapAt.isEmpty ? file?.swapAt ?? [] : options.swapAt.sorted()
        keepUncertain = options.keepUncertain ?? file?.keepUncertain ?? false
        scoring = file?.scoring ?? ScoringSettings()
    }

    /// Checks that a file's offset and layout suit so many videos; the options are checked before.
    func require(videos: Int, in file: SettingsFile?) throws(Failure) {
        guard let file else { return }
        if videos == 1, offset != 0 {
            throw file.refusing(
                "offset", "is for two videos, and one is given", "remove it, or give both videos")
        }
        if videos == 2, layout != .auto {
            throw file.refusing(
                "layout", "is for one picture with both people, and two videos are given",
                "remove it, or give one video")
        }
    }

    /// Checks that a live session can honour a file.
    func requireLive(in file: SettingsFile?) throws(Failure) {
        guard let file else { return }
        let absent = "has no meaning for a live session"
        if offset != 0 { throw file.refusing("offset", absent, "remove it") }
        if !swapAt.isEmpty {
            throw file.refusing(
                "swap_at", absent, "remove it; nobody knows yet when the two are confused")
        }
        if keepUncertain {
            throw file.refusing(
                "keep_uncertain", "cannot be honoured by a live session",
                "remove it; uncertain stretches are taken back as soon as they are known")
        }
        guard scoring.surrogates.count > 0 else { return }
        let memory = LiveCoupling.standardMemory
        guard scoring.synchrony.window + 4 * scoring.synchrony.maxLag <= memory else {
            throw file.refusing(
                "synchrony.window",
                "with four times \"synchrony.max_lag\" is longer than the \(Int(memory)) s that a live "
                    + "session compares with chance",
                "give shorter ones, or analyse the recording")
        }
        guard
            scoring.cost(surrogates: 1) <= Self.mostLiveCost * ScoringSettings().cost(surrogates: 1)
        else {
            throw file.refusing(
                "surrogates.rate",
                "with \"synchrony.max_lag\" takes too long to be estimated every few seconds",
                "give less of either, or analyse the recording")
        }
    }

    /// What an estimate of the present moment may cost, in that of the standard settings: a third of a
    /// second every five on one core, of two that have to measure.
    private static let mostLiveCost = 5.0
}

extension SettingsFile {
    /// The rate at which a recording is measured; `nil` when the file says nothing.
    func measuredRate() throws(Failure) -> Rate? {
        guard let rate else { return nil }
        guard let value = Rate(argument: rate) else {
            throw refusing("rate", "is \(rate) Hz, out of range", "give \"native\" or 1 to 1000 Hz")
        }
        return value
    }

    /// The samples per second of a series; `nil` when the file says nothing or `native`.
    var sampleRate: Double? { rate.flatMap(Double.init) }

    /// Where the people are; `nil` when the file says nothing.
    func measuredLayout() throws(Failure) -> Layout? {
        guard let layout else { return nil }
        guard let value = Layout(layout) else {
            throw refusing(
                "layout", "is none that there is",
                "give \"auto\", \"side-by-side\" or \"regions=x,y,w,h;x,y,w,h\"")
        }
        return value
    }

    /// Keys that say how a series comes about, and change nothing in one that is scored now.
    ///
    /// - Parameter hasChannels: whether it holds channels, and not landmarks.
    func past(hasChannels: Bool) -> [String] {
        let keys = [
            ("layout", layout != nil && layout != "auto"), ("offset", (offset ?? 0) != 0),
            ("swap_at", !(swapAt ?? []).isEmpty), ("keep_uncertain", keepUncertain ?? false),
            ("features", hasChannels && scoring.features != ScoringSettings().features),
        ]
        return keys.filter(\.1).map(\.0)
    }
}
