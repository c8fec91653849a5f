import Base
import SessionModel

/// What makes the sessions of a study hard to compare, or its figures hard to trust.
struct StudyWarnings {
    let sentences: [String]

    /// With four dyads, all signs are positive by chance in 1 of 16 studies.
    private static let fewestDyads = 5
    /// A seat with less was hardly measured.
    private static let leastCoverage = 0.5

    init(_ sessions: [StudySession], _ blocks: DyadBlocks) {
        sentences =
            [
                Self.reviews(sessions), Self.few(blocks), Self.versions(sessions),
                Self.methods(sessions),
            ].compactMap { $0 }
            + Self.settings(sessions) + Self.seats(sessions) + Self.leading(sessions)
            + Self.stopped(sessions) + Self.sessions(sessions)
    }

    /// Whose episodes are counted, and that comparisons with chance are not of these.
    private static func reviews(_ sessions: [StudySession]) -> String? {
        let reviews = sessions.compactMap(\.review)
        guard let first = reviews.first else { return nil }
        let (done, all) = (
            reviews.reduce(0) { $0 + $1.reviewed }, reviews.reduce(0) { $0 + $1.measured }
        )
        return
            "episodes are counted as \(first.coder) reviewed them (\(done) of \(all) measured episodes looked at); "
            + "comparisons with chance are of what was measured, and whether one seat leads more than holding times "
            + "give is not tested"
    }

    private static func stopped(_ sessions: [StudySession]) -> [String] {
        sessions.filter { !$0.isWhole }.map {
            "the measurement of \($0.id) was stopped before the end of the recording; resume it, or leave "
                + "this session out"
        }
    }

    private static func few(_ blocks: DyadBlocks) -> String? {
        let dyads = blocks.numbers.count
        if !blocks.canTell {
            return
                "\(blocks.described(dyads, blocks.blocks.count)) cannot tell anything, since the dyads of one are "
                + "not independent of each other: that takes six"
        }
        guard dyads < fewestDyads else { return nil }
        return
            "with \(dyads) \(dyads == 1 ? "dyad" : "dyads"), no p-value of the study can be "
            + "below 0.05: that takes five dyads, and an interval takes six"
    }

    private static func versions(_ sessions: [StudySession]) -> String? {
        let versions = Set(sessions.map(\.attune)).sorted()
        guard versions.count > 1 else { return nil }
        return "the sessions were analysed by different versions of attune "
            + "(\(versions.joined(separator: ", ")))"
    }

    private static func methods(_ sessions: [StudySession]) -> String? {
        let earlier = sessions.filter {
            $0.chance.map { $0.method < SurrogateTests.currentMethod } ?? false
        }
        guard !earlier.isEmpty else { return nil }
        return
            "\(list(earlier)) \(earlier.count == 1 ? "was" : "were") compared with chance by an earlier "
            + "method, which knows no mirroring and counts motion energy with the other channels; score "
            + "\(earlier.count == 1 ? "it" : "them") again"
    }

    /// One sentence for each setting in which sessions differ from the first.
    private static func settings(_ sessions: [StudySession]) -> [String] {
        guard let first = sessions.first else { return [] }
        let method = first.settings.method
        return method.enumerated().compactMap { index, part in
            let others = sessions.filter { $0.settings.method[index].text != part.text }
            guard !others.isEmpty else { return nil }
            return
                "settings.\(part.name) of \(list(others)) differs from that of \(first.id): their figures may "
                + "not be comparable"
        }
    }

    private static func seats(_ sessions: [StudySession]) -> [String] {
        guard let first = sessions.first else { return [] }
        let others = sessions.filter { Set($0.seats) != Set(first.seats) }
        guard !others.isEmpty else { return [] }
        return [
            "\(list(others)) \(others.count == 1 ? "has" : "have") other seats than "
                + "\(first.seats.joined(separator: " and ")) and "
                + "\(others.count == 1 ? "is" : "are") left out of leadership"
        ]
    }

    /// Sessions whose leading cannot be held against chance.
    private static func leading(_ sessions: [StudySession]) -> [String] {
        let others = sessions.filter { $0.leaderBalance != nil && $0.leaderExcess == nil }
        guard !others.isEmpty else { return [] }
        return [
            "who leads by chance was not found out in \(list(others)), left out of leadership: score "
                + "again"
        ]
    }

    private static func sessions(_ sessions: [StudySession]) -> [String] {
        var sentences: [String] = []
        let untested = sessions.filter { $0.chance?.combined == nil && $0.chance?.episodes == nil }
        if !untested.isEmpty {
            sentences.append(
                "\(list(untested)) could not be tested against chance (too short, or hardly measured) and "
                    + "count\(untested.count == 1 ? "s" : "") only in the tables and the rates")
        }
        for session in sessions {
            for (seat, coverage) in zip(session.seats, session.coverage)
            where coverage < leastCoverage {
                let percent = Int(bounded: (coverage * 100).rounded())
                sentences.append(
                    "in \(session.id) the \(seat) was measured \(percent) % of the time")
            }
        }
        return sentences
    }

    private static func list(_ sessions: [StudySession]) -> String {
        let names = sessions.prefix(5).map(\.id).joined(separator: ", ")
        return sessions.count > 5 ? "\(names) and \(sessions.count - 5) more" : names
    }
}
