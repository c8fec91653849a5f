import Consents
import Foundation
import GRDB
import Posture
import SessionModel
import Testing

@testable import Archive
@testable import Base

/// The record of series that were scored: results without landmarks, and channels to their last digit.
@Suite struct SeriesRecordTests {
    private typealias Fixture = RecordFixture

    private let header = RecordHeader(
        sources: [.init(file: "S01.txt", sha256: String(repeating: "ab", count: 32))],
        request: .init(rate: "25", layout: "", precision: ""), series: "mea")

    /// Motion energy with more digits than a table has, of which one sample was left out.
    private func session(consent: ConsentSummary? = Fixture.session().consent) -> Session {
        var session = Fixture.session()
        session.consent = consent
        session.settings.series = SeriesSettings(format: "mea")
        session.settings.swapAt = []
        for seat in session.features.indices {
            var energy = session.features[seat].times.indices.map { 1 / (3 + Double($0)) }
            energy[2] = .nan
            session.features[seat][.motionEnergy] = energy
            session.features[seat].presence[0] = 1 / 3
        }
        session.asGiven = session.features
        session.asGiven?[1][.motionEnergy][2] = 123_456.789
        return session
    }

    private func make(_ path: String, _ session: Session) throws -> SessionRecord {
        let record = try SessionRecord.create(path, header: header, consent: session.consent)
        try record.save(session, summary: "{}")
        try RecordWriter(record).finish(
            .complete, MeasurementOutcome(sources: [.init(duration: 0.7, frames: 20)]))
        return record
    }

    private func bits(_ tracks: [FeatureTrack]?) -> [[UInt64]] {
        (tracks ?? []).flatMap { [$0.times, $0.presence] + $0.values }
            .map { $0.map { $0.isNaN ? 0 : $0.bitPattern } }
    }

    @Test func seriesComeBackToTheLastBit() throws {
        try Fixture.inPlace { path in
            let session = session()
            try make(path, session).close()
            let record = try SessionRecord.open(path)
            let back = try record.session(for: nil)
            #expect(bits(back.features) == bits(session.features))
            #expect(bits(back.asGiven) == bits(session.asGiven))
            #expect(try record.header() == header && record.header().isOfSeries)
            #expect(SessionRecord.isOfSeries(path))
            // Others read them rounded, and the last digits as numbers.
            let (rounded, columns) = try record.reading { database in
                (
                    try Double.fetchOne(
                        database, sql: "SELECT motion_energy FROM features WHERE time = 0"),
                    try String.fetchAll(
                        database,
                        sql: "SELECT seat || channel FROM series ORDER BY seat, channel")
                )
            }
            #expect(rounded == 0.33333)
            // What rows keep as it is, is kept once.
            let exact = ["0motion_energy", "0presence", "1motion_energy", "1presence"]
            #expect(Set(columns).isSuperset(of: exact) && !columns.contains("0head_tilt"))
        }
    }

