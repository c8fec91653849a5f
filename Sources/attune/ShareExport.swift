import Archive
import ArgumentParser
import Base
import Consents
import Exports
import Foundation
import Posture
import SessionModel

/// Options of `attune export` for what may leave the house.
struct ShareOptions: ParsableArguments {
    @Flag(help: "Write what may leave the house, of those who agreed to it, under random codes.")
    var share = false

    @Option(
        help: ArgumentHelp(
            "With --share: the folder for it, new or empty (default: share-CODE beside the session's).",
            valueName: "dir"))
    var output: String?

    @Flag(help: "With --share: landmarks too, by which people can be recognised.")
    var landmarks = false

    func validate() throws {
        guard share || (output == nil && !landmarks) else {
            throw ValidationError("--output and --landmarks belong to --share.")
        }
    }
}

/// `attune export --share`: features, postures and episodes of those who agreed to sharing.
///
/// What the codes mean is noted in the session folder before anything is written elsewhere.
struct ShareExport {
    let folder: String
    let options: ShareOptions

    /// - Returns: paths of the files.
    /// - Throws: ``Failure/Kind/noConsent`` unless one of the two agreed to sharing,
    ///   ``Failure/Kind/cannotCreate`` when the output folder is not empty.
    func write() throws(Failure) -> [String] {
        let record = try SessionRecord.open(folder + "/" + SessionRecord.fileName)
        let session = try record.session()
        let consent = try sharedConsent(session)
        let seats = try sharing(session, consent)
        let shared = SharedSession(session, seats: seats)
        let code = PseudonymKey.code("S")
        let place = output(code)
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
                landmarks: options.landmarks,
                folder: URL(fileURLWithPath: place).standardizedFileURL.path),
            in: folder)
        let outside = try SessionFolder(place)
        let summary = SharedJSON(
            shared, code: code,
            people: people.map { .init(seat: shared.name(of: $0.seat), code: $0.code) })
        let files = files(shared, summary, record)
        try outside.write(files)
        try record.close()
        return files.map { outside.path(of: $0.name) }
    }

    /// Series without a consent file have nobody who agreed.
    private func sharedConsent(_ session: Session) throws(Failure) -> ConsentSummary {
        guard let consent = session.consent else {
            throw Failure.noConsent(
                "\(folder) holds no consent, so nobody agreed to sharing",
                remedy: "put one in with attune consent renew FILE \(folder)")
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
                    + "agreed, then run attune consent renew FILE \(folder)")
        }
        if seats.count == 1 {
            Console.note(
                "attune: only the \(session.name(of: first)) agreed to sharing: only what is theirs "
                    + "alone is written, no episodes and no synchrony")
        }
        return seats
    }

    private func id(of seat: String, _ consent: ConsentSummary) -> String {
        consent.participants.first { $0.seat == seat }?.id ?? seat
    }

    /// Not named after the session: its code must not go along.
    private func output(_ code: String) -> String {
        if let output = options.output { return output }
        return URL(fileURLWithPath: folder).standardizedFileURL.deletingLastPathComponent()
            .appendingPathComponent("share-\(code)").path
    }

    /// A folder in the session's would not go with it when somebody withdraws.
    private func refuseInside(_ place: String) throws(Failure) {
        guard FolderNesting.isInside(place, folder) else { return }
        throw Failure.cannotCreate(
            "\(place) lies in the session folder",
            remedy: "give a folder elsewhere, another --output, for what leaves the house")
    }

    /// What is given away is a whole folder: nothing else may lie in it.
    private static func refuseFull(_ place: String) throws(Failure) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        guard names.isEmpty else {
            throw Failure.cannotCreate(
                "\(place) is not empty",
                remedy: "give a new folder with --output, so that nothing else is given away")
        }
    }

    private func files(
        _ shared: SharedSession, _ summary: SharedJSON, _ record: SessionRecord
    ) -> [(name: String, body: FileWriter.Body)] {
        var writers: [any SessionWriter] = [FeaturesCSV(), PosturesCSV()]
        if shared.isOfBoth { writers += [EpisodesCSV(), SynchronyCSV(), TimelineCSV()] }
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
        if options.landmarks {
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
