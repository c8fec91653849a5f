package import Exports
package import Base
import Mimicry
import SessionModel

/// Who is compared with whom, as sentences call them.
package struct Coders: Sendable, Equatable {
    package var one: String
    package var other: String

    package init(one: String, other: String) {
        self.one = one
        self.other = other
    }

    package static let attuneAndCoder = Coders(one: "Attune", other: "the coder")
}

/// A comparison with the files that it is of.
package struct ComparedPair: Sendable {
    package var comparison: Comparison
    /// `nil`: Attune.
    package var one: CodingFile?
    package var other: CodingFile

    /// What tables call Attune.
    static let attune = "attune"

    var names: (one: String, other: String) { (one?.name ?? Self.attune, other.name) }

    /// Attune with each coder, and where there are two, the first with the second.
    package static func all(
        _ session: SessionTables, _ files: [CodingFile], settings: Comparison.Settings
    ) -> [ComparedPair] {
        var pairs = files.map { file in
            ComparedPair(
                comparison: Comparison(
                    session, file.coding,
                    coders: files.count == 1
                        ? .attuneAndCoder : Coders(one: "Attune", other: file.name),
                    settings: settings), one: nil, other: file)
        }
        guard files.count == 2 else { return pairs }
        let people = Comparison(
            session, files[0].coding, files[1].coding,
            coders: Coders(one: files[0].name, other: files[1].name), settings: settings)
        for index in pairs.indices { pairs[index].comparison.set(ceiling: people) }
        pairs.append(ComparedPair(comparison: people, one: files[0], other: files[1]))
        return pairs
    }
}

/// Agreement between Attune and a human coder, or between two coders, of whom the first stands in
/// Attune's place.
///
/// Only postures that the coders looked for are compared; a posture counts as held on either side.
package struct Comparison: Sendable {
    package struct Settings: Sendable, Equatable {
        /// Onsets at most this far apart belong to the same event, seconds. Observational research
        /// allows coders two seconds for their reaction [Bakeman, Quera & Gnisci 2009].
        package var tolerance: Double
        /// The part of the recording that was coded, seconds; `nil`: from its beginning, to its end.
        package var start: Double?
        package var end: Double?
        /// The postures that the coder looked for in both people, found or not; `nil`: those that the
        /// file names.
        package var postures: [String]?

        package init(
            tolerance: Double = 2, start: Double? = nil, end: Double? = nil,
            postures: [String]? = nil
        ) {
            self.tolerance = tolerance
            self.start = start
            self.end = end
            self.postures = postures
        }
    }

    package let seats: [String]
    /// The part of the recording that was compared, seconds.
    package let span: TimeSpan
    package let tolerance: Double
    /// By posture, in the order of the session's definitions: first seat, second seat, both.
    package private(set) var rows: [Row]
    package let episodes: EpisodeAgreement
    package let ignored: [String]
    package let coders: Coders

    /// Two coders with each other, on what both looked for.
    package init(
        _ session: SessionTables, _ one: Coding, _ other: Coding, coders: Coders,
        settings: Settings = Settings()
    ) {
        var both = other
        both.targets.formIntersection(one.targets)
        self.init(session.coded(by: one), both, coders: coders, settings: settings)
    }

    /// Attune with a coder.
    package init(
        _ session: SessionTables, _ coding: Coding, coders: Coders = .attuneAndCoder,
        settings: Settings = Settings()
    ) {
        let span = TimeSpan(
            start: max(settings.start ?? 0, session.span.start),
            end: min(settings.end ?? .infinity, session.span.end))
        let targets = Self.targets(session, coding, settings.postures)
        let found = Dictionary(grouping: session.holds, by: \.target)
        let coded = Dictionary(grouping: coding.holds, by: \.target)
        let evidence = { (target: Target) in
            Row.Evidence(
                found: found[target] ?? [], coded: coded[target] ?? [],
                unknown: session.unknown[target] ?? [], tolerance: settings.tolerance, span: span)
        }
        var rows: [Row] = []
        var inBoth: [String] = []
        for posture in session.postures {
            let own = session.seats.compactMap { seat -> Row? in
                let target = Target(seat: seat, posture: posture)
                guard targets.contains(target) else { return nil }
                return Row(seat: seat, posture: posture, evidence(target), coders: coders)
            }
            rows += own
            if own.count == 2 {
                inBoth.append(posture)
                rows.append(own[0].with(own[1]))
            }
        }
        self.coders = coders
        seats = session.seats
        self.span = span
        tolerance = settings.tolerance
        self.rows = rows
        ignored = coding.ignored
        episodes = Self.episodes(session, coding, inBoth, settings.tolerance, span)
    }

    /// Puts beside each row what two people agree on of the same posture and person.
    mutating func set(ceiling: Comparison) {
        for index in rows.indices {
            let row = ceiling.rows.first {
                $0.seat == rows[index].seat && $0.posture == rows[index].posture
            }
            rows[index].ceiling = row.map {
                Ceiling(
                    kappa: $0.seconds.kappa, unitizingAlpha: $0.unitizing.value,
                    f1: $0.events.f1)
            }
        }
    }

    private static func targets(
        _ session: SessionTables, _ coding: Coding, _ postures: [String]?
    ) -> Set<Target> {
        guard let postures else { return coding.targets }
        return Set(
            session.seats.flatMap { seat in postures.map { Target(seat: seat, posture: $0) } })
    }

    private static func episodes(
        _ session: SessionTables, _ coding: Coding, _ postures: [String], _ tolerance: Double,
        _ span: TimeSpan
    ) -> EpisodeAgreement {
        let shared = postures.filter(session.episodeSettings.isAdopted)
        let counts = { (episode: CodedEpisode) in
            shared.contains(episode.posture) && span.contains(episode.followerOnset)
                && span.contains(episode.leaderOnset)
        }
        let coded = coding.episodes(
            seats: session.seats, settings: session.episodeSettings, over: span)
        return EpisodeAgreement(
            attune: session.episodes.filter(counts), coder: coded.filter(counts), postures: shared,
            tolerance: tolerance)
    }
}