    @Test func aMeasuredSessionHasNone() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            var session = session()
            session.settings.series = nil
            try record.save(session, summary: "{}")
            #expect(
                try record.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM series") } == 0
            )
            #expect(try record.session(for: nil).asGiven == nil)
            #expect(try record.session(for: nil).features[0][.motionEnergy][0] == 0.33333)
            #expect(!SessionRecord.isOfSeries(path))
        }
    }

    @Test(arguments: [
        "UPDATE series SET numbers = x'00'", "UPDATE series SET channel = 'head_tilt_2'",
        "UPDATE series SET numbers = cast(replace(hex(numbers), 'x', '') AS BLOB)",
    ]) func aColumnThatIsNoneIsDamage(change: String) throws {
        try Fixture.inPlace { path in
            let record = try make(path, session())
            // Sealed as it is.
            try record.writing {
                try $0.execute(sql: change + " WHERE channel = 'motion_energy'")
            }
            let failure = #expect(throws: Failure.self) { try record.session(for: nil) }
            #expect(failure?.exitCode == 65 && failure?.what.contains("of series") == true)
        }
    }

    // MARK: The twelfth step

    @Test(arguments: [SessionRecord.Use.reading, .writing])
    func aRecordOfElevenStepsIsBroughtUpToDate(use: SessionRecord.Use) throws {
        #expect(RecordSchema.steps.count >= 12 && RecordSchema.steps[11] == "series")
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            var session = Fixture.session()
            // The thirteenth step, which it has not taken either.
            for seat in session.features.indices {
                for channel in [Channel.gazeTurn, .gazeNod] {
                    session.features[seat][channel] = session.features[seat].times.map { _ in .nan }
                }
            }
            try record.save(session, summary: "{}")
            let before = "\(try record.session(for: nil))"
            try record.close()
            let eleven = try DatabaseQueue()
            try RecordSchema.migrator.migrate(eleven, upTo: RecordSchema.steps[10])
            let view = try #require(
                try eleven.read {
                    try String.fetchOne(
                        $0, sql: "SELECT sql FROM sqlite_master WHERE name = 'features'")
                })
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(
                    sql: """
                        DROP VIEW features;
                        ALTER TABLE feature_rows DROP COLUMN gaze_turn;
                        ALTER TABLE feature_rows DROP COLUMN gaze_nod;
                        \(view);
                        DROP TABLE series; DROP TABLE review_items; DROP TABLE reviews;
                        DELETE FROM grdb_migrations WHERE identifier IN ('series', 'gaze', 'review');
                        PRAGMA user_version = 11;
                        """)
                try RecordSeals(database: database).renewAll()
            }
            try queue.close()
            let old = try SessionRecord.open(path, for: use)
            #expect("\(try old.session(for: nil))" == before)
            try old.close()
            let again = try DatabaseQueue(path: path)
            let version = try again.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            #expect(version == (use == .writing ? RecordSchema.version : 11))
        }
    }

    // MARK: Consent

    /// Series may be scored without a consent file, and a run that is killed leaves them so; a consent that was
    /// there and is gone is damage.
    @Test func withoutAConsentIsNotAConsentThatWasLost() throws {
        try Fixture.inPlace { path in
            let folder = path.parentFolder
            try SessionRecord.create(path, header: header).close()
            #expect(try FolderConsent.read(folder).fault == nil)
            try FolderConsent.read(folder).require()
            SessionRecord.remove(path)
            try make(path, session(consent: nil)).close()
            try FolderConsent.read(folder).require()
            #expect(try SessionRecord.open(path).session().consent == nil)

            SessionRecord.remove(path)
            try SessionRecord.create(path, header: header, consent: session().consent).close()
            let other = try DatabaseQueue(path: path)
            try other.write { try $0.execute(sql: "DELETE FROM documents") }
            try other.close()
            let failure = #expect(throws: Failure.self) { try FolderConsent.read(folder).require() }
            #expect(failure?.exitCode == 65 || failure?.exitCode == 77)
        }
    }

    // MARK: Damage

    /// A record whose table was changed by another program, and what can be saved of it.
    private func recovered(
        _ change: String, _ path: String
    ) throws -> (outcome: RecordRecovery.Outcome, session: Session) {
        try make(path, session()).close()
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: change) }
        try other.close()
        #expect(throws: Failure.self) {
            let record = try SessionRecord.open(path)
            try record.checkAll()
        }
        let new = path + ".new"
        let outcome = try RecordRecovery(path).write(to: new)
        return (outcome, try SessionRecord.open(new).session(for: nil))
    }

    @Test func resultsOutliveTheLastDigits() throws {
        try Fixture.inPlace { path in
            let (outcome, back) = try recovered("UPDATE series SET given = NULL", path)
            #expect(outcome.isOfSeries && outcome.hasResults && outcome.lacksDigits)
            #expect(!outcome.lacksConsent && outcome.lost.isEmpty && !outcome.canGoOn)
            #expect(back.episodes == session().episodes && back.consent == session().consent)
            #expect(back.features[0][.motionEnergy][0] == 0.33333 && back.asGiven == nil)
        }
    }

    @Test func withoutResultsThereIsNothingToSave() throws {
        try Fixture.inPlace { path in
            let failure = #expect(throws: Failure.self) {
                _ = try recovered("UPDATE episodes SET lag = 1", path)
            }
            #expect(failure?.exitCode == 65)
            #expect(failure?.what.contains("nothing can be recovered") == true)
            #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        }
    }
}
