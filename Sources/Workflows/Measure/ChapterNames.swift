import Base
import Foundation

/// What the names of files say of chapters: the files that a camera writes one after another of one
/// recording.
enum ChapterNames {
    /// The name of a chapter as cameras of GoPro give it: `GH020042.MP4` is chapter 2 of recording 42, and
    /// `GP010042.MP4` the second of what begins with `GOPR0042.MP4`.
    struct GoPro: Equatable {
        var family: String
        var recording: String
        var chapter: Int

        /// `nil` when it is named otherwise.
        init?(_ name: String) {
            let stem = (name.uppercased() as NSString).deletingPathExtension
            let parts = [stem.prefix(2), stem.dropFirst(2).prefix(2), stem.dropFirst(4)]
                .map(String.init)
            guard stem.utf8.count == 8, parts[2].allSatisfy(\.isASCIIDigit) else { return nil }
            recording = parts[2]
            family = parts[0]
            if family == "GO", parts[1] == "PR" {
                family = "GP"
                chapter = 0
            } else if ["GH", "GX", "GL", "GS", "GP"].contains(family),
                parts[1].allSatisfy(\.isASCIIDigit), let number = Int(parts[1])
            {
                chapter = number
            } else {
                return nil
            }
        }

        func isOfSameRecording(as other: GoPro) -> Bool {
            (family, recording) == (other.family, other.recording)
        }
    }

    /// Whether the names say that all files are chapters of one recording.
    static func areChapters(_ paths: [String]) -> Bool {
        let folders = Set(paths.map { $0.parentFolder })
        let names = paths.compactMap { GoPro(VideoFile.name(of: $0)) }
        guard folders.count == 1, names.count == paths.count, let first = names.first else {
            return false
        }
        return names.allSatisfy(first.isOfSameRecording)
            && Set(names.map(\.chapter)).count == names.count
    }

    /// Sentences on an order, or a chapter left out, that the names speak against.
    static func doubts(_ paths: [String]) -> [String] {
        let names = paths.map { VideoFile.name(of: $0) }
        return zip(names, names.dropFirst()).compactMap { one, other in
            if let a = GoPro(one), let b = GoPro(other) {
                guard a.isOfSameRecording(as: b) else {
                    return a.family == b.family && b.recording < a.recording
                        ? wrongOrder(one, other) : nil
                }
                if b.chapter < a.chapter { return wrongOrder(one, other) }
                return b.chapter > a.chapter + 1
                    ? "between \(one) and \(other) a chapter seems to be left out" : nil
            }
            return Counted(one).comesAfter(Counted(other)) ? wrongOrder(one, other) : nil
        }
    }

    private static func wrongOrder(_ one: String, _ other: String) -> String {
        "by their names \(other) comes before \(one), and it is given after it: is the order right?"
    }

    /// A name as text around numbers.
    private struct Counted {
        var text = ""
        var numbers: [Int] = []

        init(_ name: String) {
            var digits = ""
            for character in name.lowercased() + " " {
                if character.isASCIIDigit {
                    digits.append(character)
                } else {
                    if let number = Int(digits) {
                        numbers.append(number)
                        text.append("#")
                    }
                    digits = ""
                    text.append(character)
                }
            }
        }

        func comesAfter(_ other: Counted) -> Bool {
            text == other.text && other.numbers.lexicographicallyPrecedes(numbers)
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
