import Base
import Testing
import VisionProtocol

@testable import Workflows

@Suite struct FootageArgumentsTests {
    private func cameras(_ arguments: String, chapters: Bool? = nil) throws(Failure) -> [[String]] {
        try FootageArguments(
            arguments.split(separator: " ").map(String.init), chapters: chapters,
            exists: { $0.hasPrefix("odd+") }
        ).footage.map(\.files)
    }

    @Test(
        arguments: [
            ("s.mp4", nil, "s.mp4"), ("a.mp4 b.mp4", nil, "a.mp4|b.mp4"),
            ("a.mp4 b.mp4", true, "a.mp4,b.mp4"), ("a.mp4 b.mp4 c.mp4", nil, "a.mp4,b.mp4,c.mp4"),
            ("GH010042.MP4 GH020042.MP4", nil, "GH010042.MP4,GH020042.MP4"),
            ("d/gx010042.mp4 d/GX020042.MP4", nil, "d/gx010042.mp4,d/GX020042.MP4"),
            ("GOPR0042.MP4 GP010042.MP4", nil, "GOPR0042.MP4,GP010042.MP4"),
            // Two cameras of one make, two recordings, two folders, or somebody who knows better.
            ("GH010042.MP4 GH010043.MP4", nil, "GH010042.MP4|GH010043.MP4"),
            ("GH010042.MP4 GX020042.MP4", nil, "GH010042.MP4|GX020042.MP4"),
            ("x/GH010042.MP4 y/GH020042.MP4", nil, "x/GH010042.MP4|y/GH020042.MP4"),
            ("GH010042.MP4 GH020042.MP4", false, "GH010042.MP4|GH020042.MP4"),
            ("C0001.MP4 C0002.MP4", nil, "C0001.MP4|C0002.MP4"),
            ("a1.mp4+a2.mp4 b1.mp4+b2.mp4", nil, "a1.mp4,a2.mp4|b1.mp4,b2.mp4"),
            ("a1.mp4+a2.mp4 b.mp4", nil, "a1.mp4,a2.mp4|b.mp4"),
            ("a1.mp4+a2.mp4", nil, "a1.mp4,a2.mp4"),
            // A plus sign in a name.
            ("odd+even.mp4 b.mp4", nil, "odd+even.mp4|b.mp4"), ("a.mp4+", nil, "a.mp4+"),
        ] as [(String, Bool?, String)])
    func filesAreSharedOutBetweenCameras(arguments: String, chapters: Bool?, wanted: String) throws
    {
        let found = try cameras(arguments, chapters: chapters)
        #expect(found.map { $0.joined(separator: ",") }.joined(separator: "|") == wanted)
    }

    @Test(
        arguments: [
            ("a+b c+d e", nil), ("a b c", false), ("a+b c+d", true), ("", nil),
        ] as [(String, Bool?)])
    func whatCannotBeToldIsRefused(arguments: String, chapters: Bool?) {
        let failure = #expect(throws: Failure.self) { try cameras(arguments, chapters: chapters) }
        #expect(failure?.kind == .usage)
    }

    @Test func tooManyFilesAreRefused() {
        #expect(throws: Failure.self) {
            try FootageArguments((0...100).map { "\($0).mp4" }, chapters: nil)
        }
    }

    @Test func theUnderstandingIsALine() throws {
        func line(_ arguments: [String]) throws(Failure) -> String? {
            try FootageArguments(arguments, chapters: nil, exists: { _ in false }).understanding
        }
        #expect(try line(["s.mp4"]) == nil)
        #expect(
            try line(["x/1.mp4", "x/2.mp4", "x/3.mp4"])
                == "3 chapters of one camera with both people, in this order: 1.mp4, 2.mp4, 3.mp4")
        #expect(
            try line(["a1.mp4+a2.mp4", "b.mp4"])
                == "two cameras with one person each: a1.mp4, a2.mp4 and b.mp4")
    }

    @Test(
        arguments: [
            (["GH010042.MP4", "GH020042.MP4", "GH010043.MP4"], nil),
            (["GOPR0042.MP4", "GP010042.MP4", "GP020042.MP4"], nil),
            (["start.mp4", "end.mp4", "after.mp4"], nil), (["part9.mp4", "part10.mp4"], nil),
            (["GH020042.MP4", "GH010042.MP4"], "order"),
            (["GH010043.MP4", "GH010042.MP4"], "order"),
            (["GH010042.MP4", "GH030042.MP4"], "left out"), (["part10.mp4", "part9.mp4"], "order"),
        ] as [([String], String?)])
    func anOrderThatTheNamesSpeakAgainstIsDoubted(files: [String], word: String?) {
        let doubts = ChapterNames.doubts(files)
        #expect(doubts.count == (word == nil ? 0 : 1))
        #expect(word == nil || doubts[0].contains(word ?? ""))
    }
}
