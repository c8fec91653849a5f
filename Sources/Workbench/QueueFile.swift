package import Base
import Foundation
import Posture
import VisionProtocol

/// The sessions that are not done, in a hidden file of the library's folder, so that none is forgotten when the program or the
/// computer ends. It holds codes and names of files in that folder; whoever plants one can have nothing measured
/// but recordings that lie there, under a consent that lies there, once the user says “Go on”.
package struct QueueFile: Sendable {
    package static let name = ".attune-queue.json"
    /// More are not read.
    private static let most = 1000

    private let path: String

    /// - Parameter root: the library's folder.
    package init(in root: String) { path = "\(root)/\(Self.name)" }

    /// What was kept; nothing of a file that is damaged, or none of ours.
    package func read() -> [NewSession] {
        guard let bytes = try? RegularFile.contents(of: path, upTo: 1 << 20),
            case .array(let entries)? = JSONValue(parsing: bytes)?["sessions"]
        else { return [] }
        return entries.prefix(Self.most).compactMap { entry in
            guard let name = entry["name"]?.asText, CodeText.isFolderName(name),
                let folder = entry["folder"]?.asText, Self.isInside(folder),
                case .array(let files)? = entry["recordings"], (1...2).contains(files.count)
            else { return nil }
            let recordings = files.compactMap(\.asText).filter(Self.isInside)
            let preset = entry["preset"]?.asText
            guard recordings.count == files.count, let filming = Self.filming(entry),
                preset.map(CodeText.isFolderName) ?? true
            else { return nil }
            return NewSession(
                name: name, folder: folder, recordings: recordings, filming: filming, preset: preset
            )
        }
    }

    /// Changes what is kept, while no other program does.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package func update(_ change: ([NewSession]) -> [NewSession]) throws(Failure) {
        let lock = locked()
        defer { if let lock { close(lock) } }
        try write(change(read()))
    }

    /// Seconds to wait for another program; then the file is written all the same.
    private static let patience = 2.0

    /// The file's descriptor, locked; `nil` where files cannot be locked. Whoever replaces the file keeps it locked until
    /// its successor is in place.
    private func locked() -> Int32? {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < deadline {
            let file = open(
                path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
            guard file >= 0 else { return nil }
            let isLocked = flock(file, LOCK_EX | LOCK_NB) == 0
            if !isLocked, errno != EWOULDBLOCK, errno != EINTR {
                close(file)
                return nil
            }
            // It may have been replaced between opening and locking.
            if isLocked, isInPlace(file) { return file }
            close(file)
            if !isLocked { usleep(2000) }
        }
        return nil
    }

    private func isInPlace(_ file: Int32) -> Bool {
        var (own, there) = (stat(), stat())
        return fstat(file, &own) == 0 && lstat(path, &there) == 0 && own.st_ino == there.st_ino
            && own.st_dev == there.st_dev
    }

    /// - Throws: ``Failure/Kind/cannotCreate``.
    package func write(_ sessions: [NewSession]) throws(Failure) {
        let value: JSONValue = [
            "schema": 1,
            "sessions": .array(
                sessions.map {
                    [
                        "name": .string($0.name), "folder": .string($0.folder),
                        "recordings": .array($0.recordings.map { .string($0) }),
                        "layout": .string($0.filming.layout.description),
                        "mirrored": $0.filming.mirrored.map { .string($0.rawValue) } ?? .null,
                        "offset": Self.value($0.filming.offset),
                        "preset": $0.preset.map { .string($0) } ?? .null,
                    ]
                }),
        ]
        let file = try StagedFile(for: path)
        defer { file.discard() }
        try file.fill { output throws(Failure) in try output.write(value.text() + "\n") }
        try file.publish(replacing: true)
    }

    private static func value(_ offset: RecordingOffset?) -> JSONValue {
        switch offset {
        case .seconds(let seconds): .plain(seconds)
        case .sound: .string("auto")
        case nil: .null
        }
    }

    /// `nil` when it cannot be read: what is measured otherwise than was said is of no use.
    private static func filming(_ entry: JSONValue) -> Filming? {
        var filming = Filming()
        if let value = entry["layout"], value != .null {
            guard let layout = value.asText.flatMap(Layout.init) else { return nil }
            filming.layout = layout
        }
        if let value = entry["mirrored"], value != .null {
            guard let mirrored = value.asText.flatMap(Mirroring.init(rawValue:)) else { return nil }
            filming.mirrored = mirrored
        }
        if let value = entry["offset"], value != .null {
            if let seconds = value.asNumber, abs(seconds) < RecordingOffset.tooMuch {
                filming.offset = .seconds(seconds)
            } else if value.asText == "auto" {
                filming.offset = .sound
            } else {
                return nil
            }
        }
        return filming
    }

    /// Whether a path leads into the folder that it is seen from, as far as its words say, to what the page lists, and
    /// looks like what it is.
    private static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && path.utf8.count <= 4096
            && !parts.contains { $0.isEmpty || $0.hasPrefix(".") }
            && !path.unicodeScalars.contains { $0.isUnseen && !$0.isJoiner }
    }
}
