import Foundation
import TestSupport
import Testing

@testable import Workbench

/// Which files the page offers to measure.
@Suite struct RecordingsTests {
    @Test func videosInTheFolderAndBelowByName() throws {
        try TemporaryFolder.with { root in
            let files = FileManager.default
            try files.createDirectory(
                at: root.appendingPathComponent("a/b/c/d"), withIntermediateDirectories: true)
            for name in [
                "S2.mp4", "S10.MOV", "a/x.mkv", "a/review.mp4", "a/b/c/y.avi", "a/b/c/d/deep.mp4",
                "notes.txt", ".hidden.mp4",
            ] {
                try Data(count: 3).write(to: root.appendingPathComponent(name))
            }
            try files.createSymbolicLink(
                atPath: root.appendingPathComponent("link.mp4").path,
                withDestinationPath: "/etc/passwd")
            let library = try Library(root.path)
            let found = Recordings(library: library).all()
            #expect(found.map(\.name) == ["a/b/c/y.avi", "a/x.mkv", "S2.mp4", "S10.MOV"])
            #expect(found.allSatisfy { $0.bytes == 3 && !$0.id.contains("/") })
            #expect(Set(found.map(\.id)).count == 4)
        }
    }
}
