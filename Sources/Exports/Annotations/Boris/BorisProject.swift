import Base
import Foundation

/// Reads a project of BORIS (.boris): one observation of it.
///
/// An event is a list `[time, subject, behavior, modifiers, comment, …]`; of a state the first event
/// starts it and the next of the same subject, behavior and modifiers stops it. Times have the
/// observation's offset added, as in the exported tables. Which behaviors are states is in
/// `behaviors_conf`.
///
/// Format: the JSON that `project_functions.py` of BORIS 7 to 9 writes (`project_format_version` 7.0).
struct BorisProject {
    private let file: InputFile
    private let project: JSONValue

    /// Whether it is a project: an object with observations and an ethogram.
    static func reads(_ value: JSONValue) -> Bool {
        value["observations"] != nil && value["behaviors_conf"] != nil
    }

    /// - Throws: ``Failure/Kind/badInput`` when there is no telling which observation is the session's, it
    ///   is malformed, or an event that counts has no counterpart.
    static func read(
        _ file: InputFile, _ project: JSONValue, of session: CodedSession
    ) throws(Failure) -> Coding {
        try BorisProject(file: file, project: project).coding(session)
    }

    private func coding(_ session: CodedSession) throws(Failure) -> Coding {
        guard case .object(let observations)? = project["observations"] else { throw malformed() }
        let all = observations.map { observation($0.name, $0.value) }
        guard let chosen = try BorisObservation.choose(all, for: session, in: file),
            let content = project["observations"]?[chosen.name]
        else {
            throw file.malformed(
                "the project has no observation", remedy: "give the project in which you coded")
        }
        guard case .array(let list)? = content["events"] else { throw malformed() }
        var events: [BorisEvent] = []
        let points = pointBehaviors
        for item in list { events.append(try event(item, points)) }
        events.sort { $0.time < $1.time }
        var clock = chosen.clock(session)
        clock.useAsTheyAre(events, offset: chosen.offset, end: session.end)
        for index in events.indices { events[index].move(by: clock.shift) }
        var builder = CodingBuilder(file, names: session.names, program: "BORIS")
        for note in clock.notes { builder.note(note) }
        return try BorisEvents.coding(events, file, builder, end: clock.end ?? session.end)
    }

    private func observation(_ name: String, _ content: JSONValue) -> BorisObservation {
        var observation = BorisObservation(name: name)
        let offset = content["time offset"]
        observation.offset =
            offset?.numberValue ?? offset?.stringValue.flatMap(CodedTime.seconds) ?? 0
        guard case .object(let players)? = content["file"] else { return observation }
        let lengths = content["media_info"]?["length"]
        for player in players.sorted(by: { $0.name < $1.name }) {
            guard case .array(let files) = player.value else { continue }
            let paths = files.compactMap(\.stringValue)
            observation.players.append(paths)
            observation.lengths.append(paths.map { lengths?[$0]?.numberValue })
        }
        return observation
    }

    /// Behaviors that have no duration.
    private var pointBehaviors: Set<String> {
        guard case .object(let behaviors)? = project["behaviors_conf"] else { return [] }
        return Set(
            behaviors.map(\.value).compactMap { behavior in
                let kind = behavior["type"]?.stringValue?.lowercased() ?? ""
                return kind.hasPrefix("point") ? behavior["code"]?.stringValue : nil
            })
    }

    private func event(_ item: JSONValue, _ points: Set<String>) throws(Failure) -> BorisEvent {
        guard case .array(let cells) = item, cells.count >= 4, let time = cells[0].numberValue,
            let subject = cells[1].stringValue, let behavior = cells[2].stringValue
        else { throw malformed() }
        let modifiers = (cells[3].stringValue ?? "").split { "|,".contains($0) }.map(String.init)
        return BorisEvent(
            subject: subject, behavior: behavior, modifiers: modifiers,
            mark: points.contains(behavior) ? .point : .turn, time: time)
    }

    private func malformed() -> Failure {
        file.malformed(
            "it is not a project as BORIS writes it",
            remedy: "save it again in BORIS, or export tabular events as TSV or CSV")
    }
}
