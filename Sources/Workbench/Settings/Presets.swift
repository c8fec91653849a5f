package import Base
import Foundation
package import SessionModel

/// Settings with a name: files `NAME.settings.json` in the library's folder, which the commands take, too.
struct Presets {
    static let ending = ".settings.json"
    /// More are not listed.
    private static let most = 200
    /// As of every settings file.
    private static let mostBytes = 1 << 20

    let library: Library

    var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: library.root)) ?? []
        let names = files.filter { $0.hasSuffix(Self.ending) }
            .map { String($0.dropLast(Self.ending.count)) }
            .filter { CodeText.isFolderName($0) && FolderWalk.kind(of: path($0)) == S_IFREG }
        return Array(
            names.sorted { $0.localizedStandardCompare($1) == .orderedAscending }.prefix(Self.most))
    }

    /// The settings of that name; the standard ones without a name.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when there are none, ``Failure/Kind/badInput`` when the file is malformed.
    func file(_ name: String?) throws(Failure) -> SettingsFile {
        guard let name else { return SettingsFile(path: "standard") }
        return try Self.shared(
            SettingsFile.read(try content(name), as: name + Self.ending), as: name + Self.ending)
    }

    /// Settings that hold for any recording: how one was filmed is said in the form, and who is who on its review.
    ///
    /// - Throws: ``Failure/Kind/badInput`` of settings that are one recording's own.
    static func shared(_ file: SettingsFile, as name: String) throws(Failure) -> SettingsFile {
        var file = file
        if file.layout == "auto" { file.layout = nil }
        if file.offset == 0, file.offsetBasis == nil { file.offset = nil }
        if file.swapAt == [] { file.swapAt = nil }
        let own = [
            ("layout", file.layout != nil), ("mirrored", file.mirrored != nil),
            ("offset", file.offset != nil || file.offsetBasis != nil),
            ("stream", file.stream != nil), ("swap_at", file.swapAt != nil),
        ]
        guard let key = own.first(where: \.1)?.0 else { return file }
        throw Failure.badInput(
            "\(name): \"\(key)\" is of one recording, and these settings are for any",
            remedy: "take it out; how a recording was filmed is said where it is measured")
    }

    /// The file as it is.
    func content(_ name: String) throws(Failure) -> [UInt8] {
        guard CodeText.isFolderName(name),
            let file = HeldFile(name + Self.ending, in: library.root), file.size <= Self.mostBytes,
            let bytes = try? file.contents()
        else {
            throw Failure.noInput(
                "the settings \(name.oneLine) are not in the folder", remedy: "choose others")
        }
        return bytes
    }

    /// Keeps settings under a name.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``, also when there are such already that may not be replaced.
    func keep(_ settings: JSONValue, as name: String, replaces: Bool) throws(Failure) {
        guard [0, S_IFREG].contains(FolderWalk.kind(of: path(name))) else {
            throw Failure.cannotCreate(
                "\(name)\(Self.ending) is something else than a file", remedy: "use another name")
        }
        let file = try StagedFile(for: path(name))
        defer { file.discard() }
        try file.fill { output throws(Failure) in try output.write(settings.text() + "\n") }
        try file.publish(replacing: replaces)
    }

    private func path(_ name: String) -> String { "\(library.root)/\(name)\(Self.ending)" }
}

extension Library {
    /// The settings of that name in the folder, as they are now.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when there are none, ``Failure/Kind/badInput`` when the file is malformed.
    package func preset(_ name: String) throws(Failure) -> SettingsFile {
        try Presets(library: self).file(name)
    }
}
