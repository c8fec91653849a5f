import Archive
import Base
import Foundation
import FuzzKit
import Posture
import SessionModel

/// A damaged `session.sqlite`, and its log: it is read as it was, or refused.
enum RecordTarget {
    static let target = FuzzTarget(
        "record", seeds: [seed, scored],
        words: [
            "SQLite format 3\0", "frames", "poses", "CREATE TABLE", "CREATE VIEW", "notes",
            "series",
        ],
        mutation: .record
    ) { bytes in withRecord(bytes, use) }

    static let codes: Set<Int32> = [
        Failure.Kind.badInput.rawValue, Failure.Kind.noInput.rawValue,
        Failure.Kind.cannotCreate.rawValue, Failure.Kind.noConsent.rawValue,
    ]

    /// Opens the bytes as a record, if they are one.
    static func withRecord(_ bytes: [UInt8], _ use: (SessionRecord) -> Void) {
        let path = FuzzFolder.shared.file("fuzz.sqlite", bytes)
        defer { SessionRecord.remove(path) }
        guard let record = Promise.read(refusing: codes, { try SessionRecord.open(path) }) else {
            return
        }
        use(record)
        _ = Promise.read(refusing: codes) { try record.close() }
    }

    private static func use(_ record: SessionRecord) {
        _ = Promise.read(refusing: codes) { try record.header() }
        _ = Promise.read(refusing: codes) { try record.ending() }
        var recorders = Seat.allCases.map { _ in FeatureRecorder() }
        let isRead =
            Promise.read(refusing: codes) {
                try record.forEachFrame { frame in
                    for (seat, pose) in frame.poses.enumerated() {
                        recorders[seat].append(time: frame.time, pose: pose)
                    }
                }
            } != nil
        if isRead, recorders.allSatisfy({ $0.count < 1000 }) {
            for recorder in recorders { _ = recorder.track() }
        }
        _ = Promise.read(refusing: codes) { try record.session() }
        _ = Promise.read(refusing: codes) { try record.checkpoint() }
    }

    private static var seed: [UInt8] {
        let path = FuzzFolder.shared.path + "/seed.sqlite"
        do {
            try record(at: path).close()
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            fatalError("no seed: \(error)")
        }
    }

    /// The record of series, whose last digits are bytes.
    private static var scored: [UInt8] {
        let path = FuzzFolder.shared.path + "/scored.sqlite"
        let source = RecordHeader.Source(
            file: "a.txt", sha256: String(repeating: "ab", count: 32))
        var tracks = [FeatureTrack(), FeatureTrack()]
        var row = [Double](repeating: .nan, count: Channel.allCases.count)
        for instant in 0..<8 {
            row[Channel.motionEnergy.index] = 1 / Double(3 + instant)
            for seat in 0..<2 { tracks[seat].append(time: Double(instant), presence: 1, row: row) }
        }
        var session = Session(
            source: [
                SourceInfo(
                    file: source.file, sha256: source.sha256, duration: 8, frames: 8, rate: 1)
            ], seats: ["left", "right"], consent: nil,
            settings: Settings(series: SeriesSettings(format: "mea")), features: tracks,
            postures: Seat.allCases.map { PostureRecord(seat: $0) }, episodes: [], synchrony: [],
            timeline: [], quality: Quality(coverage: [1, 1]), warnings: [])
        session.asGiven = tracks
        session.asGiven?[0][.motionEnergy][3] = 9
        do {
            SessionRecord.remove(path)
            let record = try SessionRecord.create(
                path,
                header: RecordHeader(
                    sources: [source], request: .init(rate: "1", layout: "", precision: ""),
                    series: "mea"))
            try record.save(session, summary: "{}")
            try RecordWriter(record).finish(
                .complete, MeasurementOutcome(sources: [.init(duration: 8, frames: 8)]))
            try record.close()
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            fatalError("no seed: \(error)")
        }
    }

    /// A record of six frames.
    static func record(at path: String) throws(Failure) -> SessionRecord {
        let header = RecordHeader(
            sources: [.init(file: "a.mp4", sha256: String(repeating: "ab", count: 32))],
            request: .init(rate: "native", layout: "auto", precision: "fastest"),
            arithmetic: "f32", width: 640, height: 360, declaredDuration: 1)
        SessionRecord.remove(path)
        let record = try SessionRecord.create(path, header: header)
        let writer = try RecordWriter(record)
        for number in 0..<6 { try writer.append(Samples.frame(number)) }
        try writer.append(.swap)
        try writer.append(checkpoint: Data(count: 40), time: 0.2)
        try writer.finish(
            .complete, MeasurementOutcome(sources: [.init(duration: 0.2, frames: 6)], people: 2))
        return record
    }
}
