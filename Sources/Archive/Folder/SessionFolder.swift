package import Base
import Foundation

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
    /// What fills one file; see ``write(_:_:)``.

    package let path: String
    /// Whether results that are already there may be replaced.
    package let force: Bool
    /// What is to be said when others can look into the folder; `nil` when nobody else can.
    package var remark: String? { FolderRights.remark(on: path) }
    /// Asked before each of several files: whether to leave it at that. Then none of them gets its name.
    package var isCancelled: @Sendable () -> Bool = { false }

    /// Opens a folder for writing; makes it when it is missing, closes it to others (see
    /// ``remark``), and clears what a run that was killed left unfinished.
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
        for file in staged { try file.publish(replacing: force) }
        StagedFile.sync(folder: path)
    }

    /// Writes several files as ``write(_:)-([(name:String,body:FileWriter.Body)])`` does, but leaves one alone that
    /// is there with the very content.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``, also when a file is there with another content and may not be
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
        for file in changed { try file.publish(replacing: force) }
        StagedFile.sync(folder: path)
    }

    private func stage(
        _ name: String, _ body: FileWriter.Body, _ staged: inout [StagedFile]
    ) throws(Failure) {
        if isCancelled() {
            throw .interrupted(
                "writing to \(path)", remedy: "run the command again; what was measured is kept")
        }
        let file = try StagedFile(for: path(of: name))
        staged.append(file)
        try file.fill(body)
    }

    private static func make(_ path: String) throws(Failure) {
        if let reason = makeFolder(path) { throw reason.outputFailure(path) }
        guard access(path, W_OK | X_OK) == 0 else { throw SystemError().outputFailure(path) }
    }

    /// Makes a folder and those above it that are missing, for its owner alone; the reason when that
    /// fails, `nil` when the folder is there.
    private static func makeFolder(_ path: String) -> SystemError? {
        if mkdir(path, 0o700) == 0 { return nil }
        let reason = SystemError()
        switch reason.code {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0 else { return SystemError() }
            return status.st_mode & S_IFMT == S_IFDIR ? nil : SystemError(ENOTDIR)
        case ENOENT:
            let parent = (path as NSString).deletingLastPathComponent
            guard !parent.isEmpty, parent != path else { return reason }
            return makeFolder(parent) ?? makeFolder(path)
        default: return reason
        }
    }
}
