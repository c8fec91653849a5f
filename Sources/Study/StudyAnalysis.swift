import SessionModel
package import Mimicry
import Posture

/// Many sessions as one study. The unit of every test is the dyad: sessions of the same two people are
/// averaged first, since they are not independent of each other. Nor are dyads that share a person, such as a
/// therapist's with several clients: their signs are flipped together.
package struct StudyAnalysis: Sendable {
    /// A figure over dyads.
    package struct Finding: Sendable {
        /// Such as `head_tilt`, a posture's name, `episodes`, `combined`, `leadership`.
        package var name: String
        /// Of a channel.
        package var mapping: Congruence?
        /// The dyads' values, in the order of ``dyads``; not finite where a dyad has none.
        package var values: [Double]
        package var test: SubsetTest
        /// One-sided (more than chance), as in a session; two-sided for leadership.
        package var pValue: Double
        /// Benjamini–Hochberg over the findings of the same list; `nil` for a single finding.
        package var qValue: Double?
    }

    /// Episodes of one posture.
    package struct PostureRate: Sendable {
        package var posture: String
        package var episodes: Int
        /// Sessions with at least one.
        package var sessions: Int
        /// Mean over dyads, episodes an hour, with its interval.
        package var perHour: SubsetTest
        /// Episodes a minute beyond chance; `nil` where no session has any.
        package var finding: Finding?
    }

    package let sessions: [StudySession]
    /// In order of first appearance.
    package let dyads: [String]
    /// Which dyads are flipped together.
    package let blocks: DyadBlocks
    /// Names of the seats, those of the first session; a positive sign refers to the first.
    package let seats: [String]
    /// Mirroring in all channels with a side, against chance.
    package let mirroring: Finding?
    /// How far the two were lively at the same times (positive) or in turn; tested against neither.
    package let activity: Finding?
    /// All channels together but motion energy, against chance.
    package let combined: Finding?
    /// Number of episodes, against chance.
    package let episodes: Finding?
    /// Per channel and mapping, against chance.
    package let channels: [Finding]
    package let postures: [PostureRate]
    /// Leader balance less that which each session's holding times alone give, positive when the first of
    /// ``seats`` led more.
    package let leadership: Finding?
    /// Against people who never met, where that was asked for.
    package var recombination: Recombination?
    /// Under other settings, where that was asked for.
    package var multiverse: Multiverse?
    /// How many dyads it takes, where that was asked for.
    package var power: StudyPower?
    /// Sentences for the reader.
    package let warnings: [String]

    /// - Parameters:
    ///   - sessions: at least one.
    ///   - leftOut: why other sessions are not in the study, a sentence each; they are among the ``warnings``.
    package init(_ sessions: [StudySession], leftOut: [String] = []) {
        let units = DyadMeans(sessions)
        self.sessions = sessions
        dyads = units.dyads
        let seats = sessions.first?.seats ?? []
        self.seats = seats
        blocks = units.blocks
        mirroring = Self.finding("mirroring", units, units.means { $0.chance?.mirroring?.excess })
        let courses = units.means { $0.chance?.activity?.correlation }
        activity = units.test(courses).map {
            Finding(name: "activity", values: courses, test: $0, pValue: $0.twoSided)
        }
        combined = Self.finding("combined", units, units.means { $0.chance?.combined?.excess })
        episodes = Self.finding(
            "episodes", units,
            units.means { $0.hasPostures ? $0.chance?.episodesExcessPerMinute : nil })
        channels = Self.channels(units)
        postures = Self.postures(sessions, units)
        let balances = units.means { session in
            if session.seats == seats { return session.leaderExcess }
            return session.seats == seats.reversed() ? session.leaderExcess.map { -$0 } : nil
        }
        leadership = units.test(balances).map {
            Finding(name: "leadership", values: balances, test: $0, pValue: $0.twoSided)
        }
        warnings =
            leftOut.map { "left out: \($0)" } + StudyWarnings(sessions, units.blocks).sentences
    }

    /// Whether there can be episodes at all.
    package var hasPostures: Bool { sessions.contains(where: \.hasPostures) }

    /// Whether nothing but mirroring may be claimed of movement: the dyads, taken together, were lively at
    /// the same or at opposite times.
    package var withholdsMovement: Bool { (activity?.pValue ?? 1) <= SynchronySignificance.level }

    /// Whether that was at the same times, which makes episodes by itself.
    package var isLivelyTogether: Bool { withholdsMovement && (activity?.test.mean ?? 0) > 0 }

    private static func finding(
        _ name: String, _ units: DyadMeans, _ values: [Double], mapping: Congruence? = nil
    ) -> Finding? {
        units.test(values).map {
            Finding(name: name, mapping: mapping, values: values, test: $0, pValue: $0.greater)
        }
    }

    private static func channels(_ units: DyadMeans) -> [Finding] {
        var findings: [Finding] = []
        for channel in Channel.compared {
            for mapping in Congruence.allCases {
                let values = units.means { session in
                    session.chance?.channels.first {
                        $0.channel == channel && $0.mapping == mapping
                    }?.significance.excess
                }
                if let found = finding(channel.rawValue, units, values, mapping: mapping) {
                    findings.append(found)
                }
            }
        }
        let qValues = BenjaminiHochberg.qValues(findings.map(\.pValue))
        for index in findings.indices { findings[index].qValue = qValues[index] }
        return findings
    }

    private static func postures(
        _ sessions: [StudySession], _ units: DyadMeans
    ) -> [PostureRate] {
        let names = Set(sessions.flatMap { $0.episodes.map(\.posture) }).union(
            sessions.flatMap { $0.chance?.postures.map(\.posture) ?? [] })
        var rates = names.sorted().compactMap { name -> PostureRate? in
            let perHour = units.means { session in
                session.known > 0
                    ? Double(session.episodes(of: name)) * 3600 / session.known : nil
            }
            guard let test = units.test(perHour) else { return nil }
            let effects = units.means { session in
                session.chance.flatMap { chance in
                    chance.postures.first { $0.posture == name }
                        .flatMap(chance.excessPerMinute)
                }
            }
            return PostureRate(
                posture: name, episodes: sessions.reduce(0) { $0 + $1.episodes(of: name) },
                sessions: sessions.count { $0.episodes(of: name) > 0 }, perHour: test,
                finding: finding(name, units, effects))
        }
        let tested = rates.indices.filter { rates[$0].finding != nil }
        let qValues = BenjaminiHochberg.qValues(
            tested.compactMap { rates[$0].finding?.pValue })
        for (index, qValue) in zip(tested, qValues) { rates[index].finding?.qValue = qValue }
        return rates
    }
}

