import Archive
import Base
import Consents
import Synchronization

/// The recordings of the sessions in a library, found by their names and known by their digests.
final class RecordingShelf: Sendable {
    enum Find: Sendable {
        /// It is what was measured.
        case ready(HeldFile, name: String)
        /// Its digest is being computed; how much of that is done, 0…1.
        case underWay(Double)
        /// There are only others of that name.
        case other
        case missing
    }

    /// Files of one name that are compared with what was measured. A convention: cameras count from one again on every card.
    private static let mostAlike = 20

    let library: Library
    private let digests = FileDigests()
    /// Where the recordings of a digest were found last.
    private let names = Mutex<[String: String]>([:])

    init(library: Library) { self.library = library }

    /// The recordings that a session was measured from, in the library's folder and below it.
    func find(_ sources: [RecordHeader.Source]) -> [Find] {
        // Looked for once for all, and only where they are not known.
        lazy var recordings = Recordings(library: library).all().map(\.name)
        return sources.map { find($0, among: { recordings }) }
    }

    private func find(
        _ source: RecordHeader.Source, among recordings: () -> [String]
    ) -> Find {
        let last = names.withLock { $0[source.sha256] }
        if let last, let file = HeldFile(last, in: library.root),
            digests.state(of: file) == .known(source.sha256)
        {
            return .ready(file, name: last)
        }
        // Nothing was recorded of a live session.
        guard !source.sha256.isEmpty else { return .missing }
        let alike = recordings().filter {
            $0.split(separator: "/").last.map(String.init) == source.file
        }
        var share: Double?
        for name in alike.prefix(Self.mostAlike) {
            guard let file = HeldFile(name, in: library.root) else { continue }
            switch digests.state(of: file) {
            case .known(source.sha256):
                names.withLock { $0[source.sha256] = name }
                return .ready(file, name: name)
            case .known: continue
            case .underWay(let done): share = max(share ?? 0, done)
            }
        }
        if let share { return .underWay(share) }
        return alike.isEmpty ? .missing : .other
    }
}

/// Whether the recording of a session may be shown to whoever reviews it.
struct ShownRecording {
    /// The session folder.
    let folder: String

    /// The recordings that were measured, when both people's consent covers on that day that their picture is shown. What
    /// a consent file beside the session, its recording or its folder takes back counts, whatever the record has.
    ///
    /// - Parameter places: further folders with consent files, such as that of the recording.
    /// - Throws: ``Failure/Kind/noConsent``; ``Failure/Kind/badInput`` when the record is damaged.
    func sources(
        besides places: [String] = [], on date: CalendarDate = .today
    ) throws(Failure) -> [RecordHeader.Source] {
        let consent = try FolderConsent.read(folder)
        try consent.require(on: date)
        guard let summary = consent.summary else {
            throw Failure.noConsent(
                "nobody’s consent to be shown is in this session",
                remedy: "put in the one that both people signed: \(.renewConsent(folder: folder))")
        }
        try consent.require([.video], on: date)
        try ConsentsBeside(of: summary, in: [folder.parentFolder] + places)
            .refuseRetraction(of: summary, in: .folder(folder), on: date)
        return consent.sources
    }
}
