import Base
import Foundation

/// Where keypoints in JSON are: a file, or a folder of a file per frame, which may lie within another.
struct PosePlace {
    /// The file or folder.
    let path: String
    let isFolder: Bool
    /// Of a folder: the files, and the frame of each.
    private(set) var names: [String] = []
    private(set) var numbers: [Int] = []

    /// How deep a folder may lie in the one that was given.
    private static let deepest = 3
    /// So many folders are looked into at each depth.
    private static let most = 50
    private static let suffix = "_keypoints.json"

    init(_ path: String) throws(Failure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure.noInput(
                "\(path) does not exist",
                remedy: "give a folder of *_keypoints.json files, or a file with all frames")
        }
        guard isFolder.boolValue else {
            self.path = path
            self.isFolder = false
            return
        }
        let folder = try Self.folder(in: path, depth: 0)
        // AlphaPose keeps all frames in one file, in a folder of its own.
        if folder.names.count == 1, FrameNumber.of(folder.names[0]) == nil {
            self.path = "\(folder.path)/\(folder.names[0])"
            self.isFolder = false
            return
        }
        self.path = folder.path
        self.isFolder = true
        names = folder.names
        let found = names.map { FrameNumber.of($0) }
        // Names without numbers: in their order.
        numbers = found.contains(nil) ? Array(names.indices) : found.compactMap { $0 }
    }

    /// The folder with the files, and their names in order.
    private static func folder(
        in path: String, depth: Int
    ) throws(Failure) -> (path: String, names: [String]) {
        guard let all = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw Failure.noInput(
                "\(path) is not a folder that can be read",
                remedy: "give the folder of the *_keypoints.json files")
        }
        let json = all.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
        let own = json.filter { $0.hasSuffix(suffix) }
        if !own.isEmpty { return (path, own) }
        if !json.isEmpty { return (path, json) }
        let inner = all.filter { isFolder("\(path)/\($0)") }.sorted().prefix(most)
        var found: [(path: String, names: [String])] = []
        for name in inner where depth < deepest {
            if let folder = try? folder(in: "\(path)/\(name)", depth: depth + 1) {
                found.append(folder)
            }
        }
        guard let only = found.first else {
            throw Failure.badInput(
                "\(path) holds no *_keypoints.json",
                remedy: "give the folder of *_keypoints.json that OpenPose writes")
        }
        guard found.count == 1 else {
            throw Failure.badInput(
                "\(path) holds \(found.count) folders of keypoints, \(only.path) and \(found[1].path)"
                    + (found.count > 2 ? " and others" : ""),
                remedy: "give the folder of one session")
        }
        return only
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