/// Means over the sessions of each dyad.
struct DyadMeans {
    let dyads: [String]
    let blocks: DyadBlocks
    private let sessions: [[StudySession]]
    /// Per dyad the numbers of its sessions.
    private let numbers: [[Int]]

    init(_ sessions: [StudySession]) {
        var dyads: [String] = []
        for session in sessions where !dyads.contains(session.dyad) { dyads.append(session.dyad) }
        self.dyads = dyads
        blocks = DyadBlocks(sessions, dyads: dyads)
        numbers = dyads.map { dyad in sessions.indices.filter { sessions[$0].dyad == dyad } }
        self.sessions = dyads.map { dyad in sessions.filter { $0.dyad == dyad } }
    }

    /// Per dyad the mean over its sessions; NaN where no session has a value.
    func means(_ value: (StudySession) -> Double?) -> [Double] {
        sessions.map { sessions in
            let values = sessions.compactMap(value).filter(\.isFinite)
            return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
        }
    }

    /// The same of values that are known by the sessions' numbers.
    func means(of values: [Double]) -> [Double] {
        numbers.map { own in
            let known = own.map { values[$0] }.filter(\.isFinite)
            return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
        }
    }

    /// The test of values of the dyads.
    func test(_ values: [Double]) -> SubsetTest? {
        SubsetTest(values, blocks: blocks.isGrouped ? blocks.numbers : nil)
    }
}
