import Base
package import Mimicry
package import Posture

/// One setting of a section: its key in files, what it may be, and where it is kept.
///
/// The tables below are all that names a setting: settings files are read by them, and `session.json`
/// is written by them.
package struct Setting<Section>: Sendable {
    package let key: String
    /// Takes the value from a file, when there is one.
    let read: @Sendable (StrictObject, inout Section) throws(JSONProblem) -> Void
    let json: @Sendable (Section) -> JSONValue
    /// Of a number.
    var limits: SettingLimits?

    /// - Parameters:
    ///   - range: beyond it a result would mean nothing, or a slip of the pen (minutes for seconds, a
    ///     nought too many) would cost hours or all memory.
    ///   - unit: for messages.
    static func number(
        _ key: String, _ property: any WritableKeyPath<Section, Double> & Sendable,
        _ range: ClosedRange<Double>, _ unit: String = ""
    ) -> Setting {
        Setting(
            key: key,
            read: { object, section throws(JSONProblem) in
                guard let value = try object.number(key, range, unit) else { return }
                section[keyPath: property] = value
            }, json: { .plain($0[keyPath: property]) },
            limits: SettingLimits(range: range, unit: unit))
    }

    /// A text that may be left out.
    static func text(
        _ key: String, _ property: any WritableKeyPath<Section, String?> & Sendable
    ) -> Setting {
        Setting(
            key: key,
            read: { object, section throws(JSONProblem) in
                guard let value = try object.text(key) else { return }
                section[keyPath: property] = value
            }, json: { $0[keyPath: property].map(JSONValue.string) ?? .null })
    }
}

/// What a number may be.
package struct SettingLimits: Sendable, Equatable {
    package var range: ClosedRange<Double>
    /// Empty of a number alone.
    package var unit = ""
    package var isWhole = false
    /// Whether it may be 0 besides, which means none.
    package var takesZero = false

    package init(
        range: ClosedRange<Double>, unit: String = "", isWhole: Bool = false,
        takesZero: Bool = false
    ) {
        self.range = range
        self.unit = unit
        self.isWhole = isWhole
        self.takesZero = takesZero
    }
}

/// Settings that form an object of their own.
package protocol SettingsSection {
    /// In the order in which messages list them.
    static var settings: [Setting<Self>] { get }
}

extension SettingsSection {
    /// Reads the section under a key; what is left out stays as it is.
    mutating func read(_ key: String, in file: StrictObject) throws(JSONProblem) {
        let known = Self.settings.map(\.key)
        guard let object = try file.section(key, known: known) else { return }
        for setting in Self.settings { try setting.read(object, &self) }
    }

    /// Keys in alphabetical order; what does not apply is left out.
    var json: JSONValue {
        .object(
            Self.settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.json(self)) }
                .filter { $0.value != .null })
    }
}

// No source fixes most of the ranges; each comment gives the reason.

/// Scores, visibilities, shares of variance: nothing else makes sense.
private let share = 0.0...1.0

extension FeatureSettings: SettingsSection {
    package static let settings: [Setting<FeatureSettings>] = [
        .number("minimum_score", \.minimumScore, share),
        .number("minimum_visibility", \.minimumVisibility, share),
        .number("minimum_hand_visibility", \.minimumHandVisibility, share),
        .number("minimum_face_score", \.minimumFaceScore, share),
        .number("minimum_hand_score", \.minimumHandScore, share),
        // Heights of a face. On real and rendered people a mesh that is right lies within 0.17;
        // beyond 10 every mesh would do.
        .number("largest_face_mismatch", \.largestFaceMismatch, 0...10),
        // 2 s erase everything faster than a change of posture; the cost of a sample grows with it.
        .number("smoothing", \.smoothing, 0...2, "seconds"),
    ]
}

