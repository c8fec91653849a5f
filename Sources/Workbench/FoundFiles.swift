package import Base
package import Consents
import Foundation

/// Where the files of a session are, at the moment when it begins.
package struct FoundFiles: Sendable {
    package var recordings: [String]
    package var consent: Consent
    /// The folder of the results.
    package var folder: String
}

extension Library {
    /// Looks up what a session is measured from.
    ///
    /// - Throws: ``Failure/Kind/noInput`` without a recording or a consent file in the library's folder,
    ///   ``Failure/Kind/noConsent`` when the consent cannot be read, ``Failure/Kind/cannotCreate`` when something else
    ///   than a folder is where the results belong.
    package func files(of session: NewSession) throws(Failure) -> FoundFiles {
        let folder = "\(root)/\(session.folder)"
        // In a folder that others can write to, a link may lead anywhere.
        guard isPlain(session.folder) else {
            throw Failure.cannotCreate(
                "\(session.folder) is no folder of its own any more",
                remedy: "take away what is in its place")
        }
        return FoundFiles(
            recordings: try recordings(session), consent: try consent(of: session.name),
            folder: folder)
    }

    /// Whether the path leads through folders alone, or to nothing yet.
    private func isPlain(_ path: String) -> Bool {
        var place = root
        for part in path.split(separator: "/") {
            place += "/" + part
            guard [0, S_IFDIR].contains(FolderWalk.kind(of: place)) else { return false }
        }
        return true
    }

    private func recordings(_ session: NewSession) throws(Failure) -> [String] {
        let known = Recordings(library: self).all()
        var paths: [String] = []
        for name in session.recordings {
            let file = name.split(separator: "/").last.map(String.init) ?? name
            let same = known.filter { $0.name == name }
            let moved = known.filter { $0.name.split(separator: "/").last.map(String.init) == file }
            guard let found = same.first ?? (moved.count == 1 ? moved[0] : nil) else {
                throw Failure.noInput(
                    moved.isEmpty
                        ? "the recording \(file) is no longer in the folder"
                        : "there are \(moved.count) recordings with the name \(file)",
                    remedy: "put back the one that belongs to the session")
            }
            paths.append(found.path)
        }
        return paths
    }

    /// The consent file of a session, as the page or somebody else put it there.
    func consent(of session: String) throws(Failure) -> Consent {
        let own = consentPath(of: session)
        if FolderWalk.kind(of: own) == S_IFREG { return try Consent.load(own) }
        for folder in FolderWalk(root: root).folders() {
            for file in folder.files where file.hasSuffix(".consent.json") {
                let path = folder.path + "/" + file
                guard FolderWalk.kind(of: path) == S_IFREG, let consent = try? Consent.load(path),
                    consent.session == session
                else { continue }
                return consent
            }
        }
        throw Failure.noInput(
            "there is no consent file of session \(session) in the folder",
            remedy: "put it there as \(session).consent.json, or fill in the form again")
    }

    /// A code of a session in the folder that looks like another one and is not the same; `nil` when there is none.
    func code(alike code: String) -> String? {
        let walk = FolderWalk(root: root)
        let ending = ".consent.json"
        let codes = walk.folders().flatMap { folder in
            [folder.name.split(separator: "/").last.map(String.init) ?? ""]
                + (folder.name.isEmpty
                    ? folder.files.filter { $0.hasSuffix(ending) }.map {
                        String($0.dropLast(ending.count))
                    } : [])
        }
        return CodeText.lookalike(of: code, among: codes)
    }

    func consentPath(of session: String) -> String { "\(root)/\(session).consent.json" }
}
