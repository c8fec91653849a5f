import Base
import Foundation
import VisionProtocol

/// The chapters of one recording as one source: times go on from one file to the next.
///
/// All files are open from the beginning, so that one that does not fit is known before anything is
/// measured; each is closed after its last frame.
final class ChapteredSource: FrameSource {
    struct Chapter {
        var path: String
        var source: any FrameSource
        var stamps: ChapterStamps
    }

    /// Of the first file, with the length of all of them.
    let description: SourceDescription
    let remarks: [String]
    /// What was read of each file that has ended.
    private(set) var lengths: [TrackingEnd.Length] = []
    private(set) var isAfterBreak = false

    private let paths: [String]
    /// The file that is read comes first.
    private var waiting: ArraySlice<Chapter>
    private var reading: VideoReader?
    /// The latest file of which a frame was read; its own time 0 is at `start`, seconds.
    private var placed: (stamps: ChapterStamps, start: Double)?
    /// The end of what was recorded so far, and the last frame, seconds.
    private var end = 0.0
    private var last = -Double.infinity
    private var closedDamage = 0
    private var notes: [String] = []
    /// Whether any file was taken to follow the one before though none says so to a frame.
    private var isAssumed = false
    private let began: (_ file: Int, _ start: Double) throws -> Void

    /// In a gap longer than this people need not stay where they were, seconds.
    private static let longestBlink = 1.0
    private static let mostFindings = 40

    /// - Parameter began: is told of every file when its first frame is read: its index, and when its
    ///   own time is 0, seconds.
    /// - Throws: ``Failure/Kind/badInput`` when a picture is another one than the first file's.
    init(
        _ chapters: [Chapter], began: @escaping (_ file: Int, _ start: Double) throws -> Void
    ) throws(Failure) {
        self.began = began
        paths = chapters.map(\.path)
        waiting = chapters[...]
        guard let first = chapters.first else {
            throw Failure.badInput("no video is given", remedy: "give a video")
        }
        for chapter in chapters.dropFirst() { try Self.require(chapter, like: first) }
        var description = first.source.description
        let lengths = chapters.map(\.source.description.likelyDuration)
        description.likelyDuration = lengths.contains(0) ? 0 : lengths.reduce(0, +)
        // What is missing of each file, its own length tells.
        description.duration = 0
        self.description = description
        remarks = chapters.flatMap { chapter in
            chapter.source.remarks.map { "\(chapter.path): \($0)" }
        }
    }

    private static func require(_ chapter: Chapter, like first: Chapter) throws(Failure) {
        let (own, other) = (chapter.source.description, first.source.description)
        guard
            own.storedWidth != other.storedWidth || own.storedHeight != other.storedHeight
                || abs(own.width - other.width) > 1 || abs(own.height - other.height) > 1
                || own.rotation != other.rotation
        else { return }
        func size(_ picture: SourceDescription) -> String {
            "\(Int(picture.width))x\(Int(picture.height))"
                + (picture.rotation == 0 ? "" : " turned by \(picture.rotation)°")
        }
        throw Failure.badInput(
            "\(chapter.path) has a picture of \(size(own)), and \(first.path) one of \(size(other))",
            remedy: "give the chapters of one recording, or convert this one to the same picture")
    }

    var damaged: Int { closedDamage + (reading?.source.damaged ?? 0) }

    /// What is missing, and what was taken for granted.
    var findings: [String] {
        var findings = notes
        if isAssumed {
            findings.append(
                "the files do not say to a frame when each began: they are taken to follow one another "
                    + "without a gap")
        }
        guard findings.count > Self.mostFindings else { return findings }
        let rest = findings.count - Self.mostFindings + 1
        return findings.prefix(Self.mostFindings - 1) + ["\(rest) more remarks on the files"]
    }

    func read(into frame: Frame) throws -> Double? {
        isAfterBreak = false
        while let chapter = waiting.first {
            if reading == nil { reading = VideoReader(chapter.source) }
            guard let own = try reading?.read(into: frame) else {
                close(chapter)
                continue
            }
            let time = try start(of: chapter, at: own) + own
            // A hair of overlap would turn time back.
            guard time - last >= EventLimits.shortestStep else { continue }
            guard EventLimits.isTime(time) else {
                throw Failure.badInput(
                    "the files are longer than 48 hours together",
                    remedy: "give those of one session")
            }
            last = time
            return time
        }
        return nil
    }

    /// When the own time of the file that is read is 0.
    ///
    /// - Parameter own: of the frame that was read.
    private func start(of chapter: Chapter, at own: Double) throws -> Double {
        if let placed, reading?.frames != 1 { return placed.start }
        let start = placed.map { place(chapter, after: $0, firstFrame: own) } ?? end
        placed = (chapter.stamps, start)
        try began(lengths.count, start)
        return start
    }

    private func place(
        _ chapter: Chapter, after previous: (stamps: ChapterStamps, start: Double),
        firstFrame: Double
    ) -> Double {
        let placement = ChapterPlacement(
            chapter.stamps, after: previous.stamps, length: end - previous.start,
            step: reading?.step ?? 0.04)
        isAfterBreak = placement.gap > Self.longestBlink
        isAssumed = isAssumed || placement.evidence == .nothing
        let names = paths[(lengths.count - 1)...lengths.count].map(Self.name)
        notes += placement.sentences(between: names[0], and: names[1])
        // Where sound begins first, pictures go on all the same.
        return end + placement.gap
            - (placement.gap == 0 && firstFrame < Self.longestBlink ? firstFrame : 0)
    }

    private static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }

    /// Ends the file that is read.
    private func close(_ chapter: Chapter) {
        waiting.removeFirst()
        guard let video = reading else { return }
        reading = nil
        closedDamage += video.source.damaged
        lengths.append(.init(frames: video.frames, duration: video.duration))
        if video.frames == 0 {
            notes.append("\(chapter.path) has no readable frame; nothing is measured there")
            end += video.source.description.likelyDuration
        } else {
            notes += video.findings.map { "\(chapter.path): \($0)" }
            // What is missing at its end was recorded all the same.
            let length = video.isCutShort ? video.source.description.duration : video.end
            end = max(end, (placed?.start ?? 0) + length)
        }
    }
}
