import Foundation
import Synchronization
import Testing

@testable import Archive
@testable import Base

@Suite struct SessionFolderTests {
    /// A path in a folder of its own that does not exist yet.
    private func place() -> String { NSTemporaryDirectory() + "folder-\(UUID().uuidString)/S01" }

    private func clean(_ path: String) {
        try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func put(_ text: String, at path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Also one of a single letter, at which Foundation traps.
    @Test(arguments: [
        ("a/b", "a"), ("R", ""), ("", ""), ("/R", "/"), ("/", "/"), ("a//b//", "a"),
        ("x/\u{301}y", "x"),
    ])
    func theParentOfEveryPath(path: String, parent: String) {
        #expect(path.parentFolder == parent)
    }

    @Test func isMadeForItsOwnerAlone() throws {
        let path = place()
        defer { clean(path) }
        let folder = try SessionFolder(path)
        try folder.write("a.csv") { output throws(Failure) in try output.write("x\n") }
        #expect(try mode(path) == 0o700)
        #expect(try mode(folder.path(of: "a.csv")) == 0o600)
        #expect(try text(folder.path(of: "a.csv")) == "x\n")
        #expect(try names(path) == ["a.csv"])
    }

    /// A name is on the disk only when the folder that holds it is: each new folder's parent, too.
    @Test func namesOfFoldersAndFilesAreOnTheDisk() throws {
        let path = place()
        defer { clean(path) }
        let outer = (path as NSString).deletingLastPathComponent
        let above = (outer as NSString).deletingLastPathComponent
        let made = try synced { _ = try SessionFolder(path) }
        #expect(made == [above, outer])
        let folder = try SessionFolder(path)
        #expect(
            try synced {
                try folder.write("a.csv") { output throws(Failure) in try output.write("x\n") }
            } == [path])
        let single = try synced {
            let file = try StagedFile(for: path + "/b.json")
            defer { file.discard() }
            try file.fill { output throws(Failure) in try output.write("{}") }
            try file.publish(replacing: false)
        }
        #expect(single == [path])
        // A path without a folder is one in the working directory.
        #expect(try synced { FolderSync.run("") } == ["."])
    }

    /// The folders that are flushed meanwhile, in this order.
    private func synced(_ body: () throws -> Void) throws -> [String] {
        let places = Mutex<[String]>([])
        let witness = FolderSync.Witness { place in places.withLock { $0.append(place) } }
        try FolderSync.$witness.withValue(witness) { try body() }
        return places.withLock { $0 }
    }

    @Test func aFolderOfItsOwnIsClosedToOthers() throws {
        let path = place()
        defer { clean(path) }
        _ = try SessionFolder(path)
        for name in [nil, "features.csv", "session.sqlite-wal", ".attune-a-1.partial"] {
            if let name { try put("", at: path + "/" + name) }
            chmod(path, 0o775)
            _ = try SessionFolder(path)
            #expect(try mode(path) == 0o700)
        }
        try put("", at: path + "/notes.txt")
        chmod(path, 0o2775)
        _ = try SessionFolder(path)
        #expect(try mode(path) & 0o777 == 0o775)
    }

    /// root can write to anybody's folder; its owner then sees what lies there.
    @Test(.enabled(if: geteuid() == 0, "only root can make a folder of somebody else"))
    func aFolderOfAnotherUserIsWarnedOf() throws {
        let path = place()
        defer { clean(path) }
        #expect(try SessionFolder(path).remark == nil)
        chown(path, 65534, 65534)
        let folder = try SessionFolder(path)
        #expect(folder.remark?.contains("belongs to another user") == true)
        #expect(try mode(path) == 0o700)
    }

    /// Such as /tmp: it is everybody's, also while it is empty.
    @Test func aFolderThatIsMeantToBeSharedIsLeftAsItIs() throws {
        let path = place()
        defer { clean(path) }
        _ = try SessionFolder(path)
        chmod(path, 0o1777)
        _ = try SessionFolder(path)
        #expect(try mode(path) & 0o777 == 0o777)
    }

    @Test func writesLargeFilesWhole() throws {
        let path = place()
        defer { clean(path) }
        let line = String(repeating: "ä", count: 999) + "\n"
        let folder = try SessionFolder(path)
        try folder.write("a") { output throws(Failure) in
            for _ in 0..<500 { try output.write(line) }
        }
        #expect(try text(folder.path(of: "a")) == String(repeating: line, count: 500))
    }

    @Test func refusesToReplaceResults() throws {
        let path = place()
        defer { clean(path) }
        let folder = try SessionFolder(path)
        try folder.write("a") { output throws(Failure) in try output.write("old") }
        var isAsked = false
        let failure = #expect(throws: Failure.self) {
            try folder.write("a") { _ throws(Failure) in isAsked = true }
        }
        #expect(failure?.exitCode == 73)
        #expect(failure?.what == "\(path)/a is there already")
        #expect(failure?.remedy.description.contains("<force>") == true)
        #expect(!isAsked)
        #expect(throws: Failure.self) { try folder.refuseExisting(["b", "a"]) }
        #expect(try text(folder.path(of: "a")) == "old")
        try folder.refuseExisting(["b"])
    }

