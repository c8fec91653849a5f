package import Archive
import Base
package import Consents
package import Foundation
import Posture
import SessionModel

/// A session folder with a record that was never measured: two people at 25 instants a second, so that
/// what reads a folder can be tested without a video.
package struct StoredSession {
    package let folder: URL

    package static let file = "sitting.mp4"

    /// Seats `therapist` (T01) and `client` (C01).
    package static func consent(
        therapist: [Consent.Scope] = [.analysis], client: [Consent.Scope] = [.analysis],
        expires: String = "2099-12-31"
    ) throws -> ConsentSummary {
        let signed = CalendarDate("2020-01-05")
        let last = CalendarDate(expires)
        return ConsentSummary(
            session: "S01",
            participants: [
                .init(
                    seat: "therapist", id: "T01", scope: therapist, signed: signed, expires: last),
                .init(seat: "client", id: "C01", scope: client, signed: signed, expires: last),
            ], digest: String(repeating: "cd", count: 32))
    }

    /// Makes the record.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the recording.
    ///   - state: how far its measurement came.
    ///   - drawable: whether it says how the picture is stored, which a review clip needs.
    package init(
        _ folder: URL, consent: ConsentSummary?, frames: Int = 100,
        digest: String = String(repeating: "ab", count: 32), state: RecordState = .complete,
        drawable: Bool = false
    ) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var header = RecordHeader(
            sources: [.init(file: Self.file, sha256: digest)],
            request: .init(rate: "native", layout: "auto", precision: "f32"),
            arithmetic: "f32", width: 640, height: 360, declaredDuration: Double(frames) / 25,
            seats: ["therapist", "client"])
        if drawable {
            header.pictures = [StoredPicture(width: 640, height: 360)]
        }
        let record = try SessionRecord.create(
            folder.appendingPathComponent(SessionRecord.fileName).path, header: header)
        let writer = try RecordWriter(record)
        for number in 0..<frames { try writer.append(Self.frame(number)) }
        try writer.finish(
            state,
            MeasurementOutcome(sources: [.init(duration: Double(frames) / 25, frames: frames)])
        )
        try record.save(Self.session(consent, frames, digest), summary: "{}")
        try record.close()
    }

    /// The record of a live session that a kill has left behind.
    package init(cutOff folder: URL, consent: ConsentSummary, frames: Int = 100) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let record = try SessionRecord.create(
            folder.appendingPathComponent(SessionRecord.unfinishedName).path,
            header: RecordHeader(
                sources: [.init(file: Self.file, sha256: String(repeating: "ab", count: 32))],
                request: .init(rate: "native", layout: "auto", precision: "f32"),
                arithmetic: "f32", width: 640, height: 360,
                live: .init(seats: consent.participants.map(\.seat), isCamera: false)),
            consent: consent)
        let writer = try RecordWriter(record)
        for number in 0..<frames { try writer.append(Self.frame(number)) }
        try writer.commit()
        try record.close()
    }

    /// Puts another consent in place of the one in the record.
    package func set(_ consent: ConsentSummary) throws {
        let record = try SessionRecord.open(
            folder.appendingPathComponent(SessionRecord.fileName).path, for: .writing)
        try record.note(consent)
        try record.close()
    }

    package var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    package func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private static func frame(_ number: Int) -> DyadFrame {
        DyadFrame(
            time: Double(number) / 25,
            poses: Seat.allCases.map { seat in
                BodyPose(
                    score: 0.9,
                    points: (0..<33).map {
                        LandmarkPoint(
                            x: Float(200 + 300 * seat.rawValue), y: Float(100 + $0), z: 0,
                            visibility: 1)
                    },
                    world: (0..<33).map { SIMD3(Float($0) / 64, 0, 0) }, face: nil,
                    motionEnergy: 0.125)
            })
    }

    private static func session(
        _ consent: ConsentSummary?, _ frames: Int, _ digest: String
    ) -> Session {
        var tracks = [FeatureTrack(), FeatureTrack()]
        for number in 0..<frames {
            for seat in 0..<2 {
                let row = Channel.allCases.indices.map { Double($0 + 100 * seat) / 8 }
                tracks[seat].append(time: Double(number) / 25, presence: 1, row: row)
            }
        }
        var records = Seat.allCases.map { PostureRecord(seat: $0) }
        records[0].held = [
            PostureInterval(seat: .first, posture: "slumped", onset: 1, offset: 2)
        ]
        records[1].held = [
            PostureInterval(seat: .second, posture: "arms_crossed", onset: 1, offset: 3)
        ]
        return Session(
            source: [
                SourceInfo(
                    file: file, sha256: digest,
                    duration: Double(frames) / 25, frames: frames, rate: 25)
            ],
            seats: ["therapist", "client"], consent: consent, settings: Settings(precision: "f32"),
            features: zip(
                tracks,
                consent?.covers(.breathing, seats: ["therapist", "client"]) ?? [false, false]
            ).map { $1 ? $0 : $0.withoutBreathing }, postures: records, episodes: [], synchrony: [],
            timeline: [],
            quality: Quality(coverage: [1, 1]), warnings: [])
    }
}
