import Mimicry
import Posture
import Base
import Foundation

/// Reads a settings file, strictly: a key that is overlooked would be a setting that is believed to be
/// in force and is not.
struct SettingsReader {
    let path: String

    /// Far more than any settings need, and room for a whole `session.json`.
    private static let maxBytes = 1 << 20
    /// The keys of `session.json`, of which only the settings are looked at.
    static let sessionKeys = [
        "schema", "attune", "source", "seats", "consent", "settings", "quality", "summary",
        "warnings", "markers",
    ]
    static let keys = [
        "rate", "layout", "precision", "confinement", "series", "offset", "swap_at",
        "keep_uncertain", "features", "postures", "episodes", "synchrony", "surrogates",
    ]

    func read() throws(Failure) -> SettingsFile { try settings(try contents()) }

    /// The settings that such a file holds.
    func settings(_ bytes: [UInt8]) throws(Failure) -> SettingsFile {
        let root = try parse(bytes)
        let isSession = root["settings"] != nil
        let whole = try SettingsSection(
            root, "", in: path, known: isSession ? Self.sessionKeys : ["schema"] + Self.keys)
        guard whole["schema"] == .integer(1) else {
            throw whole.failure(
                "\"schema\" is not 1", "write \"schema\": 1, or use the attune that made the file")
        }
        guard isSession, let part = root["settings"] else { return try settings(whole) }
        return try settings(SettingsSection(part, "settings", in: path, known: Self.keys))
    }

    private func settings(_ top: SettingsSection) throws(Failure) -> SettingsFile {
        var file = SettingsFile(path: path)
        file.rate = try rate(top)
        file.layout = try top.text("layout").flatMap { $0.isEmpty ? nil : $0 }
        file.precision = try precision(top)
        file.offset = try top.number("offset", SettingLimits.offset, "seconds")
        file.swapAt = try swaps(top)
        file.keepUncertain = try top.flag("keep_uncertain")
        try checkConfinement(top)
        file.series = try series(top)
        file.scoring = try scoring(top)
        if let wrong = file.scoring.contradiction() { throw top.failure(wrong.what, wrong.remedy) }
        return file
    }

    // MARK: The file

    private func contents() throws(Failure) -> [UInt8] {
        do { return try RegularFile.contents(of: path, upTo: Self.maxBytes) } catch {
            switch error {
            case .unreadable(let reason):
                throw Failure.noInput(
                    "cannot read the settings file \(path) (\(reason))",
                    remedy: "give a settings file, or a session.json, with \(.config)")
            case .folder, .special:
                throw malformed(error.text, "give a file, not a folder, pipe or device")
            case .tooLarge:
                throw malformed(
                    "it is larger than 1 MB", "give a settings file or a session.json")
            }
        }
    }

