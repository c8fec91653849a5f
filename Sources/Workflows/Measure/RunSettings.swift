package import Base
import Mimicry
package import Posture
package import SessionModel
package import VisionProtocol

/// The settings of a run: what was chosen by hand, then what the settings file says, then the standard.
package struct RunSettings: Sendable {
    package let rate: Rate
    package let layout: Layout
    package let mirrored: Mirroring?
    /// What the two people do.
    package let scene: Scene
    package let precision: Precision
    /// How much later the second recording started, seconds.
    package let offset: Double
    package let offsetBasis: OffsetBasis
    /// Whether offset and drift are to be found by the sound of both recordings.
    package let offsetFromSound: Bool
    /// The number of the video stream, from 1; `nil` for the one that players show.
    package let stream: Int?
    /// Seconds, rising.
    package let swapAt: [Double]
    package let keepUncertain: Bool
    package let scoring: ScoringSettings

    /// What was asked for by hand; `nil` or empty where nothing was.
    package struct Choices: Sendable {
        package var rate: Rate?
        package var layout: Layout?
        package var mirrored: Mirroring?
        package var scene: Scene?
        package var precision: Precision?
        package var offset: RecordingOffset?
        package var stream: Int?
        package var swapAt: [Double]
        package var keepUncertain: Bool?

        package init(
            rate: Rate? = nil, layout: Layout? = nil, mirrored: Mirroring? = nil,
            scene: Scene? = nil, precision: Precision? = nil, offset: RecordingOffset? = nil,
            stream: Int? = nil,
            swapAt: [Double] = [],
            keepUncertain: Bool? = nil
        ) {
            self.rate = rate
            self.mirrored = mirrored
            self.scene = scene
            self.layout = layout
            self.precision = precision
            self.offset = offset
            self.stream = stream
            self.swapAt = swapAt
            self.keepUncertain = keepUncertain
        }
    }

    /// - Throws: ``Failure/Kind/badInput`` when the file asks for something unknown.
    package init(_ own: Choices, _ file: SettingsFile?) throws(Failure) {
        rate = if let rate = own.rate { rate } else { try file?.measuredRate() ?? .standard }
        layout = if let layout = own.layout { layout } else { try file?.measuredLayout() ?? .auto }
        mirrored = own.mirrored ?? file?.mirrored
        scene = own.scene ?? file?.scene ?? .seated
        precision =
            own.precision ?? file?.precision.flatMap(Precision.init(rawValue:)) ?? .fastest
        switch own.offset {
        case .seconds(let seconds)?: (offset, offsetBasis) = (seconds, OffsetBasis(.given))
        case .sound?: (offset, offsetBasis) = (0, OffsetBasis(.sound))
        case nil:
            offset = file?.offset ?? 0
            offsetBasis =
                file?.offsetBasis ?? OffsetBasis(file?.offset == nil ? .assumed : .given)
        }
        offsetFromSound = own.offset == .sound
        stream = own.stream ?? file?.stream
        swapAt = own.swapAt.isEmpty ? file?.swapAt ?? [] : own.swapAt.sorted()
        keepUncertain = own.keepUncertain ?? file?.keepUncertain ?? false
        scoring = file?.scoring ?? ScoringSettings()
    }

    /// Checks that it is known whose picture is mirrored.
    ///
    /// - Parameter cameras: 1 or 2.
    /// - Throws: ``Failure/Kind/usage`` when both people are somewhere in one picture and only one of them is
    ///   said to be mirrored.
    package func requireMirroring(cameras: Int) throws(Failure) {
        guard let mirrored, !layout.tellsApart(mirrored, cameras: cameras) else { return }
        throw Failure.usage(
            "only the \(mirrored.rawValue) person's picture is said to be mirrored, and both may be "
                + "anywhere in one picture",
            remedy:
                "say which part is whose with \(.layout) side-by-side or regions=x,y,w,h;x,y,w,h, or "
                + "mirror both")
    }

    /// Checks that a file's offset and layout suit the number of videos, chapters of one camera counted
    /// as one.
    package func require(videos: Int, in file: SettingsFile?) throws(Failure) {
        guard let file else { return }
        if videos == 1, offset != 0 || offsetBasis.drift != 0 {
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
    package func requireLive(in file: SettingsFile?) throws(Failure) {
        guard let file else { return }
        let absent = "has no meaning for a live session"
        if offset != 0 { throw file.refusing("offset", absent, "remove it") }
        if stream != nil { throw file.refusing("stream", absent, "remove it") }
        if scene == .walking {
            throw file.refusing("scene", "cannot be walking in a live session", "remove it")
        }
        if !swapAt.isEmpty {
            throw file.refusing(
                "swap_at", absent, "remove it; swaps are not known in advance")
        }
        if scoring.covariates != nil {
            let keys = [
                ("exclude", scoring.covariates?.excluded.isEmpty == false),
                ("events", scoring.covariates?.events != nil), ("turns", true),
            ]
            throw file.refusing(
                keys.first { $0.1 }?.0 ?? "exclude", absent,
                "remove it; what happens is not known in advance")
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

    /// What an estimate of the present moment may cost, as a multiple of that with the standard settings:
    /// a third of a second every five on one core, where two cores have to measure.
    private static let mostLiveCost = 5.0
}

extension SettingsFile {
    /// The rate at which a recording is measured; `nil` when the file says nothing.
    func measuredRate() throws(Failure) -> Rate? {
        guard let rate else { return nil }
        guard let value = Rate(rate) else {
            throw refusing("rate", "is \(rate) Hz, out of range", "give \"native\" or 1 to 1000 Hz")
        }
        return value
    }

    /// The samples per second of a series; `nil` when the file says nothing or `native`.
    package var sampleRate: Double? { rate.flatMap(Double.init) }

    /// Where the people are; `nil` when the file says nothing.
    func measuredLayout() throws(Failure) -> Layout? {
        guard let layout else { return nil }
        guard let value = Layout(layout) else {
            throw refusing(
                "layout", "is unknown",
                "give \"auto\", \"side-by-side\" or \"regions=x,y,w,h;x,y,w,h\"")
        }
        return value
    }

    /// Keys that say how a series is measured, and change nothing in one that exists already.
    ///
    /// - Parameter hasChannels: whether it holds channels, and not landmarks.
    package func past(hasChannels: Bool) -> [String] {
        let keys = [
            ("layout", layout != nil && layout != "auto"), ("mirrored", mirrored != nil),
            ("scene", scene == .walking), ("offset", (offset ?? 0) != 0),
            ("stream", stream != nil),
            ("swap_at", !(swapAt ?? []).isEmpty), ("keep_uncertain", keepUncertain ?? false),
            ("features", hasChannels && scoring.features != ScoringSettings().features),
        ]
        return keys.filter(\.1).map(\.0)
    }
}

/// Arithmetic of the landmarks.
package enum Precision: String, CaseIterable, Sendable {
    /// What the kind of processor computes fastest: `bf16` with AMX and on AMD's with AVX512_BF16, `f32`
    /// elsewhere.
    case fastest
    /// Single precision everywhere, so that two machines differ in the last digits only.
    case f32
}

/// Measured instants per second: a number of hertz, or every frame.
package enum Rate: CustomStringConvertible, Sendable {
    case native
    case hertz(Double)

    /// Half of what cameras commonly give: episodes and correlations are those of every frame, at half
    /// the cost (docs/validation.md has the comparison).
    package static let standard = Rate.hertz(12.5)

    /// Reads `native`, or a number from 1 to 1000.
    package init?(_ text: String) {
        if text == "native" {
            self = .native
        } else if let value = Double(text), value.isFinite, value >= 1, value <= 1000 {
            self = .hertz(value)
        } else {
            return nil
        }
    }

    /// `nil` for every frame.
    package var hertz: Double? { if case .hertz(let value) = self { value } else { nil } }

    package var description: String {
        switch self {
        case .native: "native"
        case .hertz(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
        }
    }
}
