package import Posture

/// What a file does not say about itself, and how it is read.
package struct SeriesReading: Sendable, Equatable {
    /// Motion energy and belts: whose the columns are.
    package var columns: PersonColumns?
    /// Motion energy: what happens to samples that jump as where a video is cut.
    package var spikes = Spikes.auto
    /// Keypoints: the order they are in; `nil`: as they look.
    package var skeleton: Skeleton?
    /// Keypoints that are shares of the picture: its size.
    package var frameSize: FrameSize?

    package enum Spikes: String, Sendable, CaseIterable {
        /// They are left out, but not from the statistics of other packages, which know of none.
        case auto
        case drop, keep
    }

    package init() {}
}

/// Width and height of a picture, pixels.
package struct FrameSize: Sendable, Equatable {
    package let width: Double
    package let height: Double

    /// Of `1920x1080`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
            Self.sides.contains(width), Self.sides.contains(height)
        else { return nil }
        self.width = Double(width)
        self.height = Double(height)
    }

    /// Pixels.
    private static let sides = 16...65_536

    /// As it is given.
    package var description: String { "\(Int(width))x\(Int(height))" }
}
