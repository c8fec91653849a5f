package import Base
import Foundation
package import VisionProtocol

/// Which camera wrote which of the files that somebody names.
///
/// - One file: a camera with both people.
/// - Two: two cameras with one person each, unless their names or the user say that they are chapters.
/// - Three or more: chapters of one camera with both people, in order.
/// - `a1.mp4+a2.mp4` stands for chapters of one camera; two such are two cameras.
package struct FootageArguments: Sendable, Equatable {
    package let footage: [Footage]

    /// - Parameters:
    ///   - chapters: whether the user says that all are chapters of one camera; `nil` leaves it open.
    ///   - exists: whether there is a file, which may have a plus sign in its own name.
    /// - Throws: ``Failure/Kind/usage`` when it cannot be told.
    package init(
        _ arguments: [String], chapters: Bool?,
        exists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
    ) throws(Failure) {
        let groups = arguments.map { argument -> [String] in
            let pieces = argument.split(separator: "+", omittingEmptySubsequences: false)
            let isList = pieces.count > 1 && !pieces.contains("") && !exists(argument)
            return isList ? pieces.map(String.init) : [argument]
        }
        guard !groups.isEmpty else {
            throw Failure.usage("no video is given", remedy: "give the video of both people")
        }
        let isGrouped = groups.contains { $0.count > 1 }
        if isGrouped {
            guard groups.count <= 2, chapters == nil else {
                throw Failure.usage(
                    "files joined with a plus sign are the chapters of one camera, and there are "
                        + "more than two such lists, or something else says who wrote them",
                    remedy: "give a1.mp4+a2.mp4 for one camera, and b1.mp4+b2.mp4 for a second one")
            }
            footage = groups.map(Footage.init)
        } else {
            guard groups.count <= 2 || chapters != false else {
                throw Failure.usage(
                    "\(groups.count) files are no two cameras with one person each",
                    remedy: "join the chapters of each camera with a plus sign: "
                        + "a1.mp4+a2.mp4 b1.mp4+b2.mp4")
            }
            let areChapters =
                groups.count > 2
                || groups.count == 2 && (chapters ?? ChapterNames.areChapters(arguments))
            footage = areChapters ? [Footage(arguments)] : groups.map(Footage.init)
        }
        guard footage.reduce(0, { $0 + $1.files.count }) <= Footage.mostFiles else {
            throw Failure.usage(
                "more than \(Footage.mostFiles) files are given",
                remedy: "join some of them, for example with ffmpeg")
        }
    }

    /// How the files are understood, in a line; `nil` for one file.
    package var understanding: String? {
        let lists = footage.map { camera in
            camera.files.map { VideoFile.name(of: $0) }.joined(separator: ", ")
        }
        guard lists.count > 1 else {
            let count = footage[0].files.count
            return count > 1
                ? "\(count) chapters of one camera with both people, in this order: \(lists[0])"
                : nil
        }
        return "two cameras with one person each: \(lists.joined(separator: " and "))"
    }

    /// What the names speak against.
    package var doubts: [String] { footage.flatMap { ChapterNames.doubts($0.files) } }
}
