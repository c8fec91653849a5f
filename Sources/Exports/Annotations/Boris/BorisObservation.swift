import Base
import Foundation

/// An observation of BORIS: which media it coded, and how its times become those of the session.
struct BorisObservation {
    var name: String
    /// Media files by player, in the order in which each player plays them.
    var players: [[String]] = []
    /// Seconds, in the same order; `nil` where the length is not known.
    var lengths: [[Double?]] = []
    /// What BORIS added to every time, seconds.
    var offset = 0.0

    /// The observation of the session: the one that was asked for, or the only one, or the one that coded
    /// the session's recording.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when there is no telling.
    static func choose(
        _ all: [BorisObservation], for session: CodedSession, in file: InputFile
    ) throws(Failure) -> BorisObservation? {
        let names = CodingBuilder.list(all.map(\.name))
        if let wanted = session.observation {
            guard let found = all.first(where: { $0.name == wanted }) else {
                throw file.malformed(
                    "it has no observation “\(wanted)”", remedy: "give one of \(names)")
            }
            return found
        }
        if all.count <= 1 { return all.first }
        let own = all.filter { session.match($0.players.flatMap { $0 }) != nil }
        guard own.count == 1 else {
            throw file.malformed(
                "it holds \(all.count) observations, "
                    + (own.isEmpty ? "none" : "\(own.count)") + " of the session's recording",
                remedy: "say which one with \(.observation): \(names)")
        }
        return own[0]
    }

    /// How its times become the session's.
    struct Clock {
        /// What is added to a time of the observation, seconds.
        var shift: Double
        /// The end of the media, seconds of the session; `nil` when it is not known.
        var end: Double?
        var notes: [String] = []
    }

    /// BORIS counts over all files of the first player, one after the other, and adds the observation's
    /// offset.
    func clock(_ session: CodedSession) -> Clock {
        var clock = Clock(shift: -offset)
        let places = players.enumerated().flatMap { player, files in
            files.indices.map { (player: player, file: $0) }
        }
        guard let match = session.match(places.map { players[$0.player][$0.file] }) else {
            clock.end = Self.total(lengths.first ?? [])
            if let remark = session.remarkOnOtherMedia(players.flatMap { $0 }, program: "BORIS") {
                clock.notes.append(remark)
            }
            return clock
        }
        let place = places[match.index]
        let own = place.player < lengths.count ? lengths[place.player] : []
        let before = Self.sum(Array(own.prefix(place.file)))
        let start = match.recording.start - (before ?? 0)
        clock.shift += start
        clock.end = Self.total(own).map { start + $0 }
        if before == nil, place.file > 0 {
            clock.notes.append(
                "BORIS played other files before \(match.recording.file), of a length that is not in "
                    + "the file; times are compared as they are")
        }
        if place.player > 0, !players[0].isEmpty {
            clock.notes.append(
                "the session's recording was BORIS's player \(place.player + 1); it is taken to have "
                    + "started together with player 1")
        }
        return clock
    }

    private static func total(_ lengths: [Double?]) -> Double? {
        lengths.isEmpty ? nil : sum(lengths)
    }

    private static func sum(_ lengths: [Double?]) -> Double? {
        lengths.reduce(0) { sum, length in
            guard let sum, let length, length.isFinite, length >= 0 else { return nil }
            return sum + length
        }
    }

    /// `player #1` of `player #1:a.mp4`, and where the files begin; `nil` of files without a player.
    private static func name(of player: Substring) -> (name: Substring, end: Substring.Index)? {
        guard let colon = player.firstIndex(of: ":") else { return nil }
        let name = player[..<colon].drop(while: \.isWhitespace)
        let number = name.dropFirst(word.count).prefix { $0.isASCII && $0.isNumber }
        guard name.prefix(word.count).lowercased() == word, !number.isEmpty,
            name[number.endIndex...].allSatisfy(\.isWhitespace)
        else { return nil }
        return (name[..<number.endIndex], player.index(after: colon))
    }

    private static let word = "player #"

    /// Cuts `player #1:a.mp4;b.mp4|player #2:c.mp4`, or lengths in the same form. A player that is named
    /// again goes on.
    static func byPlayer(_ text: String) -> [[String]] {
        var players: [[String]] = []
        var places: [Substring: Int] = [:]
        for player in text.split(separator: "|") {
            let name = Self.name(of: player)
            let files = (name.map { player[$0.end...] } ?? player)
                .split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
            if let place = name.flatMap({ places[$0.name] }) {
                players[place] += files
            } else {
                if let name { places[name.name] = players.count }
                players.append(files)
            }
        }
        return players
    }
}
