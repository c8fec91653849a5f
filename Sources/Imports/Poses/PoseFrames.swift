import Base
import Foundation
import Posture

/// Where the keypoints of each frame lie: a file per frame in a folder, or one file with all of them.
///
/// A file of hours is larger than memory: it is read once to find its frames, which may be in any order,
/// and then one frame at a time.
final class PoseFrames {
    /// A value that holds people of a frame.
    private struct Piece {
        var frame: Int
        /// Bytes of the one file; of a file per frame, its number in `names`.
        var range: Range<Int>
    }

    /// The file or the folder that holds the files, which may lie within the one that was given.
    let path: String
    private(set) var dialect: PoseDialect
    /// The landmark of each keypoint, where the file says it.
    private(set) var landmarks: [Landmark?]?
    private var pieces: [Piece] = []
    /// Of a file per frame.
    private var names: [String] = []
    private var file: JSONPieces?

    /// 500 people of 133 keypoints each, 20 letters a number.
    static let largestFrame = 4 << 20
    /// Whatever a network takes for people; each is looked at once, see ``DyadMatcher``.
    static let mostPeople = 5000
    /// More people than two in every frame of the longest session at 25 frames a second.
    private static let mostPieces = 9_000_000

    /// - Parameters:
    ///   - format: the dialect that is asked for.
    init(_ path: String, format: SeriesFormat) throws(Failure) {
        let place = try PosePlace(path)
        self.path = place.path
        dialect = PoseDialect.of(format) ?? .openPose
        if place.isFolder {
            names = place.names
            pieces = place.numbers.enumerated().map { Piece(frame: $1, range: $0..<$0 + 1) }
            let first = try value(of: pieces[0])
            if let other = Self.otherDialect(than: dialect, first) { throw mismatch(other) }
        } else {
            let file = try JSONPieces(series: place.path)
            self.file = file
            try find(in: file)
            if let first = pieces.first {
                let value = try file.value(in: first.range, upTo: Self.largestFrame)
                if let other = Self.otherDialect(than: dialect, value) { throw mismatch(other) }
            }
        }
        guard Set(pieces.lazy.map(\.frame)).count <= SeriesReader.mostInstants else {
            throw SeriesReader.tooLong(path)
        }
        pieces.sort { ($0.frame, $0.range.lowerBound) < ($1.frame, $1.range.lowerBound) }
        try checkNames()
    }

    /// How many values there are, which is at least the number of frames.
    var count: Int { pieces.count }

    /// The digest of what was read; of a folder, that of the list of its files' digests and names.
    func source() throws(Failure) -> SeriesRecording.Source {
        guard file == nil else { return try SeriesReader.source(path) }
        var digests = ""
        for name in names.sorted() {
            digests += "\(Digest.sha256(try bytes(name)))  \(name)\n"
        }
        return SeriesRecording.Source(
            file: SeriesReader.lastName(path), sha256: Digest.sha256(Array(digests.utf8)))
    }

    /// Visits the frames in order, with their people.
    ///
    /// - Parameter most: how many frames are visited; evenly spread over the recording when there are more.
    func forEach(
        most: Int = .max, _ visit: (_ frame: Int, _ people: [RawPerson]) throws(Failure) -> Void
    ) throws(Failure) {
        let frames = frameRanges(most)
        for range in frames {
            var people: [RawPerson] = []
            for piece in pieces[range] {
                people += try self.people(piece)
                guard people.count <= Self.mostPeople else { throw tooCrowded(piece) }
            }
            try visit(pieces[range.lowerBound].frame, people)
        }
    }

    /// The pieces of each frame.
    private func frameRanges(_ most: Int) -> [Range<Int>] {
        guard !pieces.isEmpty else { return [] }
        var frames: [Range<Int>] = []
        var start = 0
        for index in 1...pieces.count
        where index == pieces.count || pieces[index].frame != pieces[start].frame {
            frames.append(start..<index)
            start = index
        }
        guard frames.count > most else { return frames }
        return (0..<most).map { frames[$0 * frames.count / most] }
    }

    // MARK: Reading

    private func people(_ piece: Piece) throws(Failure) -> [RawPerson] {
        let value = try value(of: piece)
        guard let people = dialect.people(value) else {
            throw Failure.badInput(
                "\(name(of: piece)) has \(dialect.needs), or is not of \(dialect.format.rawValue)",
                remedy: "let the program write it again, or say with \(.format) what it is")
        }
        return people.filter { !$0.isEmpty }
    }

    private func value(of piece: Piece) throws(Failure) -> JSONValue {
        if let file { return try file.value(in: piece.range, upTo: Self.largestFrame) }
        let name = names[piece.range.lowerBound]
        guard let value = JSONValue(parsing: try bytes(name)) else {
            throw Failure.badInput(
                "\(path)/\(name) is not a file of \(dialect.format.rawValue), no JSON",
                remedy: "let the program write it again")
        }
        return value
    }

    private func name(of piece: Piece) -> String {
        file == nil ? "\(path)/\(names[piece.range.lowerBound])" : "\(path), frame \(piece.frame),"
    }

    private func bytes(_ name: String) throws(Failure) -> [UInt8] {
        let path = "\(self.path)/\(name)"
        do { return try RegularFile.contents(of: path, upTo: Self.largestFrame) } catch {
            if error == .tooLarge {
                throw Failure.badInput(
                    "\(path) is larger than \(Self.largestFrame >> 20) MB",
                    remedy: "give files of one frame each, with few people besides the two")
            }
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give a folder whose files you may read")
        }
    }

