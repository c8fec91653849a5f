import Foundation
import GRDB
import Posture
import SessionModel
import Testing

@testable import Archive
@testable import Base

/// A damaged record gives what was written, or nothing, or what is sound of it with the rest named;
/// never something else.
@Suite struct RecordDamageTests {
    private typealias Fixture = RecordFixture

    /// Frames per batch.
    private static let batch = 6
    private static let count = 120

    /// A record with frames, notes and results, and what it says.
    private struct Sample {
        var bytes: Data
        var frames: [DyadFrame]
        var session: String
    }

    private func sample(_ path: String) throws -> Sample {
        let record = try SessionRecord.create(path, header: Fixture.header)
        let writer = try RecordWriter(record)
        for number in 0..<Self.count {
            try writer.append(Fixture.frame(number))
            if number == 50 { try writer.append(.swap) }
            if number % Self.batch == Self.batch - 1 {
                try writer.append(checkpoint: Data(count: 300), time: 0)
                try writer.commit()
            }
        }
        try writer.finish(
            .complete, MeasurementOutcome(sources: [.init(duration: 4.8, frames: Self.count)]))
        try record.save(Fixture.session(), summary: "{}")
        let session = "\(try record.session())"
        let frames = try Fixture.frames(record)
        try record.close()
        return Sample(
            bytes: try Data(contentsOf: URL(fileURLWithPath: path)), frames: frames,
            session: session)
    }

    /// What a reader gets; `nil` when it is refused.
    private func read(_ path: String) -> (frames: [DyadFrame]?, session: String?) {
        guard let record = try? SessionRecord.open(path) else { return (nil, nil) }
        return (try? Fixture.frames(record), try? "\(record.session())")
    }

