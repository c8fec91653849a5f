/// Gives the instants to measure, from one video with both people or from two with one each.
protocol InstantReader {
    /// The next instant; its frames stay valid until so many more were asked for as the reader was made
    /// to look ahead. `nil` at the end.
    mutating func next() throws -> Instant?
    /// The videos, in the order of the seats.
    var readers: [VideoReader] { get }
}

/// Both people in one video.
struct SharedReader: InstantReader {
    private var video: VideoReader
    private var sampler: Sampler
    /// Filled in turn: one is being measured while others are decoded.
    private var frames: [Frame]
    private var turn = 0

    /// - Parameter ahead: how many instants are looked at ahead of the one that is measured.
    init(_ source: any FrameSource, rate: Double?, ahead: Int = 1) throws {
        video = VideoReader(source)
        sampler = Sampler(rate: rate)
        frames = try (0...ahead).map { _ in try Frame() }
    }

    var readers: [VideoReader] { [video] }

    mutating func next() throws -> Instant? {
        turn = (turn + 1) % frames.count
        let frame = frames[turn]
        var isAfterBreak = false
        while let time = try video.read(into: frame) {
            isAfterBreak = isAfterBreak || video.source.isAfterBreak
            guard sampler.takes(time) else { continue }
            var instant = Instant(time: time, shared: frame)
            instant.breaks = video.takeBreaks()
            instant.isAfterBreak = isAfterBreak
            return instant
        }
        return nil
    }
}

/// One person in each video. The first video's clock is the session's and gives the instants; the
/// second's picture at an instant is the one nearest to it.
struct PairReader: InstantReader {
    private var video: VideoReader
    private var sampler: Sampler
    private var other: Neighbour
    private var frames: [Frame]
    private var otherFrames: [Frame]
    private var turn = 0

    /// - Parameters:
    ///   - offset: how much later the second video started, seconds.
    ///   - drift: seconds that the first clock gains on the second per second of the second.
    ///   - ahead: how many instants are looked at ahead of the one that is measured.
    init(
        _ first: any FrameSource, _ second: any FrameSource, rate: Double?, offset: Double,
        drift: Double = 0, ahead: Int = 1
    ) throws {
        video = VideoReader(first)
        sampler = Sampler(rate: rate)
        other = try Neighbour(second, offset: offset, drift: drift)
        frames = try (0...ahead).map { _ in try Frame() }
        otherFrames = try (0...ahead).map { _ in try Frame() }
    }

    var readers: [VideoReader] { [video, other.video] }

    mutating func next() throws -> Instant? {
        turn = (turn + 1) % frames.count
        let frame = frames[turn]
        var isAfterBreak = false
        while let time = try video.read(into: frame) {
            isAfterBreak = isAfterBreak || video.source.isAfterBreak
            guard sampler.takes(time) else { continue }
            let found = try other.picture(at: time, into: otherFrames[turn])
            var instant = Instant(
                time: time, first: frame, second: found ? otherFrames[turn] : nil)
            instant.isRepeated = found && other.isRepeated
            instant.breaks = video.takeBreaks() + (found ? other.takeBreaks() : [])
            instant.isAfterBreak = isAfterBreak
            return instant
        }
        // The other file is read to its end too, to know how long it is and whether it is damaged.
        try other.drain()
        return nil
    }
}

/// The picture of a video that is nearest to a time.
private struct Neighbour {
    var video: VideoReader
    private let offset: Double
    private let drift: Double
    /// The last frame at or before the time that was asked for, and the one after it.
    private var before: Frame
    private var after: Frame
    private var beforeTime: Double?
    private var afterTime: Double?
    private var isOver = false
    /// The breaks before a picture that was not shown yet, and that picture's time.
    private var breaks: [VideoBreak] = []
    private var breakTime = 0.0
    /// Timestamp of the picture that was shown last, and whether that was the one before too.
    private var shown: Double?
    private(set) var isRepeated = false

    init(_ source: any FrameSource, offset: Double, drift: Double) throws {
        video = VideoReader(source)
        self.offset = offset
        self.drift = drift
        before = try Frame()
        after = try Frame()
    }

    /// Shows in `frame` the picture nearest to `time` (seconds of the session, rising); false before
    /// the video began and after its end.
    mutating func picture(at time: Double, into frame: Frame) throws -> Bool {
        if afterTime == nil, !isOver { try readAfter() }
        while let next = afterTime, next <= time {
            swap(&before, &after)
            beforeTime = next
            try readAfter()
        }
        guard let chosen = nearest(to: time) else { return false }
        isRepeated = shown == chosen.time
        shown = chosen.time
        try frame.show(chosen.frame)
        return true
    }

    private func nearest(to time: Double) -> (frame: Frame, time: Double)? {
        switch (beforeTime, afterTime) {
        case (let early?, let late?):
            let chosen = time - early <= late - time ? (before, early) : (after, late)
            // In a hole of the file there is no picture.
            return abs(time - chosen.1) <= Self.farthest ? chosen : nil
        case (let early?, nil): return time <= sessionTime(video.end) ? (before, early) : nil
        // Half a frame before the first one, it is still the nearest.
        case (nil, let late?): return late - time <= 0.02 ? (after, late) : nil
        case (nil, nil): return nil
        }
    }

    /// A picture farther from an instant than this says nothing about it, seconds.
    private static let farthest = 0.5

    /// The first video's time of a time of this one.
    private func sessionTime(_ time: Double) -> Double { offset + (1 + drift) * time }

    private mutating func readAfter() throws {
        afterTime = try video.read(into: after).map(sessionTime)
        isOver = afterTime == nil
        let new = video.takeBreaks()
        if !new.isEmpty { breakTime = afterTime ?? 0 }
        breaks += new
    }

    /// The breaks up to the picture that is shown, since this was asked last.
    mutating func takeBreaks() -> [VideoBreak] {
        guard let shown, shown >= breakTime else { return [] }
        defer { breaks = [] }
        return breaks.map { each in
            var each = each
            each.video = 1
            return each
        }
    }

    mutating func drain() throws {
        while !isOver { try readAfter() }
    }
}
