import Base
import HTTPTypes
import Hummingbird
import Loopback
import SessionModel

/// What the page of settings asks for: `GET /settings/all` and `/settings/preset`, `POST /settings/presets` and
/// `/settings/preview`.
struct SettingsRoutes: Sendable {
    let library: Library
    let jobs: JobList
    let work: any FolderWork
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    /// Bytes of settings that a page sends: those of 64 postures fit.
    static let longest = 256 << 10

    /// Every setting, what it may be, the presets, and the sessions on which settings can be tried.
    func all() -> Response {
        let sessions = StudyChoices(library: library).sessions
        return .json(
            .ok,
            [
                "settings": .array((work.measuring + ListedSetting.scoring).map(Self.value)),
                "presets": .array(Presets(library: library).names.map { .string($0) }),
                "sessions": .array(
                    sessions.map { ["id": .string($0.id), "name": .string($0.name.oneLine)] }),
            ])
    }

    private static func value(_ setting: ListedSetting) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("section", setting.section.map { .string($0) } ?? .null),
            .init("key", .string(setting.key)), .init("name", .string(setting.name)),
            .init("standard", setting.standard),
        ]
        switch setting.form {
        case .number(let limits), .rate(let limits):
            members += [
                .init("form", setting.section == nil ? "rate" : "number"),
                .init("low", .plain(limits.range.lowerBound)),
                .init("high", .plain(limits.range.upperBound)), .init("unit", .string(limits.unit)),
                .init("whole", .bool(limits.isWhole)), .init("zero", .bool(limits.takesZero)),
            ]
        case .choice(let names):
            members += [
                .init("form", "choice"), .init("choices", .array(names.map { .string($0) })),
            ]
        case .flag: members.append(.init("form", "flag"))
        case .text: members.append(.init("form", "text"))
        }
        return .object(members)
    }

    /// A preset as its file is.
    func preset(_ request: Request) -> Response {
        let presets = Presets(library: library)
        guard let name = request.uri.queryParameters.get("name"), presets.names.contains(name)
        else { return .notFound }
        do throws(Failure) {
            let bytes = try presets.content(name)
            _ = try presets.file(name)
            guard let value = JSONValue(parsing: bytes) else { return .notFound }
            return .json(.ok, value)
        } catch { return .refusal(error, of: "preset", words) }
    }

    /// `{"name": …, "settings": …, "replaces": …}`: keeps them as a preset.
    func keep(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: Self.longest) else { return .tooLong }
        guard let value = JSONValue(parsing: body),
            let object = try? StrictObject(
                value, known: ["name", "settings", "replaces"], required: ["name", "settings"]),
            let settings = object["settings"]
        else { return .malformed }
        guard let name = object["name"]?.asText, CodeText.isFolderName(name) else {
            return .refusal(
                .badRequest, of: "name",
                "Settings need a name of letters, digits, points, hyphens and underscores, such as lab."
            )
        }
        let replaces = object["replaces"] == .bool(true)
        let presets = Presets(library: library)
        guard replaces || !presets.names.contains(name) else {
            return .refusal(.conflict, of: "replaces", "There are settings \(name) already.")
        }
        do throws(Failure) {
            _ = try Self.file(settings)
            try presets.keep(settings, as: name, replaces: replaces)
            return .json(.created, ["name": .string(name)])
        } catch { return .refusal(error, of: Self.field(error), words) }
    }

    /// `{"settings": …}` of the session `id`: begins to look what they would change.
    func preview(_ request: Request) async throws -> Response {
        guard let entry = request.uri.queryParameters.get("id").flatMap(library.entry),
            case .session = entry.kind
        else { return .notFound }
        guard let body = try await request.body(atMost: Self.longest) else { return .tooLong }
        guard let value = JSONValue(parsing: body),
            let object = try? StrictObject(value, known: ["settings"], required: ["settings"]),
            let settings = object["settings"]
        else { return .malformed }
        let work = work
        do throws(Failure) {
            let file = try Self.file(settings)
            let id = try jobs.begin(.preview, entry.name, folder: entry.id) { report in
                try await work.preview(entry.path, with: file, telling: report)
            }
            return .json(.accepted, ["job": .string(id)])
        } catch { return .refusal(error, of: Self.field(error), words) }
    }

    private static func file(_ settings: JSONValue) throws(Failure) -> SettingsFile {
        try Presets.shared(
            SettingsFile.read(Array(settings.text(.compact).utf8), as: "on this page"),
            as: "on this page")
    }

    /// The setting that a failure names, as the page calls it.
    private static func field(_ failure: Failure) -> String {
        failure.what.firstMatch(of: /"([a-z_]+(\.[a-z_]+)?)"/).map { String($0.1) } ?? "form"
    }
}
