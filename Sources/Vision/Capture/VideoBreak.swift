import CVision
import Foundation

/// A place at which a video is not the continuation of what was before: recordings were joined, or the
/// picture is stored in another size. The two people need not be where they were.
package struct VideoBreak: Sendable, Equatable {
    /// Of the first frame after it, seconds.
    package var time: Double
    /// How far the recording's own clock leapt, seconds, negative when it was set back; `nil` when it
    /// runs on.
    package var leap: Double?
    /// Size of the upright picture from there on, pixels, when it changes.
    package var size: (width: Double, height: Double)?
    /// Its number in the video, from 1.
    package var number = 0
    /// Of which video: 0 or 1.
    package var video = 0

    /// How many are told one by one.
    static let told = 10

    init(time: Double, leap: Double? = nil, size: (width: Double, height: Double)? = nil) {
        self.time = time
        self.leap = leap
        self.size = size
    }

    /// What a frame's picture says; `nil` when it goes on from the one before.
    init?(_ broken: cv_break, at time: Double) {
        guard broken.kind != CV_UNBROKEN else { return nil }
        let kind = broken.kind.rawValue
        self.init(
            time: time, leap: kind & CV_CLOCK_BREAKS.rawValue != 0 ? broken.leap : nil,
            size: kind & CV_PICTURE_CHANGES.rawValue != 0 ? (broken.width, broken.height) : nil)
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.time == other.time && one.leap == other.leap && one.number == other.number
            && one.video == other.video && one.size?.width == other.size?.width
            && one.size?.height == other.size?.height
    }

    /// For the reader of the results.
    var sentence: String {
        let at = String(format: "%.1f s", time)
        let clock = leap.map { leap in
            let seconds = String(format: "%.1f s", abs(leap))
            return leap < 0
                ? "the recording's clock restarts at \(at) (it is set back by \(seconds))"
                : "the recording's clock jumps ahead by \(seconds) at \(at)"
        }
        let picture = size.map { size in
            "the stored picture changes at \(at): it is \(Int(size.width.rounded())) x "
                + "\(Int(size.height.rounded())) from there on, and is shown undistorted in the frame "
                + "of the first"
        }
        return [clock, picture].compactMap { $0 }.joined(separator: ", and ")
            + "; time goes on, and who is who is found anew"
    }
}

/// Stretches of a video in which no picture is stored.
struct VideoPauses {
    private(set) var count = 0
    private var total = 0.0
    private var longest = (start: 0.0, length: 0.0)

    /// A shorter one is not told, seconds: two people need longer to change places.
    static let shortest = TrackingParameters.standard.swaps.hole

    /// Takes the times of two frames that follow each other, seconds.
    mutating func take(from last: Double, to next: Double) {
        let length = next - last
        guard length >= Self.shortest else { return }
        count += 1
        total += length
        if length > longest.length { longest = (last, length) }
    }

    /// For the reader of the results; `nil` when there was none.
    var sentence: String? {
        guard count > 0 else { return nil }
        let one = String(
            format: "no picture is stored for %.1f s from %.1f s on", longest.length, longest.start)
        guard count > 1 else { return one + "; nothing is measured there" }
        return String(
            format:
                "in %d places no picture is stored for %.0f s or more, %.1f s in all (the longest: "
                + "%.1f s from %.1f s on); nothing is measured there",
            count, Self.shortest, total, longest.length, longest.start)
    }
}
