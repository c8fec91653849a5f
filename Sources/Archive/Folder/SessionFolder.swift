package import Base
import Foundation
import SessionModel

/// The folder that holds one session's results.
///
/// Results are personal data, so the folder and its files are for their owner alone (modes 0700 and
/// 0600). A file appears under its name only when it is complete and on the disk; results that are
/// already there stay, unless the folder is opened to replace them.
///
///     let folder = try SessionFolder("out", force: false)
///     try folder.refuseExisting(["features.csv"])     // before the long work
///     try folder.write("features.csv") { output in try output.write("time,seat\n") }
package struct SessionFolder: Sendable {
    package let path: String
    /// Whether results that are already there may be replaced.
    package let force: Bool
    /// A warning when the folder is another user's, or others can look into it; `nil` otherwise.
    package var remark: String? { FolderRights.remark(on: path) }
    /// Asked before each of several files; `true` stops writing, and none of them gets its name.
    package var isCancelled: @Sendable () -> Bool = { false }

    /// Opens a folder for writing; makes it when it is missing, closes it to others (see
    /// ``remark``), and removes what a killed run left unfinished.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when the folder cannot be made or written to,
    ///   ``Failure/Kind/noConsent`` when somebody withdrew from what it held.
    package init(_ path: String, force: Bool = false) throws(Failure) {
        self.path = path
        self.force = force
        try Withdrawal.refuse(in: path)
        try Self.make(path)
        FolderRights.close(path)
        StagedFile.clearAbandoned(in: path)
    }

    /// The path of a file of that name in this folder.
    package func path(of name: String) -> String {
        path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// Whether there is anything of that name in this folder.
    package func has(_ name: String) -> Bool { StagedFile.exists(path(of: name)) }

    /// Checks early that none of these results is there already; nothing is checked under `force`.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``, naming the first one.
    package func refuseExisting(_ names: [String]) throws(Failure) {
        guard !force else { return }
        for name in names where StagedFile.exists(path(of: name)) {
            throw StagedFile.alreadyThere(path(of: name))
        }
    }

    /// Writes one file.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``, naming the file and the reason; or what `body` throws.
    ///   Then nothing new is under that name.
    package func write(_ name: String, _ body: @escaping FileWriter.Body) throws(Failure) {
        try write([(name, body)])
    }

    /// Writes several files: all are complete before the first gets its name.
    ///
    /// - Throws: as ``write(_:_:)-(String,_)``.
    package func write(_ files: [(name: String, body: FileWriter.Body)]) throws(Failure) {
        // Somebody may have withdrawn since the folder was opened.
        try Withdrawal.refuse(in: path)
        try refuseExisting(files.map(\.name))
        var staged: [StagedFile] = []
        defer { for file in staged { file.discard() } }
        for (name, body) in files { try stage(name, body, &staged) }
        for file in staged { try file.publish(replacing: force, syncs: false) }
        FolderSync.run(path)
    }

    /// Writes several files as ``write(_:)-([(name:String,body:FileWriter.Body)])`` does, but leaves files
    /// alone whose content is unchanged.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``, also when a file exists with other content and may not be
    ///   replaced; then nothing has changed.
    package func update(_ files: [(name: String, body: FileWriter.Body)]) throws(Failure) {
        var staged: [StagedFile] = []
        defer { for file in staged { file.discard() } }
        for (name, body) in files { try stage(name, body, &staged) }
        let changed = staged.filter { !$0.isPublished }
        for file in changed where !force && StagedFile.exists(file.finalPath) {
            throw Failure.cannotCreate(
                "\(file.finalPath) is there with another content",
                remedy: "move it away, or pass \(.force) to replace it")
        }
        for file in changed { try file.publish(replacing: force, syncs: false) }
        FolderSync.run(path)
    }

    private func stage(
        _ name: String, _ body: FileWriter.Body, _ staged: inout [StagedFile]
    ) throws(Failure) {
        if isCancelled() {
            throw .interrupted(
                while: "writing to \(path)",
                remedy: "run the command again; what was measured is kept")
        }
        let file = try StagedFile(for: path(of: name))
        staged.append(file)
        try file.fill(body)
    }

    private static func make(_ path: String) throws(Failure) {
        if let reason = makeFolder(path) { throw reason.outputFailure(path) }
        guard access(path, W_OK | X_OK) == 0 else { throw SystemError().outputFailure(path) }
    }

    /// Makes a folder and its missing parents, for the owner alone. Returns the reason when that fails,
    /// `nil` when the folder is there.
    private static func makeFolder(_ path: String) -> SystemError? {
        if mkdir(path, 0o700) == 0 {
            FolderSync.run(path.parentFolder)
            return nil
        }
        let reason = SystemError()
        switch reason.code {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0 else { return SystemError() }
            return status.st_mode & S_IFMT == S_IFDIR ? nil : SystemError(ENOTDIR)
        case ENOENT:
            let parent = path.parentFolder
            guard !parent.isEmpty, parent != path else { return reason }
            return makeFolder(parent) ?? makeFolder(path)
        default: return reason
        }
    }
}

/// Access to a session folder: for its owner alone, even when the folder existed before.
enum FolderRights {
    /// Removes the rights of others from a folder that is the user's own and holds only Attune's files. A
    /// folder that others may be meant to use is left as it is, and so is one on a drive where rights
    /// cannot be changed (FAT, some network shares).
    static func close(_ path: String) {
        withFolder(path) { descriptor in
            if isOpen(descriptor), isOwn(descriptor, path) { fchmod(descriptor, 0o700) }
        }
    }

    /// A warning about a folder that others can look into; `nil` when nobody can. root can write to the folder of
    /// a user, who can then read it.
    static func remark(on path: String) -> String? {
        if let owner = withFolder(path, stranger) ?? nil {
            return
                "\(path) belongs to another user of this computer (number \(owner)), who sees what lies "
                + "there; choose a folder of your own, or work as that user"
        }
        guard withFolder(path, isOpen) == true else { return nil }
        return "\(path) can be looked into by others, who see what lies there; "
            + "chmod 700 \(path), or choose a folder of your own"
    }

    /// `nil` for a folder that cannot be opened: writing to it will say why.
    @discardableResult
    private static func withFolder<Value>(_ path: String, _ body: (Int32) -> Value) -> Value? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Foundation.close(descriptor) }
        return body(descriptor)
    }

    /// Whose folder it is, when it is not this user's.
    private static func stranger(_ descriptor: Int32) -> uid_t? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid != geteuid() else { return nil }
        return status.st_uid
    }

    private static func isOpen(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// A sticky folder, such as `/tmp`, is everybody's.
    private static func isOwn(_ descriptor: Int32, _ path: String) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
            status.st_mode & S_ISVTX == 0,
            let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { return false }
        return names.allSatisfy { SessionFile.isOwn($0) || $0 == Withdrawal.fileName }
    }
}
