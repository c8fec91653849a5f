import ArgumentParser
import Base
import Posture
import ReferenceStatistics

/// Options of `attune score --like`: another package's statistic with its own settings.
struct LikeOptions: ParsableArguments {
    /// A package whose statistic can be reproduced.
    enum Peer: String, ExpressibleByArgument, CaseIterable {
        case rmea, susy, wcc
    }

    /// What a series can be divided by first.
    enum Scale: String, ExpressibleByArgument, CaseIterable {
        case sd
    }

    @Option(
        help: ArgumentHelp(
            "Also compute the statistic of rMEA 1.2.2, SUSY 0.1.0 or wcc 0.4.1.",
            valueName: "rmea|susy|wcc"))
    var like: Peer?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("rmea, wcc: length of a window (30, 8).", valueName: "time"))
    var window: ClockTime?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "rmea, wcc: from one window's start to the next (10, 1).", valueName: "time"))
    var step: ClockTime?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Largest lag (rmea 5, susy 3, wcc 3).", valueName: "time"))
    var maxLag: ClockTime?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("susy: length of a segment (30).", valueName: "time"))
    var segment: ClockTime?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("rmea: first smooth with a moving average.", valueName: "time"))
    var smooth: ClockTime?

    @Option(help: ArgumentHelp("rmea: first divide by the standard deviation.", valueName: "sd"))
    var scale: Scale?

    @Flag(help: "rmea: absolute values.")
    var absolute = false

    @Option(
        help: ArgumentHelp(
            "The channel compared by --like (motion_energy, if there is one).", valueName: "name"))
    var channel: String?

    /// What was asked for; `nil` without `--like`.
    ///
    /// - Throws: ``Failure/Kind/usage`` for an option that does not belong to it or is out of range.
    func recipe() throws(Failure) -> ReferenceMethod? {
        try checkRanges()
        guard let like else {
            try refuse(others: [], because: "it goes with --like")
            return nil
        }
        switch like {
        case .rmea:
            try refuse(
                others: ["window", "step", "max-lag", "smooth", "scale", "absolute", "channel"],
                because: "rmea does not have it")
            return .rmea(
                .init(
                    window: window?.seconds ?? 30, step: step?.seconds ?? 10,
                    maxLag: maxLag?.seconds ?? 5, absolute: absolute),
                smoothing: smooth?.seconds, isScaled: scale != nil)
        case .susy:
            try refuse(others: ["segment", "max-lag", "channel"], because: "susy does not have it")
            return .susy(.init(segment: segment?.seconds ?? 30, maxLag: maxLag?.seconds ?? 3))
        case .wcc:
            try refuse(
                others: ["window", "step", "max-lag", "channel"], because: "wcc does not have it")
            return .wcc(
                .init(
                    window: window?.seconds ?? 8, step: step?.seconds ?? 1,
                    maxLag: maxLag?.seconds ?? 3))
        }
    }

    /// The channel to compare.
    ///
    /// - Throws: ``Failure/Kind/usage`` when it is not named, not known or not measured.
    func channel(of measured: [Channel]) throws(Failure) -> Channel {
        let choices = measured.map(\.rawValue).joined(separator: ", ")
        guard let name = channel else {
            if measured.contains(.motionEnergy) { return .motionEnergy }
            throw Failure.usage(
                "--like needs to know which channel to compare",
                remedy: "give --channel with one of \(choices)")
        }
        guard let channel = Channel(rawValue: name), measured.contains(channel) else {
            throw Failure.usage(
                "--channel \(name) was not measured in both people",
                remedy: "give one of \(choices)")
        }
        return channel
    }

    private var given: [(name: String, isGiven: Bool)] {
        [
            ("window", window != nil), ("step", step != nil), ("max-lag", maxLag != nil),
            ("segment", segment != nil), ("smooth", smooth != nil), ("scale", scale != nil),
            ("absolute", absolute), ("channel", channel != nil),
        ]
    }

    private func refuse(others allowed: [String], because reason: String) throws(Failure) {
        for (name, isGiven) in given where isGiven && !allowed.contains(name) {
            throw Failure.usage(
                "--\(name) cannot be used here, \(reason)",
                remedy: "leave --\(name) out, or see `attune score --help`")
        }
    }

    private func checkRanges() throws(Failure) {
        let numbers = [
            ("window", window), ("step", step), ("max-lag", maxLag), ("segment", segment),
            ("smooth", smooth),
        ]
        for case (let name, let value?) in numbers
        where !(0...86_400).contains(value.seconds) || (name != "max-lag" && value.seconds == 0) {
            throw Failure.usage(
                "--\(name) \(value) is out of range", remedy: "give a time above 0")
        }
    }
}
