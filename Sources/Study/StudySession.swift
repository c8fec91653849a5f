package import Base
import Consents
import Exports
package import Mimicry
import Posture
package import SessionModel

/// One session of a study.
package struct StudySession: Sendable {
    /// The code of its consent file, or the folder's name.
    package var id: String
    /// As it was given.
    package var folder: String
    /// Codes of the two people in alphabetical order; the session's own id where they are unknown.
    /// Sessions of the same two are one dyad.
    package var dyad: String
    /// Codes of the two people; empty where they are unknown.
    package var people: [String]
    /// The same by seat; `nil` where one is unknown.
    package var codes: [String?]
    /// Code of the therapist, where the table of the study has it.
    package var therapist: String?
    /// SHA-256 of the consent file that the session was measured under; `nil` without one.
    package var consentDigest: String?
    package var attune: String
    package var seats: [String]
    package var sources: [SourceInfo]
    package var settings: Settings
    /// False when the measurement was stopped before the end.
    package var isWhole: Bool
    /// Seconds from the first measured instant to the last.
    package var duration: Double
    /// From the first measured instant to the last.
    package var span: TimeSpan
    /// Stretches in which both were known and compared, of the posture of which most is.
    package var knownSpans: [TimeSpan]
    /// Per seat, 0…1.
    package var coverage: [Double]
    package var episodes: [Episode]
    /// Whose review they are; `nil` of those that were measured.
    package var review: ReviewSummary?
    package var synchrony: [SynchronyWindow]
    package var sharingSeconds: Double
    /// −1…1, positive: the first seat led more episodes; `nil` without episodes.
    package var leaderBalance: Double?
    /// By how much that is more than holding times alone give: whoever holds postures for longer leads more
    /// by chance. `nil` where that was not found out.
    package var leaderExcess: Double? {
        // What holding times alone give is of what was measured.
        guard review == nil, let leaderBalance, let chance = chance?.details?.leaderBalance else {
            return nil
        }
        return leaderBalance - chance
    }
    package var chance: SurrogateTests?
    /// Share of the time known of both in which they face each other, 0…1, the same by chance, and how often chance
    /// reaches it; `nil` where that is not known.
    package var mutualFacing: Double?
    package var mutualFacingByChance: Double?
    package var mutualFacingPValue: Double?
    /// Median distance of the two, shoulder widths of the first seat; `nil` where it was not measured.
    package var distance: Double?
    /// By seat, breaths a minute and steps a minute; `nil` of whom they were not measured.
    package var breathRates: [Double?]
    package var cadences: [Double?]

    /// - Parameters:
    ///   - folder: the session folder, without a slash at its end.
    ///   - isWhole: false when the measurement was stopped before the end.
    package init(_ session: Session, folder: String, isWhole: Bool = true) {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        id = session.consent?.session ?? name
        self.folder = folder
        self.isWhole = isWhole
        people = session.consent?.participants.map(\.id) ?? []
        codes = session.seats.map { seat in
            session.consent?.participants.first { $0.seat == seat }?.id
        }
        dyad = people.isEmpty ? id : people.sorted().joined(separator: " + ")
        consentDigest = session.consent?.digest
        attune = session.attune
        seats = session.seats
        sources = session.source
        settings = session.settings
        let summary = SessionSummary(session)
        duration = summary.duration
        let times = session.features.flatMap { [$0.times.first, $0.times.last] }.compactMap { $0 }
        span = TimeSpan(start: times.min() ?? 0, end: times.max() ?? 0)
        knownSpans = Self.knownSpans(session, span)
        coverage = session.quality.coverage
        episodes = session.episodesInOrder.filter(\.counts)
        review = session.review
        synchrony = session.synchrony
        sharingSeconds = summary.sharingSeconds
        leaderBalance = summary.leaderBalance
        chance = session.chance
        let facing = FacingWords(session)
        mutualFacing = facing?.mutualShare
        mutualFacingByChance = facing?.shareByChance
        mutualFacingPValue = facing?.pValue
        distance = DistanceWords(session)?.median
        let breath = BreathWords(session)
        breathRates = Seat.allCases.map { breath?.rate(of: $0) }
        cadences = Seat.allCases.map { seat in
            session.gait.first { $0.figures.seat == seat }?.figures.cadence
        }
    }

    /// As `EpisodeSignificance` counts it: of the postures that both held, or where there is none of all.
    private static func knownSpans(_ session: Session, _ span: TimeSpan) -> [TimeSpan] {
        let looked = session.settings.postures.map(\.name)
        let held = session.postures.map { Set($0.held.map(\.posture)) }
        let shared = looked.filter { name in held.allSatisfy { $0.contains(name) } }
        let isOf = { (names: [String]) in
            names.filter { !session.settings.episodeRules.notAdopted.contains($0) }
        }
        return (isOf(shared).isEmpty ? isOf(looked) : isOf(shared)).map { name in
            KnownTime(
                span,
                without: session.postures.flatMap { $0.unknown[name] ?? [] } + session.untested)
        }.max { $0.length < $1.length }?.spans ?? []
    }

    /// Whether postures can be told from what was measured, and so episodes: not from motion energy and belts.
    package var hasPostures: Bool { settings.series?.hasPostures ?? true }

    /// How long both were known, seconds: of the whole session where that was not tested.
    package var known: Double { chance?.knownPostures ?? duration }

    /// Episodes a minute of the time in which both were known; `nil` without any.
    package var rate: Double? { known > 0 ? Double(episodes.count) * 60 / known : nil }

    func episodes(of posture: String) -> Int { episodes.count { $0.posture == posture } }
}
