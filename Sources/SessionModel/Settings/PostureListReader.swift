import Base
import Posture

/// The postures of a settings file: a whole set, in the form of `postures.json`.
struct PostureListReader {
    /// In which they stand.
    let section: SettingsSection

    /// - Throws: ``Failure/Kind/badInput`` when it is no set of definitions, or one that contradicts itself.
    func postures(_ value: JSONValue) throws(Failure) -> [PostureDefinition] {
        guard case .array(let list) = value, list.count <= SettingLimits.mostPostures else {
            throw section.failure(
                "\"postures\" is not a list of at most \(SettingLimits.mostPostures) definitions",
                "write them as docs/formats.md shows; [] looks for none")
        }
        let definitions: [PostureDefinition]
        let file: JSONValue = ["schema": 1, "postures": .array(list)]
        do { definitions = try PostureDefinition.load(file.text(.compact).utf8) } catch {
            // It may quote the file at any length.
            throw section.failure(
                "\"postures\": \(error.description.prefix(400))",
                "correct it as docs/formats.md shows")
        }
        for definition in definitions { try check(definition) }
        return definitions
    }

    private func check(_ definition: PostureDefinition) throws(Failure) {
        let name = definition.name
        let isName =
            name.count <= SettingLimits.longestName && name.first?.isLetter == true
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        guard isName else {
            throw section.failure(
                "\"postures\": \"\(name.prefix(40))\" is not a name for tables",
                "use a letter and then up to \(SettingLimits.longestName - 1) letters, digits and "
                    + "underscores")
        }
        let times = [
            ("min_hold", definition.minimumHold, SettingLimits.minHold),
            ("bridge", definition.bridge, SettingLimits.bridge),
            ("bridge_hidden", definition.hiddenBridge, SettingLimits.bridge),
        ]
        for (key, time, range) in times where !range.contains(time) {
            throw section.failure(
                "\"postures\": \"\(key)\" of \"\(name)\" is out of range",
                "give \(SettingsSection.range(range, "seconds"))")
        }
        let lists = [definition.conditions, definition.confirmation]
        guard lists.allSatisfy({ $0.count <= SettingLimits.mostConditions }),
            definition.unless.count <= SettingLimits.mostPostures,
            definition.unlessOnSameSide.count <= SettingLimits.mostPostures
        else {
            throw section.failure(
                "\"postures\": \"\(name)\" has too many conditions",
                "give at most \(SettingLimits.mostConditions), and name others once")
        }
        for condition in lists.joined() {
            for threshold in [condition.enter, condition.leave]
            where !SettingLimits.threshold.contains(threshold) {
                throw section.failure(
                    "\"postures\": a threshold of \"\(name)\" is out of range",
                    "give \(SettingsSection.range(SettingLimits.threshold)) in the signal's unit")
            }
        }
    }
}
