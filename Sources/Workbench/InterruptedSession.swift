import Archive
import Base
import Consents
import Foundation

/// Finds what a session was being measured from, that an earlier run left half done.
struct InterruptedSession {
    let library: Library

    /// - Throws: ``Failure/Kind/noInput`` when its recordings or its consent are not in the library's folder.
    func again(_ entry: Library.Entry) throws(Failure) -> NewSession {
        let name = String(entry.path.split(separator: "/").last ?? "")
        let path = "\(entry.path)/\(SessionRecord.unfinishedName)"
        try SessionRecord.requireThere(path)
        let record = try SessionRecord.open(path)
        let sources = try record.header().sources.map(\.file)
        try record.close()
        let known = Recordings(library: library).all()
        var recordings: [String] = []
        for file in sources.map({ $0.split(separator: "/").last.map(String.init) ?? $0 }) {
            let same = known.filter { $0.name == file || $0.name.hasSuffix("/" + file) }
            guard same.count == 1 else {
                throw Failure.noInput(
                    same.isEmpty
                        ? "\(file) is no longer in \(library.root)"
                        : "there are \(same.count) files with the name \(file)",
                    remedy:
                        "put back the one that was measured, or go on with \(.analyze) … \(.resume)"
                )
            }
            recordings.append(same[0].path)
        }
        return NewSession(
            name: name, recordings: recordings, consent: try consent(name), folder: entry.path)
    }

    /// The consent file of the session, as the page or somebody else put it there.
    private func consent(_ session: String) throws(Failure) -> Consent {
        for folder in FolderWalk(root: library.root).folders() {
            for file in folder.files where file.hasSuffix(".consent.json") {
                let path = folder.path + "/" + file
                guard FolderWalk.kind(of: path) == S_IFREG, let consent = try? Consent.load(path),
                    consent.session == session
                else { continue }
                return consent
            }
        }
        throw Failure.noInput(
            "no consent file of session \(session) is in \(library.root)",
            remedy: "put it there, as \(session).consent.json")
    }
}
