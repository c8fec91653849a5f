import Base
import Exports
import Mimicry
import Posture
import SessionModel

/// What other settings would change of a session, side by side.
struct SettingsPreview {
    let now: Session
    let then: Session

    var json: JSONValue {
        [
            "version": .string(now.attune),
            "is_current": .bool(now.attune == then.attune),
            "seats": .array(now.seats.map { .string($0) }),
            "settings": .array(differences), "figures": .array(figures),
            "postures": .array(postures),
            "now": .array(ChanceSentences(now).sentences.map { .string($0) }),
            "then": .array(ChanceSentences(then).sentences.map { .string($0) }),
        ]
    }

    /// Settings that are not the same.
    private var differences: [JSONValue] {
        let (own, other) = (now.settings.json, then.settings.json)
        var differing = (ListedSetting.scoring + RunSettings.listed).compactMap {
            setting -> JSONValue? in
            let values = (setting.value(in: own), setting.value(in: other))
            guard values.0 != values.1 else { return nil }
            return [
                "name": .string(setting.name), "now": values.0 ?? .null, "then": values.1 ?? .null,
            ]
        }
        // As files hold them; what a definition is about is in none.
        if now.settings.postures.map(\.json) != then.settings.postures.map(\.json) {
            differing.append(["name": "postures", "now": .null, "then": .null])
        }
        return differing
    }

    private var figures: [JSONValue] {
        func row(_ name: String, _ value: (Session) -> Double?, decimals: Int) -> JSONValue {
            [
                "name": .string(name), "now": .rounded(value(now), decimals: decimals),
                "then": .rounded(value(then), decimals: decimals),
            ]
        }
        return [
            row("episodes", { Double($0.countedEpisodes.count) }, decimals: 0),
            row("episodes_by_chance", { $0.chance?.episodes?.surrogateMean }, decimals: 2),
            row("episodes_p", { $0.chance?.episodes?.pValue }, decimals: 4),
            row("mirroring", { $0.chance?.mirroring?.excess }, decimals: 4),
            row("mirroring_p", { $0.chance?.mirroring?.pValue }, decimals: 4),
            row("movement", { $0.chance?.combined?.excess }, decimals: 4),
            row("movement_p", { $0.chance?.combined?.pValue }, decimals: 4),
        ]
    }

    /// Those that anybody held, now or then.
    private var postures: [JSONValue] {
        var names: [String] = []
        for definition in now.settings.postures + then.settings.postures
        where !names.contains(definition.name) { names.append(definition.name) }
        return names.compactMap { name in
            let sides = [side(name, now), side(name, then)]
            guard sides.contains(where: { $0.held.contains { $0.count > 0 } }) else { return nil }
            return [
                "name": .string(name), "now": sides[0].json, "then": sides[1].json,
            ]
        }
    }

    private struct Side {
        /// Per seat.
        var held: [(count: Int, seconds: Double)]
        var episodes: Int

        var json: JSONValue {
            [
                "held": .array(
                    held.map {
                        ["count": .integer($0.count), "seconds": .rounded($0.seconds, decimals: 1)]
                    }),
                "episodes": .integer(episodes),
            ]
        }
    }

    private func side(_ posture: String, _ session: Session) -> Side {
        Side(
            held: session.postures.map { record in
                let own = record.held.filter { $0.posture == posture }
                return (own.count, own.reduce(0) { $0 + $1.offset - $1.onset })
            }, episodes: session.countedEpisodes.count { $0.posture == posture })
    }
}

extension RunSettings {
    /// Settings that say how a recording is measured, and are no recording's own, as somebody can choose them.
    static let listed: [ListedSetting] = [
        ListedSetting(
            Settings.Key.rate.rawValue, .rate(SettingLimits(range: 1...1000, unit: "Hz")),
            standard: .string(Rate.standard.description)),
        ListedSetting(
            Settings.Key.scene.rawValue, .choice(Scene.allCases.map(\.rawValue)),
            standard: .string(Scene.seated.rawValue)),
        ListedSetting(
            Settings.Key.precision.rawValue, .choice(Precision.allCases.map(\.rawValue)),
            standard: .string(Precision.fastest.rawValue)),
        ListedSetting(Settings.Key.keepUncertain.rawValue, .flag, standard: false),
    ]
}
