import Archive
package import Base
import Consents
import Exports
import Foundation
import Posture
import SessionModel

/// Features, postures and episodes of those who agreed to sharing, under random codes, in a folder of
/// their own.
///
/// What the codes mean is noted in the session folder before anything is written elsewhere.
package struct ShareExport {
    /// The session folder.
    package var folder: String
    /// The new folder; `nil`: one beside the session's.
    package var output: String?
    /// Whether landmarks are written, too, by which people can be recognised.
    package var landmarks: Bool
    package var reporter: any Reporter

    package init(
        folder: String, output: String? = nil, landmarks: Bool = false, reporter: any Reporter
    ) {
        self.folder = folder
        self.output = output
        self.landmarks = landmarks
        self.reporter = reporter
    }

    /// - Returns: paths of the files.
    /// - Throws: ``Failure/Kind/noConsent`` unless one of the two agreed to sharing,
    ///   ``Failure/Kind/cannotCreate`` when the output folder is not empty.
    package func write() throws(Failure) -> [String] {
        let record = try SessionRecord.open(folder + "/" + SessionRecord.fileName)
        let session = try record.session()
        reporter.warnOfConsentsBeside(try FolderConsent.read(folder))
        if landmarks, session.settings.series != nil {
            throw Failure.badInput(
                "\(folder) holds scores of series, which have no landmarks",
                remedy: "share it without them")
        }
        let consent = try sharedConsent(session)
        let seats = try sharing(session, consent)
        let shared = SharedSession(session, seats: seats)
        let code = PseudonymKey.code("S")
        let place = place(code)
        try refuseInside(place)
        try Self.refuseFull(place)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let people = seats.map { seat in
            (id: id(of: session.name(of: seat), consent), seat: seat, code: PseudonymKey.code("P"))
        }
        try PseudonymKey.read(in: folder).adding(
            .init(
                code: code, date: .today, session: consent.session,
                participants: people.map { .init(id: $0.id, code: $0.code) },
                landmarks: landmarks,
                folder: URL(fileURLWithPath: place).standardizedFileURL.path),
            in: folder)
        let outside = try SessionFolder(place)
        if let remark = outside.remark { reporter.warning(remark) }
        let summary = SharedJSON(
            shared, code: code,
            people: people.map { .init(seat: shared.name(of: $0.seat), code: $0.code) })
        let files = files(shared, summary, record)
        try outside.write(files)
        try record.close()
        return files.map { outside.path(of: $0.name) }
    }

    /// Of series without a consent file, nobody agreed.
    private func sharedConsent(_ session: Session) throws(Failure) -> ConsentSummary {
        guard let consent = session.consent else {
            throw Failure.noConsent(
                "\(folder) holds no consent, so nobody agreed to sharing",
                remedy: "put one in with \(.renewConsent(folder: folder))")
        }
        return consent
    }

    /// Who agreed, first seat first.
    private func sharing(_ session: Session, _ consent: ConsentSummary) throws(Failure) -> [Seat] {
        let agreed = consent.participants.filter { $0.scope.contains(.sharing) }
        let seats = Seat.allCases.filter { seat in
            agreed.contains { $0.seat == session.name(of: seat) }
        }
        guard let first = seats.first else {
            let people = consent.participants.map(\.label).joined(separator: " nor ")
            throw Failure.noConsent(
                "neither \(people) agreed to sharing",
                remedy:
                    "ask them, add \"sharing\" to their scope in the consent file once they have "
                    + "agreed, with the day as \"signed\", then run \(.renewConsent(folder: folder))"
            )
        }
        if seats.count == 1 {
            reporter.note(
                "only the \(session.name(of: first)) agreed to sharing: only their own data "
                    + "are written, no episodes and no synchrony")
        }
        return seats
    }

    private func id(of seat: String, _ consent: ConsentSummary) -> String {
        consent.participants.first { $0.seat == seat }?.id ?? seat
    }

    /// Not named after the session, whose code must not leave.
    private func place(_ code: String) -> String {
        if let output { return output }
        return URL(fileURLWithPath: folder).standardizedFileURL.deletingLastPathComponent()
            .appendingPathComponent("share-\(code)").path
    }

    /// A folder inside the session folder would survive a withdrawal.
    private func refuseInside(_ place: String) throws(Failure) {
        guard FolderNesting.isInside(place, folder) else { return }
        throw Failure.cannotCreate(
            "\(place) lies in the session folder",
            remedy: "give a folder elsewhere, another \(.output), for what is shared")
    }

    /// The whole folder is given away, so nothing else may lie in it.
    private static func refuseFull(_ place: String) throws(Failure) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        guard names.isEmpty else {
            throw Failure.cannotCreate(
                "\(place) is not empty",
                remedy: "give a new folder with \(.output), so that nothing else is given away")
        }
    }

    private func files(
        _ shared: SharedSession, _ summary: SharedJSON, _ record: SessionRecord
    ) -> [(name: String, body: FileWriter.Body)] {
        var writers: [any SessionWriter] = [FeaturesCSV(), PosturesCSV()]
        if shared.isOfBoth {
            writers += [EpisodesCSV(), ResponsesCSV(), SynchronyCSV(), TimelineCSV()]
        }
        if !shared.session.gait.isEmpty { writers.append(GaitCSV()) }
        var files = writers.map { writer -> (name: String, body: FileWriter.Body) in
            (
                writer.fileName,
                { output throws(Failure) in try writer.write(shared.session, to: &output) }
            )
        }
        files.append(
            (
                SharedJSON.fileName,
                { output throws(Failure) in try summary.write(to: &output) }
            ))
        if landmarks {
            files.append(
                (
                    LandmarksCSV.fileName,
                    { output throws(Failure) in
                        try SharedLandmarks(shared, record).write(to: &output)
                    }
                ))
        }
        return files
    }
}

/// The landmarks of those who share, in the upright picture with square pixels.
struct SharedLandmarks {
    private let shared: SharedSession
    private let record: SessionRecord

    init(_ shared: SharedSession, _ record: SessionRecord) {
        self.shared = shared
        self.record = record
    }

    func write(to output: inout FileWriter) throws(Failure) {
        let header = try record.header()
        // How the file was stored is not shared.
        let upright = StoredPicture(width: header.width, height: header.height)
        let table = LandmarksCSV(seats: shared.session.seats, pictures: [upright, upright])
        try table.writeHeader(to: &output)
        try record.forEachSeatedFrame(swapAt: shared.swapAt) { frame throws(Failure) in
            guard !shared.withheld.contains(where: { $0.holds(frame.time) }) else { return }
            var left = frame
            left.time -= shared.origin
            for seat in Seat.allCases where !shared.seats.contains(seat) {
                left.poses[seat.rawValue] = nil
            }
            try table.write(left, to: &output)
        }
    }
}
