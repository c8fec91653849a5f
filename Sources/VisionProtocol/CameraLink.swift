package import Base

/// A question to the vision process about cameras, handed over as a ``RequestLine``. The answer is
/// ``CameraAnswer`` values as JSON, a line each, on standard output.
package enum CameraRequest: Sendable, Codable, Equatable {
    /// Which cameras are there?
    case list
    /// Read frames from a device or a video file for so many seconds and report how they arrive; size in
    /// pixels and frames per second are what is wanted of a device.
    case watch(path: String, seconds: Double, width: Int, height: Int, rate: Double)
}

/// The vision process's answer about cameras.
package enum CameraAnswer: Sendable, Codable, Equatable {
    case cameras([CameraReport])
    /// What the watched camera was set to, in words.
    case watching(String)
    case frame(WatchedFrame)
    /// Something happened to the camera, in words.
    case event(String)
    case failure(Failure)
}

/// A camera and what it offers.
package struct CameraReport: Sendable, Codable, Equatable {
    /// A pixel format with the sizes and rates that it comes in: one of each, or a range.
    package struct Mode: Sendable, Codable, Equatable {
        /// Its four characters, such as `MJPG`.
        package var format: String
        /// True when Attune can read it.
        package var readable: Bool
        /// True when the driver has something else and it is converted.
        package var converted: Bool
        /// Pixels; `nil` when the driver does not say.
        package var minWidth, maxWidth, minHeight, maxHeight: Int?
        /// Frames per second; `nil` when the driver does not say.
        package var minRate, maxRate: Double?

        package init(
            format: String, readable: Bool, converted: Bool, widths: ClosedRange<Int>?,
            heights: ClosedRange<Int>?, rates: ClosedRange<Double>?
        ) {
            self.format = format
            self.readable = readable
            self.converted = converted
            minWidth = widths?.lowerBound
            maxWidth = widths?.upperBound
            minHeight = heights?.lowerBound
            maxHeight = heights?.upperBound
            minRate = rates?.lowerBound
            maxRate = rates?.upperBound
        }

        enum CodingKeys: String, CodingKey {
            case format, readable, converted
            case minWidth = "min_width"
            case maxWidth = "max_width"
            case minHeight = "min_height"
            case maxHeight = "max_height"
            case minRate = "min_rate"
            case maxRate = "max_rate"
        }
    }

    /// What `attune live` would set.
    package struct Setting: Sendable, Codable, Equatable {
        package var format: String
        package var width: Int
        package var height: Int
        /// Frames per second, 0 when the driver does not say.
        package var rate: Double

        package init(format: String, width: Int, height: Int, rate: Double) {
            self.format = format
            self.width = width
            self.height = height
            self.rate = rate
        }
    }

    /// Its path, such as `/dev/video0`.
    package var device: String
    /// The path that stays when the number changes; `nil` when there is none.
    package var id: String?
    package var name: String
    package var driver: String
    /// Where it is plugged in.
    package var bus: String
    package var modes: [Mode]
    /// What would be used; `nil` when it cannot be.
    package var chosen: Setting?
    /// Why it cannot be used, and what to do.
    package var problem: Failure?

    package init(
        device: String, id: String? = nil, name: String, driver: String = "", bus: String = "",
        modes: [Mode] = [], chosen: Setting? = nil, problem: Failure? = nil
    ) {
        self.device = device
        self.id = id
        self.name = name
        self.driver = driver
        self.bus = bus
        self.modes = modes
        self.chosen = chosen
        self.problem = problem
    }
}

/// A frame that was read and discarded.
package struct WatchedFrame: Sendable, Codable, Equatable {
    /// Seconds since the first frame.
    package var time: Double
    /// When it was captured, seconds of `CLOCK_MONOTONIC`.
    package var captured: Double
    /// Seconds from there until it was in memory, ready to be measured.
    package var delay: Double
    /// The driver's number of it.
    package var sequence: Int
    /// Frames since the one before: passed over because this one is newer, never received, damaged.
    package var skipped, dropped, damaged: Int

    package init(
        time: Double, captured: Double, delay: Double, sequence: Int, skipped: Int, dropped: Int,
        damaged: Int
    ) {
        self.time = time
        self.captured = captured
        self.delay = delay
        self.sequence = sequence
        self.skipped = skipped
        self.dropped = dropped
        self.damaged = damaged
    }
}

extension CameraAnswer: VisionAnswer {
    package var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }

    /// The answer with its texts made safe: cameras name themselves, and a video may have been watched.
    /// - Throws: ``WireError/notARecord`` when a number in it is beyond ``EventLimits``.
    package func admitted() throws -> CameraAnswer {
        switch self {
        case .cameras(let cameras): return .cameras(try cameras.map { try $0.admitted() })
        case .watching(let words): return .watching(words.safe())
        case .event(let words): return .event(words.safe())
        case .failure(let failure): return .failure(failure.safe)
        case .frame(let frame):
            try frame.check()
            return self
        }
    }
}

extension CameraReport {
    fileprivate func admitted() throws -> CameraReport {
        var report = self
        report.device = device.safe()
        report.id = id?.safe()
        report.name = name.safe()
        report.driver = driver.safe()
        report.bus = bus.safe()
        report.modes = try modes.map { try $0.admitted() }
        report.chosen = try chosen?.admitted()
        report.problem = problem?.safe
        return report
    }
}

extension CameraReport.Mode {
    fileprivate func admitted() throws -> Self {
        let sizes = [minWidth, maxWidth, minHeight, maxHeight].compactMap { $0 }
        try EventLimits.require(sizes.allSatisfy(EventLimits.counts.contains))
        let rates = [minRate, maxRate].compactMap { $0 }
        try EventLimits.require(rates.allSatisfy(EventLimits.lengths.contains))
        var mode = self
        mode.format = format.safe(longest: EventLimits.longestWord)
        return mode
    }
}

extension CameraReport.Setting {
    fileprivate func admitted() throws -> Self {
        try EventLimits.require([width, height].allSatisfy(EventLimits.counts.contains))
        try EventLimits.require(EventLimits.lengths.contains(rate))
        var setting = self
        setting.format = format.safe(longest: EventLimits.longestWord)
        return setting
    }
}

extension WatchedFrame {
    fileprivate func check() throws {
        try EventLimits.require(
            [time, captured, delay].allSatisfy { abs($0) <= EventLimits.clocks.upperBound })
        try EventLimits.require(
            [skipped, dropped, damaged].allSatisfy(EventLimits.counts.contains))
    }
}
