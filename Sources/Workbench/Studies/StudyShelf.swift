import Archive
import Base
import Synchronization

/// Pages of studies that were drawn since the program was started. One is handed out as long as the records that it was
/// drawn from are the same, and everybody's consent holds.
final class StudyShelf: Sendable {
    private struct Kept: Sendable {
        var text: String
        var sessions: [String]
        var marks: [FolderMark]
    }

    /// A page takes some megabytes.
    private static let most = 8

    private let pages = Mutex<[(folder: String, kept: Kept)]>([])

    /// Draws a page and keeps it.
    ///
    /// - Parameters:
    ///   - places: the folders of the sessions that it may be drawn from.
    ///   - draw: draws it.
    func keep(
        _ folder: String, from places: [String], _ draw: () async throws -> DrawnStudy
    ) async rethrows -> DrawnStudy {
        // A change while it is drawn shows, too.
        let before = Dictionary(
            places.map { ($0, FolderMark($0, ofRecord: true)) }, uniquingKeysWith: { own, _ in own }
        )
        let drawn = try await draw()
        let kept = Kept(
            text: drawn.text, sessions: drawn.sessions,
            marks: drawn.sessions.map { before[$0] ?? FolderMark($0, ofRecord: true) })
        pages.withLock { pages in
            pages.removeAll { $0.folder == folder }
            pages.append((folder, kept))
            if pages.count > Self.most { pages.removeFirst() }
        }
        return drawn
    }

    /// Whether a page is there and still shows what the records say.
    func has(_ folder: String) -> Bool { page(folder).map(Self.isCurrent) ?? false }

    /// The page.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when it has to be drawn again, ``Failure/Kind/noConsent`` when somebody's consent
    ///   does not hold any more.
    func text(of folder: String) throws(Failure) -> String {
        guard let page = page(folder), Self.isCurrent(page) else {
            throw Failure.badInput(
                "the page of this study is not drawn, or its sessions have changed since",
                remedy: "draw it on the list of sessions")
        }
        try requireConsent(of: folder)
        return page.text
    }

    /// Checks everybody's consent to what was drawn of that folder, if anything was.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    func requireConsent(of folder: String) throws(Failure) {
        for place in page(folder)?.sessions ?? [] { try FolderConsent.read(place).require() }
    }

    private func page(_ folder: String) -> Kept? {
        pages.withLock { $0.first { $0.folder == folder }?.kept }
    }

    private static func isCurrent(_ page: Kept) -> Bool {
        page.sessions.map { FolderMark($0, ofRecord: true) } == page.marks
    }
}
