import Foundation

/// Who may look into a session folder: its owner alone, also when the folder was there before.
enum FolderRights {
    /// Takes the rights of others from a folder that is the user's own and holds nothing but Attune's
    /// files. One that others may be meant to use is left as it is, and so is one on a drive where rights
    /// cannot be changed (FAT, some network shares).
    static func close(_ path: String) {
        withFolder(path) { descriptor in
            if isOpen(descriptor), isOwn(descriptor, path) { fchmod(descriptor, 0o700) }
        }
    }

    /// What is to be said of a folder that others can look into; `nil` when nobody can.
    static func remark(on path: String) -> String? {
        guard withFolder(path, isOpen) == true else { return nil }
        return "\(path) can be looked into by others, who see what lies there; "
            + "chmod 700 \(path), or choose a folder of your own"
    }

    /// `nil` for what cannot be read: writing to it will say why.
    @discardableResult
    private static func withFolder<Value>(_ path: String, _ body: (Int32) -> Value) -> Value? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Foundation.close(descriptor) }
        return body(descriptor)
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
        return names.allSatisfy { SessionFiles.isOwn($0) || $0 == Withdrawal.fileName }
    }
}