    @Test func refusesAFileThatAppearedMeanwhile() throws {
        let path = place()
        defer { clean(path) }
        let folder = try SessionFolder(path)
        let failure = #expect(throws: Failure.self) {
            try folder.write("a") { output throws(Failure) in
                try output.write("mine")
                try? put("theirs", at: path + "/a")
            }
        }
        #expect(failure?.exitCode == 73)
        #expect(try text(path + "/a") == "theirs")
        #expect(try names(path) == ["a"])
    }

    @Test func replacesUnderForce() throws {
        let path = place()
        defer { clean(path) }
        try SessionFolder(path).write("a") { output throws(Failure) in try output.write("old") }
        let folder = try SessionFolder(path, force: true)
        try folder.write("a") { output throws(Failure) in try output.write("new") }
        #expect(try text(folder.path(of: "a")) == "new")
        #expect(try names(path) == ["a"])
    }

    @Test func leavesNothingWhenAWriterFails() throws {
        let path = place()
        defer { clean(path) }
        try SessionFolder(path).write("a") { output throws(Failure) in try output.write("old") }
        let folder = try SessionFolder(path, force: true)
        let error = Failure.badInput("x", remedy: "y")
        let files: [(String, FileWriter.Body)] = [
            ("a", { output throws(Failure) in try output.write("new") }),
            (
                "b",
                { output throws(Failure) in
                    try output.write(String(repeating: "z", count: 200_000))
                    throw error
                }
            ),
        ]
        let failure = #expect(throws: Failure.self) { try folder.write(files) }
        #expect(failure == error)
        #expect(try names(path) == ["a"])
        #expect(try text(folder.path(of: "a")) == "old")
    }

    @Test func clearsWhatAKilledRunLeft() throws {
        let path = place()
        defer { clean(path) }
        _ = try SessionFolder(path)
        let abandoned = path + "/.attune-features.csv-abc.partial"
        try put("x", at: abandoned)
        try put("", at: path + "/.other")
        let live = try StagedFile(for: path + "/b")
        _ = try SessionFolder(path)
        #expect(try names(path) == [(live.path as NSString).lastPathComponent, ".other"].sorted())
        live.discard()
        #expect(try names(path) == [".other"])
    }

    @Test func tellsWhyAFolderCannotBeMade() throws {
        let path = place()
        defer { clean(path) }
        let parent = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try put("", at: path)
        for wrong in [path, path + "/below", path + "/far/below"] {
            let failure = #expect(throws: Failure.self) { try SessionFolder(wrong) }
            #expect(failure?.exitCode == 73)
            #expect(failure?.what.contains(path) == true, "\(failure?.what ?? "")")
            #expect(failure?.what.contains("Not a directory") == true, "\(failure?.what ?? "")")
        }
    }

    @Test(.disabled(if: geteuid() == 0, "root may write anywhere"))
    func tellsThatAFolderIsReadOnly() throws {
        let path = place()
        defer { clean(path) }
        _ = try SessionFolder(path)
        chmod(path, 0o500)
        let failure = #expect(throws: Failure.self) { try SessionFolder(path) }
        #expect(failure?.exitCode == 73)
        #expect(failure?.what.contains("Permission denied") == true)
    }

    @Test func tellsThatTheDiskIsFull() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        var writer = FileWriter(descriptor: full, path: "out/features.csv")
        try writer.write("x")
        var failure: Failure?
        do { try writer.flush() } catch { failure = error }
        #expect(failure?.exitCode == 73)
        #expect(
            failure?.description
                == "cannot write out/features.csv (No space left on device); "
                + "free some space there and run the command again")
    }
}