extension EpisodeSettings: SettingsSection {
    package static let settings: [Setting<EpisodeSettings>] = [
        // The literature speaks of 2 to 10 s; after a minute anything is followed by anything, and
        // chance needs four times as much recording.
        .number("max_lag", \.maxLag, 0.1...60, "seconds"),
        .number("grace", \.grace, 0...60, "seconds"),
        // To any observer, events a second apart come one after the other.
        .number("simultaneous", \.simultaneous, 0...2, "seconds"),
        .number("undecided", \.undecided, 0...2, "seconds"),
        // A margin much longer than the shortest hold would leave no onset known.
        .number("unknown_margin", \.unknownMargin, 0...10, "seconds"),
    ]
}

extension SynchronySettings: SettingsSection {
    /// Seconds. Published windows are of 4 s (dance; Boker et al. 2002) to a few minutes. Less than
    /// two seconds of posture hold no movement; more than ten minutes are a session.
    package static let windows = 2.0...600.0

    package static let settings: [Setting<SynchronySettings>] = [
        .number("window", \.window, windows, "seconds"),
        // Windows of 2 s or more that start less than half a second apart repeat each other, and each makes
        // tables and report longer.
        .number("step", \.step, 0.5...600, "seconds"),
        // Published lags go up to 10 s; memory, cost and report grow with them. Below half a second
        // there is no peak to be found between two ends.
        .number("max_lag", \.maxLag, 0.5...60, "seconds"),
        // A correlation over fewer than a tenth of the pairs is arbitrary.
        .number("min_valid", \.minValid, 0.1...1),
        // Seconds of lag; not more than the largest lag.
        .number("peak_region", \.peakRegion, 0...60, "seconds"),
        .number("peak_share", \.peakShare, share),
    ]
}

extension SurrogateSettings: SettingsSection {
    /// Surrogates; or 0, which compares nothing with chance. The fewest give p = 0.05 at best
    /// (`Significance`). Episodes of all surrogates are in memory together: 10,000 of an hour with
    /// a hundred episodes take 0.1 GB. Their smallest p of 0.0001 is far below what significance
    /// needs after correction over 31 channels and mappings.
    package static let counts = 19...10_000
    /// Whole numbers that every JSON reader keeps, those with doubles too: up to 2⁵³ − 1.
    private static let seeds = 0...9_007_199_254_740_991

    package static let settings: [Setting<SurrogateSettings>] = [
        Setting(
            key: "count",
            read: { object, section throws(JSONProblem) in
                if object["count"] == .integer(0) {
                    section.count = 0
                } else if let count = try object.integer("count", counts, or: "0 for none, or ") {
                    section.count = count
                }
            }, json: { .integer($0.count) },
            limits: SettingLimits(
                range: Double(counts.lowerBound)...Double(counts.upperBound), isWhole: true,
                takesZero: true)),
        Setting(
            key: "seed",
            read: { object, section throws(JSONProblem) in
                guard let seed = try object.integer("seed", seeds) else { return }
                section.seed = UInt64(seed)
            }, json: { Int(exactly: $0.seed).map(JSONValue.integer) ?? .number(Double($0.seed)) },
            limits: SettingLimits(
                range: Double(seeds.lowerBound)...Double(seeds.upperBound), isWhole: true)),
        // Posture changes over seconds; 25 Hz is every frame of most cameras.
        .number("rate", \.rate, 1...25, "Hz"),
        // Of a p-value; above one half, more peaks would count than not.
        .number("level", \.level, 0.001...0.5),
    ]
}

extension SeriesSettings: SettingsSection {
    package static let settings: [Setting<SeriesSettings>] = [
        Setting(
            key: "format",
            read: { object, section throws(JSONProblem) in
                section.format = try object.text("format") ?? section.format
            }, json: { .string($0.format) }),
        // As for the option.
        .number("pixel_aspect", \.pixelAspect, 0.1...10),
        .number("energy_unit", \.energyUnit, 0...Double.greatestFiniteMagnitude),
        .text("columns", \.columns), .text("spikes", \.spikes),
        .text("skeleton", \.skeleton), .text("frame_size", \.frameSize),
    ]
}
