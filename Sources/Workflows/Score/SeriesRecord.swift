import Archive
import Base
import Exports
import SessionModel

/// The record of series that other tools measured: everything that a record has but landmarks.
enum SeriesRecord {
    /// Makes the record of a session and keeps the session in it.
    ///
    /// - Returns: the record, open.
    /// - Throws: ``Failure/Kind/cannotCreate``; then there may be half a record.
    static func make(_ path: String, of session: Session) throws(Failure) -> SessionRecord {
        let header = RecordHeader(
            sources: session.source.map { .init(file: $0.file, sha256: $0.sha256) },
            request: .init(rate: session.settings.rate, layout: "", precision: ""),
            series: session.settings.series?.format)
        let record = try SessionRecord.create(path, header: header, consent: session.consent)
        try record.save(session, summary: SessionJSON.text(session))
        try RecordWriter(record).finish(
            .complete,
            MeasurementOutcome(
                sources: session.source.map { .init(duration: $0.duration, frames: $0.frames) }))
        return record
    }
}
