package import Base
package import Consents
import Foundation

/// Consent files of a session that lie in its folder or beside its recordings: somebody may have written
/// there what was taken back, and not yet put it into the record.
///
/// Only files named `consent.json` or `….consent.json` are looked at, in these folders and not below them.
package struct ConsentsBeside: Sendable {
    /// The files of the same session and people, in order of their paths.
    package let consents: [Consent]
    /// What could not be looked at.
    package let gaps: [String]

    /// Most entries of a folder that are looked at, and most consent files that are read there. A convention:
    /// far more than a folder of recordings holds.
    private static let (maxEntries, maxFiles) = (100_000, 1000)

    /// Most bytes of consent files that are read in a folder, the smallest files first, and most folders that are
    /// looked into. Conventions: a consent has a few kilobytes, a session one or two recordings.
    private static let (maxBytes, maxFolders) = (1 << 23, 64)

    /// - Parameters:
    ///   - consent: which counts so far.
    ///   - folders: those that are not there are passed over.
    package init(of consent: ConsentSummary, in folders: [String]) {
        var (consents, gaps): ([Consent], [String]) = ([], [])
        var seen: Set<String> = []
        for folder in folders.prefix(Self.maxFolders).map({ $0.isEmpty ? "." : $0 }) {
            guard let place = realpath(folder, nil) else { continue }
            defer { free(place) }
            guard seen.insert(String(cString: place)).inserted else { continue }
            let (names, isWhole) = Self.names(in: folder)
            if !isWhole {
                gaps.append("\(folder) holds too much to look at every consent file in it")
            }
            for name in names {
                let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
                do throws(Failure) {
                    let found = try Consent.load(path)
                    if found.summary.isOfSamePeople(as: consent) { consents.append(found) }
                } catch {
                    gaps.append(
                        "\(path) cannot be read as a consent file: whose it is is not known")
                }
            }
        }
        if folders.count > Self.maxFolders {
            gaps.append("the record names \(folders.count) folders: not each was looked into")
        }
        (self.consents, self.gaps) = (consents.sorted { $0.path < $1.path }, gaps)
    }

    /// The folder of a session, and those of its recordings as its record has them.
    ///
    /// - Parameter media: as seen from the session folder.
    static func folders(_ folder: String, media: [String]) -> [String] {
        [folder] + media.filter { !$0.hasPrefix("/") }.map { "\(folder)/\($0)" }
    }

    /// Names of consent files, those of the smallest first, and whether these are all.
    private static func names(in folder: String) -> (names: [String], isWhole: Bool) {
        guard let stream = opendir(folder) else { return ([], true) }
        defer { closedir(stream) }
        var names: [String] = []
        var entries = 0
        var isWhole = true
        while let entry = readdir(stream) {
            entries += 1
            isWhole = entries <= maxEntries && names.count < maxFiles
            guard isWhole else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "consent.json" || name.hasSuffix(".consent.json") { names.append(name) }
        }
        let files = names.map { (name: $0, size: size(of: "\(folder)/\($0)")) }
            .sorted { ($0.size, $0.name) < ($1.size, $1.name) }
        var bytes = 0
        let small = files.prefix { file in
            bytes += file.size
            return bytes <= maxBytes
        }
        return (small.map(\.name), isWhole && small.count == files.count)
    }

    /// Bytes that would be read of a file; 0 when there is none.
    private static func size(of path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return Int(status.st_size)
    }

    /// Checks that none of them takes back what the consent that counts so far allows.
    ///
    /// - Parameters:
    ///   - own: the consent that counts so far.
    ///   - place: where it was read.
    /// - Throws: ``Failure/Kind/noConsent``, naming the file, the person and what they took back.
    package func refuseRetraction(
        of own: ConsentSummary, in place: ConsentPlace, on date: CalendarDate = .today
    ) throws(Failure) {
        for consent in consents {
            guard let taken = own.retraction(by: consent.summary, on: date) else { continue }
            let label = taken.person.label
            let rest = ", unlike the one in \(place.path)"
            switch taken.excess {
            case .withdrawal(let day):
                throw Failure.noConsent(
                    "\(label) withdrew consent on \(day), says \(consent.path)",
                    remedy: place.erasing(taken.person.id)
                        + ", or move that file away if it does not hold")
            case .use(let use):
                throw refusal(
                    "the consent of \(label) in \(consent.path) does not cover \(use.rawValue)"
                        + rest, consent, place)
            case .until(let day):
                let last = taken.person.expires.map { "ends on \($0)" } ?? "ends earlier"
                throw refusal(
                    "the consent of \(label) in \(consent.path) \(last), before \(day)" + rest,
                    consent, place)
            }
        }
    }

    private func refusal(_ what: String, _ consent: Consent, _ place: ConsentPlace) -> Failure {
        let take: Remedy =
            switch place {
            case .file: "give that file with \(.consent)"
            case .folder(let folder): "run \(.renewConsent(folder: folder)) with that file"
            case .damagedFolder(let folder):
                "run \(.recover(folder: folder)) \(.consent) \(consent.path)"
            }
        return Failure.noConsent(what, remedy: take + ", or move it away if it does not hold")
    }

    /// Something that should be known of consent files.
    package struct Remark: Sendable, Equatable {
        package var text: String
        package var remedy: Remedy?
        /// Whether it is of a folder, and so of every session in it.
        package var isOfFolder = false
    }

    /// What should be known of them where none takes anything back: which are newer, and what could not be
    /// looked at.
    package func remarks(
        on own: ConsentSummary, in place: ConsentPlace, on date: CalendarDate = .today
    ) -> [Remark] {
        let newer = consents.compactMap { consent -> Remark? in
            guard let day = own.isFollowed(by: consent.summary, on: date) else { return nil }
            let text =
                "\(consent.path) is signed later (\(day)) than the consent in \(place.path), "
                + "which counts until it is replaced"
            return switch place {
            case .file: Remark(text: text, remedy: "give that file with \(.consent)")
            case .folder(let folder), .damagedFolder(let folder):
                Remark(text: text, remedy: "\(.renewConsent(folder: folder))")
            }
        }
        let more = gaps.count > 1 ? " (and \(gaps.count - 1) more like it)" : ""
        return newer + (gaps.first.map { [Remark(text: $0 + more, isOfFolder: true)] } ?? [])
    }
}

extension ConsentPlace {
    fileprivate var path: String {
        switch self {
        case .file(let path), .folder(let path), .damagedFolder(let path): path
        }
    }

    fileprivate func erasing(_ code: String) -> Remedy {
        switch self {
        case .file: "do not use this recording"
        case .folder(let folder), .damagedFolder(let folder):
            "run \(.withdraw(code: code, folder: folder))"
        }
    }
}
