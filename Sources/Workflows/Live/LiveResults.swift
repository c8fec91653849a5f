import Archive
import Base
import Exports
import SessionModel

/// The results of a live session, made from its record alone, as those of a recording are.
enum LiveResults {
    /// Derives the session, keeps it in the record, and reads it back from there.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when nobody was ever seen, or the record is not of a live session.
    static func make(_ record: SessionRecord) async throws(Failure) -> Session {
        let header = try record.header()
        guard let live = header.live else {
            throw Failure.badInput(
                "\(record.path) is not of a live session",
                remedy: "go on with its measurement: run \(.analyze) again with \(.resume)")
        }
        var session = try await Analysis(
            record: record, video: header.sources.first?.file ?? "", names: live.seats,
            consent: try record.requireConsent(),
            settings: header.settings(live.scoring ?? ScoringSettings())
        ).session()
        session.origin = SessionOrigin(made: try ResultClock.now())
        try record.save(session, summary: SessionJSON.text(session))
        return try record.session()
    }

    /// Closes the record of a live session that was cut off because the program was killed or the power
    /// failed. Nobody may be writing to it.
    static func rescue(_ record: SessionRecord) throws(Failure) {
        guard try record.state() == .unfinished else { return }
        let (first, last) = (try record.firstTime() ?? 0, try record.lastTime() ?? 0)
        try RecordWriter(record).finish(
            .stopped,
            MeasurementOutcome(
                sources: [.init(duration: last - first, frames: try record.frameCount())],
                warnings: [
                    "the session was cut off after \(DecimalText.text(last, decimals: 1)) s: "
                        + "the program was killed or the computer went down"
                ]))
    }
}