    /// A flipped bit in the version does not make it a record of a time without seals, which would be
    /// sealed anew as it is.
    @Test func aVersionThatIsNotThatOfTheTablesIsDamage() throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            let place = URL(fileURLWithPath: path)
            // SQLite keeps `user_version` in the bytes 60 to 63, the least significant last.
            for (byte, bit) in (60..<64).flatMap({ byte in (0..<8).map { (byte, $0) } }) {
                var bytes = sample.bytes
                bytes[byte] ^= 1 << bit
                try bytes.write(to: place)
                for use in [SessionRecord.Use.reading, .writing] {
                    let failure = #expect(throws: Failure.self, "\(byte).\(bit)") {
                        try SessionRecord.open(path, for: use)
                    }
                    #expect(failure?.exitCode == 65)
                    #expect(failure?.remedy.description.contains("<recover(") == true)
                }
                #expect(try Data(contentsOf: place) == bytes)
            }
            let new = path + ".new"
            #expect(try RecordRecovery(path).write(to: new).hasResults)
            #expect(read(new).session == sample.session)
        }
    }

    /// A value that is missing where there must be one is damage, and no end of the program.
    @Test(arguments: ["sources SET duration", "sources SET frames", "seats SET coverage"])
    func aValueThatIsMissingIsDamage(change: String) throws {
        try Fixture.inPlace { path in
            _ = try sample(path)
            let record = try SessionRecord.open(path, for: .writing)
            try record.writing { try $0.execute(sql: "UPDATE \(change) = NULL") }
            let failure = #expect(throws: Failure.self) { try record.session() }
            #expect(failure?.exitCode == 65)
            #expect(failure?.what.contains("is damaged (a value is missing") == true)
        }
    }

    /// Reads the damaged record, and saves what can be saved of it.
    ///
    /// - Returns: whether anything was refused, and whether anything was saved.
    private func examine(_ bytes: Data, _ sample: Sample, _ path: String, _ what: String) throws
        -> (isRefused: Bool, isSaved: Bool)
    {
        SessionRecord.remove(path)
        try bytes.write(to: URL(fileURLWithPath: path))
        let got = read(path)
        #expect(got.frames.map { Fixture.same($0, sample.frames) } ?? true, "\(what)")
        #expect(got.session.map { $0 == sample.session } ?? true, "\(what)")
        guard got.frames == nil || got.session == nil else { return (false, false) }

        let new = path + ".new"
        SessionRecord.remove(new)
        guard let outcome = try? RecordRecovery(path).write(to: new) else { return (true, false) }
        let record = try SessionRecord.open(new)
        try record.checkFrames()
        let saved = try Fixture.frames(record)
        #expect(outcome.frames == saved.count, "\(what)")
        let whole = Dictionary(uniqueKeysWithValues: sample.frames.map { ($0.time, $0) })
        for frame in saved {
            let original = try #require(whole[frame.time], "\(what)")
            #expect(Fixture.same([frame], [original]), "\(what)")
        }
        // What is missing lies in a stretch that is named, and that is not scored.
        let kept = Set(saved.map(\.time))
        let uncertain = try record.uncertainStretches()
        for time in whole.keys where !kept.contains(time) {
            #expect(uncertain.contains { $0.start <= time && time <= $0.end }, "\(what) at \(time)")
            #expect(outcome.lost.contains { $0.start <= time && time <= $0.end }, "\(what)")
        }
        #expect(outcome.lost.isEmpty == !(try record.warnings().contains { $0.contains("lost") }))
        if outcome.hasResults { #expect("\(try record.session())" == sample.session, "\(what)") }
        try record.close()
        return (true, true)
    }

    @Test func aFlippedBitIsNeverTakenForAnotherValue() throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            var refused = 0
            var saved = 0
            var random = Random(state: 1)
            for round in 0..<100 {
                var bytes = sample.bytes
                let place = random.next(bytes.count)
                bytes[place] ^= 1 << UInt8(random.next(8))
                let result = try examine(bytes, sample, path, "round \(round), byte \(place)")
                refused += result.isRefused ? 1 : 0
                saved += result.isSaved ? 1 : 0
            }
            // A bit in the unused part of a page changes nothing.
            #expect(refused > 10, "\(refused)")
            #expect(saved > refused * 3 / 4, "\(saved) of \(refused)")
        }
    }

    @Test func aBlankPageIsLostAndNoMore() throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            var saved = 0
            let pages = sample.bytes.count / RecordSchema.pageSize
            for page in 1..<pages {
                var bytes = sample.bytes
                let start = page * RecordSchema.pageSize
                bytes.replaceSubrange(
                    start..<start + RecordSchema.pageSize, with: Data(count: RecordSchema.pageSize))
                let result = try examine(bytes, sample, path, "page \(page)")
                #expect(result.isRefused, "page \(page)")
                saved += result.isSaved ? 1 : 0
            }
            #expect(saved > pages / 2, "\(saved) of \(pages)")
        }
    }

    @Test func aFileOfAnyLengthIsWholeOrRefused() throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            let lengths = Array(stride(from: 0, to: sample.bytes.count, by: 15077))
            for length in lengths {
                let bytes = Data(sample.bytes.prefix(length))
                let result = try examine(bytes, sample, path, "length \(length)")
                // The last page may be a free one: without it, the record is whole.
                let isNearlyWhole = length > sample.bytes.count - 2 * RecordSchema.pageSize
                #expect(result.isRefused || isNearlyWhole, "length \(length)")
            }
        }
    }

    @Test func manyDamagesAtOnce() throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            var random = Random(state: 7)
            for round in 0..<30 {
                var bytes = sample.bytes
                for _ in 0..<1 + random.next(40) {
                    bytes[random.next(bytes.count)] = UInt8(random.next(256))
                }
                _ = try examine(bytes, sample, path, "round \(round)")
            }
        }
    }

    /// Also what a well-meant correction with another program changes is not taken for a measurement.
    @Test func aValueThatAnotherProgramChangedIsRefused() throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            let changes = [
                "UPDATE feature_rows SET head_tilt = head_tilt + 1",
                "UPDATE frames SET time = time + 0.001 WHERE frame = 5",
                "UPDATE episodes SET lag = 1", "DELETE FROM notes",
                "DELETE FROM poses WHERE id = 9",
                "UPDATE measurement SET state = 'stopped'", "DELETE FROM spans WHERE first = 6",
                "DELETE FROM feature_rows WHERE seat = 1", "DROP VIEW placed_poses",
            ].map { $0.replacingOccurrences(of: "", with: "") }
            for change in changes {
                SessionRecord.remove(path)
                try sample.bytes.write(to: URL(fileURLWithPath: path))
                let other = try DatabaseQueue(path: path)
                try other.write { try $0.execute(sql: change) }
                try other.close()
                let failure = #expect(throws: Failure.self, "\(change)") {
                    let record = try SessionRecord.open(path)
                    try record.checkAll()
                }
                #expect(failure?.exitCode == 65)
                #expect(failure?.remedy.description.contains("<recover(") == true)
            }
        }
    }

    @Test func whatIsLostAfterTheCheckpointIsMeasuredAgain() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            for number in 0..<60 {
                try writer.append(Fixture.frame(number))
                if number == 39 { try writer.append(checkpoint: Data([1]), time: 1.56) }
            }
            try writer.commit()
            let before = try Fixture.frames(record)
            try record.writing { try $0.execute(sql: "UPDATE checkpoint SET time = 1.56") }
            try record.close()
            let other = try DatabaseQueue(path: path)
            try other.write { try $0.execute(sql: "DELETE FROM poses WHERE id = 100") }
            try other.close()

            let new = path + ".new"
            let outcome = try RecordRecovery(path).write(to: new)
            // On a slow machine there are more batches, and some of them lie before the damage.
            #expect(outcome.canGoOn && (40...50).contains(outcome.frames))
            #expect(outcome.lost.count == 1 && outcome.lost[0].start >= 1.56)
            // To the end, or to a batch that begins behind the damage.
            #expect(outcome.lost[0].end == 50 || (2.04...2.4).contains(outcome.lost[0].end))
            let saved = try SessionRecord.open(new, for: .writing)
            #expect(try saved.rewind()?.time == 1.56)
            #expect(try saved.uncertainStretches() == [])
            #expect(Fixture.same(try Fixture.frames(saved), Array(before.prefix(40))))
            let again = try RecordWriter(saved)
            for number in 40..<60 { try again.append(Fixture.frame(number)) }
            try again.commit()
            #expect(Fixture.same(try Fixture.frames(saved), before))
        }
    }

    /// Without the face, breathing and the distance, without the last two, and without the last alone.
    @Test(arguments: ["results", "covariates", "breathing"])
    func aRecordOfBeforeIsReadThroughACopyThatIsSealed(step: String) throws {
        try Fixture.inPlace { path in
            let sample = try sample(path)
            try Self.exchange(path, forOneOf: step)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let got = read(path)
            // But for the channels that such a record does not have.
            #expect(got.session != nil)
            let session = try SessionRecord.open(path).session()
            let smiles = session.features.flatMap { $0[.smile] }
            let energies = session.features.flatMap { $0[.motionEnergy] }
            let breaths = session.features.flatMap { $0[.breath] + $0[.breathRate] }
            #expect(smiles.allSatisfy(\.isNaN) == (step == "results"))
            #expect(breaths.contains(where: \.isFinite) == (step == "breathing"))
            let distances = session.features.flatMap { $0[.distance] }
            #expect(distances.allSatisfy { $0.isNaN })
            #expect(session.gait.isEmpty)
            #expect(energies.contains { $0.isFinite })
            #expect(got.frames.map { Fixture.same($0, sample.frames) } == true)
            try SessionRecord.open(path).checkAll()
            // Reading left it as it was; whoever writes to it brings it up to date.
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            try SessionRecord.open(path, for: .writing).close()
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != before)
            try SessionRecord.open(path).checkAll()
        }
    }

    /// Puts a record of the version after some step in place of one of today, as far as it has the columns.
    private static func exchange(_ path: String, forOneOf step: String) throws {
        let old = try DatabaseQueue(path: path + ".old")
        try RecordSchema.migrator.migrate(old, upTo: step)
        try old.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(sql: "ATTACH ? AS new", arguments: [path])
            let tables = try String.fetchAll(
                database,
                sql:
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_migrations'"
            )
            for table in tables {
                let columns = try String.fetchAll(
                    database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]
                ).map { "\"\($0)\"" }.joined(separator: ", ")
                try database.execute(
                    sql: "INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM new.\(table)")
            }
            // Its seals are of its own tables, as that version made them.
            if tables.contains("seals") { try RecordSeals(database: database).renewAll() }
        }
        try old.close()
        unlink(path)
        #expect(rename(path + ".old", path) == 0)
    }
}

/// The same numbers every time.
private struct Random {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
