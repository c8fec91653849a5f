package import Base
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

    /// Whether a path leads into the folder that it is seen from, as far as its words say.
    private static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && path.utf8.count <= 4096
            && !parts.contains { $0.isEmpty || $0 == ".." || $0 == "." }
    }
}