    // MARK: Finding frames

    /// Finds the frames of the one file: in a list, under a key that holds one, or by names of pictures.
    private func find(in file: JSONPieces) throws(Failure) {
        var start = 0
        if try file.firstByte() == UInt8(ascii: "{") {
            var members: [JSONPieces.Entry] = []
            try file.forEach { entry throws(Failure) in
                guard members.count < Self.mostPieces else { throw tooMany }
                members.append(entry)
            }
            if let meta = members.first(where: { $0.name == "meta_info" }),
                meta.range.count < Self.largestFrame
            {
                landmarks = PoseDialect.named(try file.value(in: meta.range, upTo: .max))
            }
            if let list = members.first(where: { Self.lists.contains($0.name) }) {
                start = list.range.lowerBound
            } else if members.contains(where: { Self.frameKeys.contains($0.name) }) {
                try add(0, try file.range())
                return
            } else {
                for (index, member) in members.enumerated() {
                    try add(FrameNumber.of(member.name) ?? index, member.range)
                }
                return
            }
        }
        try findInList(file, from: start)
    }

    /// Keys of lists of frames or people: MMPose's demos, COCO's files, and what people write themselves.
    private static let lists = ["instance_info", "annotations", "frames", "predictions"]
    /// Keys of a single frame.
    private static let frameKeys = ["people", "bodies", "instances"]

    private func findInList(_ file: JSONPieces, from start: Int) throws(Failure) {
        var index = 0
        try file.forEach(from: start) { entry throws(Failure) in
            let value = try file.value(in: entry.range, upTo: Self.largestFrame)
            let number =
                Self.numberKeys.lazy.compactMap { value[$0] }.first.flatMap(FrameNumber.of) ?? index
            try add(number, entry.range)
            index += 1
        }
        guard let least = pieces.map(\.frame).min() else { return }
        // MMPose's demos count from 1, its inferencer from 0.
        if dialect.format == .mmpose, least == 1 {
            for piece in pieces.indices { pieces[piece].frame -= 1 }
        }
    }

    /// Keys of a frame's number.
    private static let numberKeys = ["image_id", "frame_id", "frame", "frame_index", "image_name"]

    private func add(_ frame: Int, _ range: Range<Int>) throws(Failure) {
        guard pieces.count < Self.mostPieces else { throw tooMany }
        pieces.append(Piece(frame: frame, range: range))
    }

    private func tooCrowded(_ piece: Piece) -> Failure {
        Failure.badInput(
            "\(name(of: piece)) has more than \(Self.mostPeople) people"
                + (file == nil ? "" : " in it"),
            remedy: "give the keypoints of two people")
    }

    private var tooMany: Failure {
        Failure.badInput(
            "\(path) holds more than \(Self.mostPieces / 1_000_000) million people",
            remedy: "give the keypoints of one session")
    }

    private func checkNames() throws(Failure) {
        guard file == nil else { return }
        for (piece, next) in zip(pieces, pieces.dropFirst()) where piece.frame == next.frame {
            throw Failure.badInput(
                "\(path) holds frame \(piece.frame) twice, \(names[piece.range.lowerBound]) and "
                    + names[next.range.lowerBound],
                remedy: "keep the files of one recording in a folder")
        }
    }

    /// The dialect of a value that is not of the one asked for.
    private static func otherDialect(
        than dialect: PoseDialect, _ value: JSONValue
    ) -> PoseDialect? {
        if dialect.people(value) != nil { return nil }
        return PoseDialect.all.first { $0.people(value) != nil }
    }

    private func mismatch(_ other: PoseDialect) -> Failure {
        Failure.badInput(
            "\(path) is not a file of \(dialect.format.rawValue), it looks like "
                + other.format.rawValue,
            remedy: "say so with \(.format) \(other.format.rawValue)")
    }

    /// The format that a file or folder looks like; `nil` when it holds no keypoints in JSON.
    static func detect(_ path: String) throws(Failure) -> SeriesFormat? {
        for dialect in PoseDialect.all {
            let frames = try? PoseFrames(path, format: dialect.format)
            guard let frames, let first = frames.pieces.first,
                let value = try? frames.value(of: first), let people = dialect.people(value)
            else { continue }
            // Its `open` form is OpenPose's but for the version.
            if value["version"]?.asText?.hasPrefix("AlphaPose") == true { return .alphapose }
            if !people.isEmpty || dialect.format == .openpose { return dialect.format }
        }
        return nil
    }
}

/// The number of a frame in a name or a value.
enum FrameNumber {
    /// 12 of `session_000000000012_keypoints.json`, `frame12.jpg`, `12`: the last digits of the name; `nil`
    /// when there are none.
    static func of(_ name: String) -> Int? {
        let file = name.split(separator: "/").last ?? ""
        var stem = file
        if let dot = file.lastIndex(of: "."), !file[dot...].dropFirst().allSatisfy(\.isNumber) {
            stem = file[..<dot]
        }
        let rest = stem.reversed().drop { !($0.isASCII && $0.isNumber) }
        return Int(String(rest.prefix { $0.isASCII && $0.isNumber }.reversed()))
    }

    static func of(_ value: JSONValue) -> Int? {
        switch value {
        case .integer(let number): number
        case .string(let name): of(name)
        default: nil
        }
    }
}

extension JSONPieces {
    /// Opens a file with series.
    convenience init(series path: String) throws(Failure) {
        self.init(path, file: try SeriesFile.open(path))
    }
}
