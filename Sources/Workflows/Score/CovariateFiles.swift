package import Base
import Exports
import Mimicry
import SessionModel

/// What somebody says happened in a session: stretches to leave out, and files of events and of turns.
package struct CovariateFiles: Sendable {
    /// Seconds.
    package var excluded: [TimeSpan]
    /// Paths; `nil` when none was given.
    package var events: String?
    package var turns: String?
    /// Names in those files, with the seats (or `events`) that they stand for.
    package var map: [(name: String, stands: String)]

    package init(
        excluded: [TimeSpan] = [], events: String? = nil, turns: String? = nil,
        map: [(name: String, stands: String)] = []
    ) {
        self.excluded = excluded
        self.events = events
        self.turns = turns
        self.map = map
    }

    /// Whether nothing was given.
    package var isEmpty: Bool { excluded.isEmpty && events == nil && turns == nil }

    /// The parameters with what was given; what was not stays as they have it.
    ///
    /// - Parameters:
    ///   - seats: names of the first and the second seat.
    ///   - recordings: files of the session and when each begins.
    /// - Throws: ``Failure/Kind/noInput`` or ``Failure/Kind/badInput`` when a file cannot be used.
    func added(
        to scoring: ScoringSettings, seats: [String],
        recordings: [(file: String, start: Double)] = []
    ) throws(Failure) -> ScoringSettings {
        guard !isEmpty else { return scoring }
        let recordings = recordings.map {
            CodedSession.Recording(file: $0.file, start: $0.start)
        }
        var covariates = scoring.covariates ?? Covariates()
        if !excluded.isEmpty { covariates.excluded = TimeSpan.union(excluded) }
        if let events {
            let marked = try MarkedTimes(events, recordings: recordings)
            covariates.events = SharedEvents(
                file: marked.file, times: try marked.events(map: map),
                window: covariates.events?.window ?? SharedEvents.standardWindow)
        }
        if let turns {
            let marked = try MarkedTimes(turns, recordings: recordings)
            covariates.turns = ToldTurns(
                file: marked.file, turns: SpeakingTurns(try marked.turns(of: seats, map: map)))
        }
        var scoring = scoring
        scoring.covariates = covariates
        return scoring
    }
}

extension Covariates {
    /// What does not fit the recording, sentences without a full stop.
    func doubts(_ recording: TimeSpan, seats: [String]) -> [String] {
        var sentences: [String] = []
        if !excluded.isEmpty, TimeSpan.intersection(excluded, [recording]).isEmpty {
            sentences.append("what is to be left out lies outside of the recording")
        }
        if let events, !events.times.isEmpty,
            TimeSpan.intersection(events.spans, [recording]).isEmpty
        {
            sentences.append("no event lies within the recording, so that none was considered")
        }
        if let turns = turns?.turns {
            for (name, seconds) in zip(seats, turns.seconds(in: recording).seats)
            where seconds == 0 {
                sentences.append(
                    "by the turns that were given the \(name) never speaks within the recording")
            }
        }
        return sentences
    }
}
