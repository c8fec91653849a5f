package import Base
import Mimicry
import Posture

/// A setting as it can be shown to somebody who chooses it: where it stands in a settings file, what it may be, and
/// what it is where nobody says anything.
package struct ListedSetting: Sendable, Equatable {
    package enum Form: Sendable, Equatable {
        case number(SettingLimits)
        case choice([String])
        case flag
        /// `native`, or a number.
        case rate(SettingLimits)
        case text
    }

    /// `nil` of a key that stands in no section.
    package var section: String?
    package var key: String
    package var form: Form
    /// `null` where nothing stands for it.
    package var standard: JSONValue

    package init(_ key: String, in section: String? = nil, _ form: Form, standard: JSONValue) {
        self.section = section
        self.key = key
        self.form = form
        self.standard = standard
    }

    /// As messages name it: `episodes.max_lag`.
    package var name: String { section.map { "\($0).\(key)" } ?? key }

    /// Its value in settings, or in a settings file.
    package func value(in settings: JSONValue) -> JSONValue? {
        section.map { settings[$0]?[key] } ?? settings[key]
    }

    /// All numbers that change what follows from a measurement. The others are postures' definitions, and what belongs to
    /// one session alone: its rest, and what else happened in it.
    package static let scoring: [ListedSetting] =
        section(.features, FeatureSettings()) + section(.episodes, EpisodeSettings())
        + section(.synchrony, SynchronySettings()) + section(.surrogates, SurrogateSettings())

    private static func section<Section: SettingsSection>(
        _ key: Settings.Key, _ standard: Section
    ) -> [ListedSetting] {
        Section.settings.compactMap { setting in
            setting.limits.map { limits in
                ListedSetting(
                    setting.key, in: key.rawValue, .number(limits), standard: setting.json(standard)
                )
            }
        }
    }
}
