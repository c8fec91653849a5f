import CVision

/// How a camera is to be set: a pixel format, a size and a rate.
package struct CameraSetting: Sendable, Equatable {
    package var format: PixelFormat
    /// Pixels.
    package var width: Int
    package var height: Int
    /// Frames per second, 0 when the driver does not say.
    package var rate: Double

    package init(format: PixelFormat, width: Int, height: Int, rate: Double) {
        self.format = format
        self.width = width
        self.height = height
        self.rate = rate
    }
}

/// What is wanted of a camera.
package struct CameraPreference: Sendable, Equatable {
    /// Pixels.
    package var width: Int
    package var height: Int
    /// Frames per second.
    package var rate: Double

    /// 640 × 480 at 30: two seated people fill a network's input from that, and every camera has it.
    package static let usual = CameraPreference(width: 640, height: 480, rate: 30)

    package init(width: Int, height: Int, rate: Double) {
        self.width = width
        self.height = height
        self.rate = rate
    }
}

/// A V4L2 pixel format by its four characters, such as `MJPG`.
package struct PixelFormat: Sendable, Hashable, CustomStringConvertible {
    /// The first character in the lowest byte.
    package var code: UInt32

    package init(code: UInt32) { self.code = code }

    /// The first four characters, blanks for those that are missing.
    package init(_ characters: String) {
        let bytes = Array(characters.utf8.prefix(4))
        code = (0..<4).reduce(0) {
            $0 | UInt32($1 < bytes.count ? bytes[$1] : 0x20) << (8 * $1)
        }
    }

    /// As the kernel writes it: a set highest bit, big-endian samples, becomes `-BE`.
    package var description: String {
        let bytes = (0..<4).map { UInt8(code >> (8 * $0) & 0x7F) }
        let text = String(
            decoding: bytes.map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        if code >> 31 == 1 { return text + "-BE" }
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// True when its pictures can be read.
    package var isReadable: Bool { cv_unpacker_knows(code) != 0 }

    /// What is liked best among formats of the same size and rate, best first. Grey pictures come
    /// last of all: clothes are then of little use for telling who is who.
    ///
    /// NV12 and YUYV cost a copy and MJPEG 1 to 2 ms a frame; but a camera on USB 2 often has its full
    /// rate in MJPEG only, and then the rate decides (see ``CameraMode/best(of:for:)``).
    static let preference = [
        "NV12", "NV21", "YU12", "YV12", "YUYV", "UYVY", "YVYU", "VYUY", "422P", "MJPG", "JPEG",
        "RGB3", "BGR3", "XR24", "GREY",
    ].map { PixelFormat($0) }

    var rank: Int { Self.preference.firstIndex(of: self) ?? Self.preference.count }
}

/// A format with the sizes and rates that a camera has it in.
package struct CameraMode: Sendable, Equatable {
    package var format: PixelFormat
    /// True when libv4l2 makes it from something else that the camera has.
    package var isConverted: Bool
    /// Pixels, a size or the smallest and the largest of a range; `nil` when the driver does not say.
    package var widths: ClosedRange<Int>?
    package var heights: ClosedRange<Int>?
    /// From one width or height of a range to the next.
    package var widthStep: Int
    package var heightStep: Int
    /// Frames per second, one rate or a range; `nil` when the driver does not say.
    package var rates: ClosedRange<Double>?

    package init(
        _ format: PixelFormat, isConverted: Bool = false, widths: ClosedRange<Int>? = nil,
        heights: ClosedRange<Int>? = nil, widthStep: Int = 1, heightStep: Int = 1,
        rates: ClosedRange<Double>? = nil
    ) {
        self.format = format
        self.isConverted = isConverted
        self.widths = widths
        self.heights = heights
        self.widthStep = widthStep
        self.heightStep = heightStep
        self.rates = rates
    }

    /// The setting of this mode that comes nearest to the wish.
    func nearest(to wish: CameraPreference) -> CameraSetting {
        CameraSetting(
            format: format, width: Self.nearest(wish.width, in: widths, step: widthStep),
            height: Self.nearest(wish.height, in: heights, step: heightStep),
            rate: rates.map { min(max(wish.rate, $0.lowerBound), $0.upperBound) } ?? 0)
    }

    private static func nearest(_ wanted: Int, in range: ClosedRange<Int>?, step: Int) -> Int {
        guard let range else { return wanted }
        let inside = min(max(wanted, range.lowerBound), range.upperBound)
        let steps = (inside - range.lowerBound) / max(step, 1)
        return range.lowerBound + steps * max(step, 1)
    }

    /// The best setting for a wish; `nil` when there is no readable format.
    ///
    /// In this order: the size nearest to the wanted one (a larger one rather than one too small to see
    /// a hand in); a rate of at least the wanted one, or else the highest, where an unsaid rate counts
    /// as enough; what the camera has itself rather than what libv4l2 converts; and the format by
    /// ``PixelFormat/preference``.
    package static func best(of modes: [CameraMode], for wish: CameraPreference) -> CameraSetting? {
        let usable = modes.filter { $0.format.isReadable }
        return usable.map { (mode: $0, setting: $0.nearest(to: wish)) }
            .min { Cost($0.mode, $0.setting, wish) < Cost($1.mode, $1.setting, wish) }?
            .setting
    }
}

/// How far a setting is from a wish; the parts decide one after the other.
private struct Cost: Comparable {
    private let parts: [Double]

    init(_ mode: CameraMode, _ setting: CameraSetting, _ wish: CameraPreference) {
        let shortfall = setting.rate == 0 ? 0 : max(0, wish.rate - setting.rate)
        // Half a frame less per second, as in 29.97, is no reason for another format.
        let tooSlow = shortfall < 0.5 ? 0 : shortfall
        let excess = setting.rate == 0 ? 0 : max(0, setting.rate - wish.rate)
        parts = [
            Self.distance(setting, wish), mode.format == PixelFormat("GREY") ? 1 : 0, tooSlow,
            mode.isConverted ? 1 : 0, Double(mode.format.rank), excess,
        ]
    }

    /// 0 for the wanted size; twice as bad when it is smaller as when it is larger by the same factor.
    private static func distance(_ setting: CameraSetting, _ wish: CameraPreference) -> Double {
        func part(_ given: Int, _ wanted: Int) -> Double {
            guard given > 0, wanted > 0 else { return 10 }
            let factor = Double(given) / Double(wanted)
            return factor >= 1 ? factor - 1 : 2 * (1 / factor - 1)
        }
        return part(setting.width, wish.width) + part(setting.height, wish.height)
    }

    static func < (a: Cost, b: Cost) -> Bool {
        for (first, second) in zip(a.parts, b.parts) where first != second {
            return first < second
        }
        return false
    }
}
