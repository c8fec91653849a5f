import Mimicry
import Posture
import SessionStore
import Timeline

/// What a study needs of one session.
public struct StudySession: Sendable {
    /// The code of its consent file, or the folder's name.
    public var id: String
    /// As it was given.
    public var folder: String
    /// Codes of the two people in alphabetical order; the session's own id where nothing is known of
    /// them. Sessions of the same two are one dyad.
    public var dyad: String
    /// Codes of the two people; empty where nothing is known of them.
    public var people: [String]
    /// SHA-256 of the consent file that the session was measured under; `nil` without one.
    public var consentDigest: String?
    public var attune: String
    public var seats: [String]
    public var sources: [SourceInfo]
    public var settings: Settings
    /// False when the measurement was stopped before the end.
    public var isWhole: Bool
    /// Seconds from the first measured instant to the last.
    public var duration: Double
    /// Per seat, 0…1.
    public var coverage: [Double]
    public var episodes: [Episode]
    public var synchrony: [SynchronyWindow]
    public var sharingSeconds: Double
    /// −1…1, positive: the first seat led more episodes; `nil` without episodes.
    public var leaderBalance: Double?
    public var chance: Chance?

    /// - Parameters:
    ///   - folder: the session folder, without a slash at its end.
    ///   - isWhole: false when the measurement was stopped before the end.
    public init(_ session: Session, folder: String, isWhole: Bool = true) {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        id = session.consent?.session ?? name
        self.folder = folder
        self.isWhole = isWhole
        people = session.consent?.participants.map(\.id) ?? []
        dyad = people.isEmpty ? id : people.sorted().joined(separator: " + ")
        consentDigest = session.consent?.digest
        attune = session.attune
        seats = session.seats
        sources = session.source
        settings = session.settings
        let summary = SessionSummary(session)
        duration = summary.duration
        coverage = session.quality.coverage
        episodes = session.episodesInOrder
        synchrony = session.synchrony
        sharingSeconds = summary.sharingSeconds
        leaderBalance = summary.leaderBalance
        chance = session.chance
    }

    /// Episodes a minute; `nil` in a session without length.
    public var rate: Double? { duration > 0 ? Double(episodes.count) * 60 / duration : nil }

    func episodes(of posture: String) -> Int { episodes.count { $0.posture == posture } }
}