    private func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        do { return try JSONParser.parse(bytes) } catch {
            throw malformed(
                "line \(error.line), column \(error.column): \(error.what)",
                "correct it to valid JSON")
        }
    }

    private func malformed(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.badInput("settings file \(path): \(what)", remedy: remedy)
    }

    // MARK: How a recording is measured

    /// `session.json` has it as a text; a number is as good.
    private func rate(_ top: SettingsSection) throws(Failure) -> String? {
        let limits = SettingLimits.rate
        switch top["rate"] {
        case nil: return nil
        case .string("native")?: return "native"
        case .string(let text)?:
            guard let value = Double(text), limits.contains(value) else { break }
            return Self.text(value)
        case .integer, .number:
            guard let value = try top.number("rate", limits, "Hz") else { break }
            return Self.text(value)
        default: break
        }
        throw top.failure(
            "\"rate\" is not a rate",
            "give \"native\" or \(SettingsSection.range(limits, "Hz"))")
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }

    /// What is in a record is what was computed; bf16 cannot be asked for, only let happen.
    private func precision(_ top: SettingsSection) throws(Failure) -> String? {
        switch try top.text("precision") {
        case nil, ""?: return nil
        case "f32"?: return "f32"
        case "bf16"?, "fastest"?: return "fastest"
        default:
            throw top.failure(
                "\"precision\" is none that there is", "give \"f32\", \"bf16\" or \"fastest\"")
        }
    }

    private func swaps(_ top: SettingsSection) throws(Failure) -> [Double]? {
        guard
            let times = try top.numbers(
                "swap_at", SettingLimits.swapTime, "seconds", most: SettingLimits.mostSwaps)
        else { return nil }
        guard Set(times).count == times.count else {
            throw top.failure(
                "\"swap_at\" has a time twice, which exchanges nothing", "leave both out")
        }
        return times.sorted()
    }

    /// It says what held a process back and asks for nothing.
    private func checkConfinement(_ top: SettingsSection) throws(Failure) {
        guard let part = try top.section("confinement", known: ["landlock_abi", "seccomp"]) else {
            return
        }
        _ = try part.integer("landlock_abi", 0...1000)
        _ = try part.flag("seccomp")
    }

    private func series(_ top: SettingsSection) throws(Failure) -> SeriesSettings? {
        let known = ["format", "pixel_aspect", "energy_unit"]
        guard let part = try top.section("series", known: known) else { return nil }
        return SeriesSettings(
            format: try part.text("format") ?? "",
            pixelAspect: try part.number("pixel_aspect", SettingLimits.pixelAspect) ?? 1,
            energyUnit: try part.number("energy_unit", 0...Double.greatestFiniteMagnitude) ?? 1)
    }

    // MARK: What follows from it

    private func scoring(_ top: SettingsSection) throws(Failure) -> ScoringSettings {
        var settings = ScoringSettings()
        try readFeatures(top, &settings)
        if let list = top["postures"] {
            settings.postures = try PostureListReader(section: top).postures(list)
        }
        try readEpisodes(top, &settings)
        try readSynchrony(top, &settings)
        try readSurrogates(top, &settings)
        return settings
    }

    private func readFeatures(
        _ top: SettingsSection, _ settings: inout ScoringSettings
    ) throws(Failure) {
        let known = [
            "minimum_score", "minimum_visibility", "minimum_hand_visibility", "minimum_face_score",
            "largest_face_mismatch", "smoothing",
        ]
        guard let part = try top.section("features", known: known) else { return }
        let share = SettingLimits.share
        try part.take("minimum_score", share, into: &settings.features.minimumScore)
        try part.take("minimum_visibility", share, into: &settings.features.minimumVisibility)
        try part.take(
            "minimum_hand_visibility", share, into: &settings.features.minimumHandVisibility)
        try part.take("minimum_face_score", share, into: &settings.features.minimumFaceScore)
        try part.take(
            "largest_face_mismatch", SettingLimits.faceMismatch,
            into: &settings.features.largestFaceMismatch)
        try part.take(
            "smoothing", SettingLimits.smoothing, "seconds", into: &settings.features.smoothing)
    }

    private func readEpisodes(
        _ top: SettingsSection, _ settings: inout ScoringSettings
    ) throws(Failure) {
        let known = ["max_lag", "grace", "simultaneous", "unknown_margin"]
        guard let part = try top.section("episodes", known: known) else { return }
        try part.take(
            "max_lag", SettingLimits.episodeLag, "seconds", into: &settings.episodes.maxLag)
        try part.take("grace", SettingLimits.grace, "seconds", into: &settings.episodes.grace)
        try part.take(
            "simultaneous", SettingLimits.simultaneous, "seconds",
            into: &settings.episodes.simultaneous)
        try part.take(
            "unknown_margin", SettingLimits.unknownMargin, "seconds",
            into: &settings.episodes.unknownMargin)
    }

    private func readSynchrony(
        _ top: SettingsSection, _ settings: inout ScoringSettings
    ) throws(Failure) {
        let known = ["window", "step", "max_lag", "min_valid", "peak_region", "peak_share"]
        guard let part = try top.section("synchrony", known: known) else { return }
        try part.take("window", SettingLimits.window, "seconds", into: &settings.synchrony.window)
        try part.take("step", SettingLimits.step, "seconds", into: &settings.synchrony.step)
        try part.take("max_lag", SettingLimits.lag, "seconds", into: &settings.synchrony.maxLag)
        try part.take("min_valid", SettingLimits.minValid, into: &settings.synchrony.minValid)
        try part.take(
            "peak_region", SettingLimits.peakRegion, "seconds",
            into: &settings.synchrony.peakRegion)
        try part.take("peak_share", SettingLimits.share, into: &settings.synchrony.peakShare)
    }

    private func readSurrogates(
        _ top: SettingsSection, _ settings: inout ScoringSettings
    ) throws(Failure) {
        guard
            let part = try top.section("surrogates", known: ["count", "seed", "rate", "level"])
        else { return }
        if part["count"] != .integer(0) {
            let limits = SettingLimits.surrogates
            let count = try part.integer("count", limits, or: "0 for none, or ")
            settings.surrogates.count = count ?? settings.surrogates.count
        } else {
            settings.surrogates.count = 0
        }
        if let seed = try part.integer("seed", SettingLimits.seed) {
            settings.surrogates.seed = UInt64(seed)
        }
        try part.take("rate", SettingLimits.surrogateRate, "Hz", into: &settings.surrogates.rate)
        try part.take("level", SettingLimits.level, into: &settings.surrogates.level)
    }
}
