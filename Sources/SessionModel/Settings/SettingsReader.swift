import Base
import Posture

/// Reads a settings file, strictly: somebody would believe that a setting under an overlooked key is in
/// force.
struct SettingsReader {
    let path: String

    /// Far more than any settings need, and room for a whole `session.json`.
    private static let maxBytes = 1 << 20

    // No source fixes these limits; each comment gives its reason.

    /// Instants per second. Below 5 Hz postures are not found (`PostureDetector`); series of other
    /// tools may be slower or, from motion capture, faster. Recordings and cameras take 1 to 1000.
    private static let rates = 0.1...1000.0
    /// Seconds: less than a day either way, as for the option.
    private static let streams = 1...99
    private static let offsets = -86_399.0...86_399.0
    /// Seconds: 48 hours, longer than any session.
    private static let swapTimes = 0.0...172_800.0
    /// Each swap costs time at every frame, and nobody makes more by hand.
    private static let mostSwaps = 1000

    func read() throws(Failure) -> SettingsFile { try settings(try contents()) }

    /// The settings in a file with this content.
    func settings(_ bytes: [UInt8]) throws(Failure) -> SettingsFile {
        do { return try settings(try JSONParser.parseFile(bytes)) } catch {
            throw malformed(error.what, error.remedy)
        }
    }

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

    private func malformed(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.badInput("settings file \(path): \(what)", remedy: remedy)
    }

    /// - Parameter root: a settings file, or a `session.json`, of which only the settings are read.
    private func settings(_ root: JSONValue) throws(JSONProblem) -> SettingsFile {
        let own = Settings.Key.allCases.map(\.rawValue)
        let part = root[Session.Key.settings.rawValue]
        let whole = try StrictObject(
            root,
            known: part == nil
                ? [Session.Key.schema.rawValue] + own : Session.Key.allCases.map(\.rawValue))
        guard let part else {
            try whole.requireSchema()
            return try settings(whole)
        }
        try whole.requireSchema(Session.schema, orEarlier: 1..<Session.schema)
        var file = try settings(StrictObject(part, .part("settings"), known: own))
        file.isOfEarlierMethod = whole[Session.Key.schema.rawValue] == .integer(1)
        return file
    }

    private func settings(_ top: StrictObject) throws(JSONProblem) -> SettingsFile {
        var file = SettingsFile(path: path)
        file.rate = try rate(top)
        file.layout = try top.text(Settings.Key.layout.rawValue).flatMap { $0.isEmpty ? nil : $0 }
        file.mirrored = try mirrored(top)
        file.scene = try scene(top)
        file.precision = try precision(top)
        file.offset = try top.number(Settings.Key.offset.rawValue, Self.offsets, "seconds")
        file.offsetBasis = try offsetBasis(top)
        file.stream = try top.integer(Settings.Key.stream.rawValue, Self.streams)
        file.swapAt = try swaps(top)
        file.keepUncertain = try top.flag(Settings.Key.keepUncertain.rawValue)
        try checkConfinement(top)
        if let series = top[Settings.Key.series.rawValue], series != .null {
            var settings = SeriesSettings(format: "")
            try settings.read(Settings.Key.series.rawValue, in: top)
            file.series = settings
        }
        file.scoring = try scoring(top)
        if let problem = file.scoring.contradiction() { throw problem }
        return file
    }

    // MARK: How a recording is measured

    /// `session.json` has it as a text; a number works too.
    private func rate(_ top: StrictObject) throws(JSONProblem) -> String? {
        let key = Settings.Key.rate.rawValue
        switch top[key] {
        case nil: return nil
        case .string("native")?: return "native"
        case .string(let text)?:
            guard let value = Double(text), Self.rates.contains(value) else { break }
            return Self.text(value)
        case .integer, .number:
            guard let value = try top.number(key, Self.rates, "Hz") else { break }
            return Self.text(value)
        default: break
        }
        throw JSONProblem(
            "\"rate\" is not a rate",
            remedy: "give \"native\" or \(StrictObject.range(Self.rates, "Hz"))")
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }

    private func mirrored(_ top: StrictObject) throws(JSONProblem) -> Mirroring? {
        guard let text = try top.text(Settings.Key.mirrored.rawValue) else { return nil }
        guard let mirrored = Mirroring(rawValue: text) else {
            throw JSONProblem(
                "unknown \"mirrored\"", remedy: "give \"first\", \"second\" or \"both\"")
        }
        return mirrored
    }

