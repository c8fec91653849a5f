package import Base
package import Exports
package import Mimicry
import Posture
import SessionModel

/// What Attune found in a session, read from its folder: `session.json`, `postures.csv`,
/// `episodes.csv`.
package struct SessionTables: Sendable {
    /// Names of the first and the second seat.
    package let seats: [String]
    /// Every posture that was looked for.
    package let postures: [String]
    /// The recording, seconds.
    package let span: TimeSpan
    package let episodeSettings: EpisodeSettings
    package private(set) var holds: [Hold]
    /// When it could not be told whether a posture was held, for a second or more.
    private(set) var unknown: [Target: [TimeSpan]]
    package private(set) var episodes: [CodedEpisode]
    /// The recordings, and when each begins.
    package let recordings: [CodedSession.Recording]

    /// Seconds: a million are eleven days.
    private static let longest = 1e6

    /// - Throws: ``Failure/Kind/noInput`` when one of the files is missing, ``Failure/Kind/badInput`` when one
    ///   is malformed.
    package init(folder: String) throws(Failure) {
        let summary = try InputFile("\(folder)/\(SessionJSON.fileName)")
        guard let json = JSONValue(parsing: summary.bytes),
            case .array(let names)? = json["seats"], names.count == 2,
            let duration = Self.duration(json["source"]), (0...Self.longest).contains(duration)
        else { throw Self.damaged(summary) }
        seats = names.compactMap(\.stringValue)
        guard seats.count == 2 else { throw Self.damaged(summary) }
        guard json["settings"]?["series"]?["format"]?.asText != SeriesSettings.motionEnergy else {
            throw Failure.badInput(
                "\(folder) is of motion energy alone, in which nobody's posture can be seen",
                remedy: "compare a session of a recording, or of keypoints, with the coding")
        }
        episodeSettings = Self.episodeSettings(json["settings"])

        (holds, unknown) = try Self.holds(
            try InputFile("\(folder)/\(PosturesCSV.fileName)"), seats: seats)
        episodes = try Self.episodes(
            try InputFile("\(folder)/\(EpisodesCSV.fileName)"), seats: seats)
        let defined: [String]
        if case .array(let list)? = json["settings"]?["postures"] {
            defined = list.compactMap { $0["name"]?.stringValue }
        } else {
            defined = []
        }
        let others = Set(holds.map(\.target.posture)).subtracting(defined)
        postures = defined + others.sorted()
        span = TimeSpan(start: 0, end: duration)
        recordings = Self.recordings(json)
    }

    /// The session as a coder has it: the holds, and the episodes that they make.
    func coded(by coding: Coding) -> SessionTables {
        var session = self
        session.holds = coding.holds
        session.unknown = [:]
        session.episodes = coding.episodes(seats: seats, settings: episodeSettings, over: span)
        return session
    }

    /// A source may say when it begins; otherwise a second video began at the offset of the settings.
    private static func recordings(_ json: JSONValue) -> [CodedSession.Recording] {
        let offset = json["settings"]?["offset"]?.numberValue ?? 0
        let sources: [JSONValue]
        if case .array(let list)? = json["source"] {
            sources = list
        } else {
            sources = json["source"].map { [$0] } ?? []
        }
        return sources.enumerated().compactMap { index, source in
            source["file"]?.stringValue.map {
                CodedSession.Recording(
                    file: $0,
                    start: source["start"]?.numberValue ?? (index == 0 ? 0 : offset))
            }
        }
    }

    private static func damaged(_ file: InputFile) -> Failure {
        file.malformed(
            "it is not the summary of a session", remedy: "give a folder that \(.analyze) wrote")
    }

    /// Seconds of the one recording, or of the first of two; of chapters, to the end of the last.
    private static func duration(_ source: JSONValue?) -> Double? {
        if case .array(let list)? = source {
            let ends = list.compactMap { chapter -> Double? in
                guard let start = chapter["start"]?.numberValue else { return nil }
                return chapter["duration"]?.numberValue.map { start + $0 }
            }
            return ends.max() ?? list.first?["duration"]?.numberValue
        }
        return source?["duration"]?.numberValue
    }

    /// - Parameter settings: of `session.json`.
    private static func episodeSettings(_ settings: JSONValue?) -> EpisodeSettings {
        let standard = EpisodeSettings()
        let json = settings?["episodes"]
        var result = EpisodeSettings(
            maxLag: json?["max_lag"]?.numberValue ?? standard.maxLag,
            grace: json?["grace"]?.numberValue ?? standard.grace,
            simultaneous: json?["simultaneous"]?.numberValue ?? standard.simultaneous,
            undecided: json == nil
                ? standard.undecided : json?["undecided"]?.numberValue ?? 0,
            unknownMargin: json?["unknown_margin"]?.numberValue ?? standard.unknownMargin)
        guard case .array(let postures)? = settings?["postures"] else { return result }
        for posture in postures {
            guard let name = posture["name"]?.asText else { continue }
            result.ownMaxLags[name] = posture["max_lag"]?.numberValue
            if posture["adopted"] == .bool(false) { result.notAdopted.insert(name) }
        }
        return result
    }

    /// What was held, and when that could not be told.
    private static func holds(
        _ file: InputFile, seats: [String]
    ) throws(Failure) -> ([Hold], [Target: [TimeSpan]]) {
        let columns = Set(PosturesCSV.columns)
        let table = try file.table(with: [columns, columns.subtracting(["state"])])
        var holds: [Hold] = []
        var unknown: [Target: [TimeSpan]] = [:]
        while let row = try table.next() {
            let held: PostureRow
            do { held = try PostureRow(row, seats: seats) } catch { throw damaged(row) }
            guard held.onset <= held.offset else { throw damaged(row) }
            let target = Target(seat: seats[held.seat.rawValue], posture: held.posture)
            guard held.state == .held else {
                unknown[target, default: []].append(
                    TimeSpan(start: held.onset, end: held.offset))
                continue
            }
            holds.append(
                Hold(target: target, side: held.side, onset: held.onset, offset: held.offset))
        }
        let counts = Dictionary(grouping: holds, by: \.target).values.map(\.count)
        guard (counts.max() ?? 0) <= Coding.maxHoldsPerTarget else {
            throw file.malformed(
                "more than \(Coding.maxHoldsPerTarget) holds of one posture",
                remedy: "give the folder of one session")
        }
        return (holds, unknown)
    }

    private static func episodes(
        _ file: InputFile, seats: [String]
    ) throws(Failure) -> [CodedEpisode] {
        let columns = Set(EpisodesCSV.columns)
        let later: Set = [
            "leader_offset", "follower_offset", "ended_by", "exit_lag", "repeat", "q_value",
            "event",
            "follower_listens",
        ]
        let table = try file.table(with: [columns, columns.subtracting(later)])
        var episodes: [CodedEpisode] = []
        while let row = try table.next() {
            let episode: Episode
            do { episode = try Episode(row, seats: seats) } catch { throw damaged(row) }
            guard episode.leader != episode.follower else { throw damaged(row) }
            if !episode.counts { continue }
            episodes.append(
                CodedEpisode(
                    posture: episode.posture, leader: seats[episode.leader.rawValue],
                    follower: seats[episode.follower.rawValue], leaderOnset: episode.leaderOnset,
                    followerOnset: episode.followerOnset))
        }
        guard episodes.count <= Coding.maxHoldsPerTarget else {
            throw file.malformed(
                "more than \(Coding.maxHoldsPerTarget) episodes",
                remedy: "give the folder of one session"
            )
        }
        return episodes
    }

    private static func damaged(_ row: TableReader.Row) -> Failure {
        row.malformed(
            "it is not a row that Attune writes",
            remedy: "restore the file, or analyse the session again")
    }
}