    private func scene(_ top: StrictObject) throws(JSONProblem) -> Scene? {
        guard let text = try top.text(Settings.Key.scene.rawValue) else { return nil }
        guard let scene = Scene(rawValue: text) else {
            throw JSONProblem("unknown \"scene\"", remedy: "give \"seated\" or \"walking\"")
        }
        return scene
    }

    /// What to ask for: what a session says it was asked for, and only else the arithmetic that it used,
    /// since `fastest` is f32 on some processors. bf16 cannot be asked for, only allowed.
    private func precision(_ top: StrictObject) throws(JSONProblem) -> String? {
        let used = try precision(.precision, top, known: ["f32", "bf16", "fastest"])
        return try precision(.precisionAsked, top, known: ["f32", "fastest"])
            ?? used.map { $0 == "f32" ? "f32" : "fastest" }
    }

    private func precision(
        _ key: Settings.Key, _ top: StrictObject, known: [String]
    ) throws(JSONProblem) -> String? {
        guard let text = try top.text(key.rawValue), !text.isEmpty else { return nil }
        guard known.contains(text) else {
            let words = known.map { "\"\($0)\"" }
            throw JSONProblem(
                "unknown \"\(key.rawValue)\"",
                remedy: "give "
                    + Remedy(
                        words.dropLast().joined(separator: ", ") + " or \(words[known.count - 1])"))
        }
        return text
    }

    private func offsetBasis(_ top: StrictObject) throws(JSONProblem) -> OffsetBasis? {
        guard
            let part = try top.section(
                Settings.Key.offsetBasis.rawValue, known: OffsetBasis.keys)
        else { return nil }
        guard let source = OffsetBasis.Source(rawValue: try part.text("source") ?? "given") else {
            let known = OffsetBasis.Source.allCases.map { "\"\($0.rawValue)\"" }
            throw JSONProblem(
                "unknown \"offset_basis.source\"",
                remedy: "give \(known.joined(separator: ", "))")
        }
        return OffsetBasis(
            source,
            drift: try part.number(
                "drift", -OffsetBasis.largestDrift...OffsetBasis.largestDrift) ?? 0,
            error: try part.number("error", 0...Self.offsets.upperBound, "seconds"),
            driftError: try part.number("drift_error", 0...1))
    }

    private func swaps(_ top: StrictObject) throws(JSONProblem) -> [Double]? {
        let key = Settings.Key.swapAt.rawValue
        guard
            let times = try top.numbers(key, Self.swapTimes, "seconds", most: Self.mostSwaps)
        else { return nil }
        guard Set(times).count == times.count else {
            throw JSONProblem(
                "\"swap_at\" has a time twice, which swaps nothing", remedy: "leave both out")
        }
        return times.sorted()
    }

    /// It describes how the video was read and asks for nothing.
    private func checkConfinement(_ top: StrictObject) throws(JSONProblem) {
        let part = try top.section(
            Settings.Key.confinement.rawValue, known: VisionConfinement.keys)
        _ = try part?.integer("landlock_abi", 0...1000)
        _ = try part?.flag("seccomp")
    }

    // MARK: How it is scored

    private func scoring(_ top: StrictObject) throws(JSONProblem) -> ScoringSettings {
        var settings = ScoringSettings()
        try settings.features.read(Settings.Key.features.rawValue, in: top)
        settings.postures = try PostureDefinition.list(in: top) ?? settings.postures
        settings.rest = try rest(top)
        settings.covariates = try Covariates(in: top)
        try settings.episodes.read(Settings.Key.episodes.rawValue, in: top)
        try settings.synchrony.read(Settings.Key.synchrony.rawValue, in: top)
        try settings.surrogates.read(Settings.Key.surrogates.rawValue, in: top)
        return settings
    }

    private func rest(_ top: StrictObject) throws(JSONProblem) -> TimeSpan? {
        let key = Settings.Key.rest.rawValue
        if top[key] == .null { return nil }
        guard let ends = try top.numbers(key, Self.swapTimes, "seconds", most: 2) else {
            return nil
        }
        guard ends.count == 2, ends[1] - ends[0] >= ScoringSettings.shortestRest else {
            throw JSONProblem(
                "\"rest\" is no stretch of at least 5 s",
                remedy: "give its beginning and its end, such as [60, 120], seconds")
        }
        return TimeSpan(start: ends[0], end: ends[1])
    }
}
