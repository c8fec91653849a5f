package import Posture

/// What the vision process is asked to do; handed over as a ``RequestLine``.
package struct TrackingRequest: Sendable, Codable, Equatable {
    /// That of one camera with both people, or of two with one person each.
    package var footage: [Footage]
    package var layout: Layout
    /// Whose picture is mirrored; one that both share is so for both or for nobody.
    package var mirrored: Mirroring?
    /// By seat, whether the person agreed to have their breathing measured; `nil` for nobody.
    package var breathing: [Bool]?
    /// What the two do; `nil` for people who sit.
    package var scene: Scene?
    /// Measured instants per second; `nil` measures every frame.
    package var rate: Double?
    /// How much later the second video started, seconds.
    package var offset: Double
    /// Seconds that the first video's clock gains on the second's, per second of the second.
    package var drift: Double
    /// The number of the video stream in each file, from 1; `nil` for the one that players show.
    package var stream: Int?

    /// Single precision on every processor.
    package var singlePrecision: Bool
    /// Where to resume; `nil` starts with the first frame.
    package var checkpoint: TrackingCheckpoint?
    /// Of a recording: whether a picture of each camera comes now and then before the frame that it shows; `nil` for none.
    package var pictures: Bool?
    /// Measures while it happens; `nil` reads a recording from its first frame to its last.
    package var live: LiveRequest?

    package init(
        footage: [Footage], layout: Layout = .auto, rate: Double? = nil, offset: Double = 0,
        drift: Double = 0, stream: Int? = nil, singlePrecision: Bool = false,
        checkpoint: TrackingCheckpoint? = nil,
        live: LiveRequest? = nil
    ) {
        self.footage = footage
        self.layout = layout
        self.rate = rate
        self.offset = offset
        self.drift = drift
        self.stream = stream
        self.singlePrecision = singlePrecision
        self.checkpoint = checkpoint
        self.live = live
    }

    /// A file per camera; live, the camera's device.
    package init(
        videos: [String], layout: Layout = .auto, rate: Double? = nil, offset: Double = 0,
        stream: Int? = nil, singlePrecision: Bool = false, checkpoint: TrackingCheckpoint? = nil,
        live: LiveRequest? = nil
    ) {
        self.init(
            footage: videos.map { Footage([$0]) }, layout: layout, rate: rate, offset: offset,
            stream: stream, singlePrecision: singlePrecision, checkpoint: checkpoint, live: live)
    }

    /// The paths of all files, camera by camera.
    package var files: [String] { footage.flatMap(\.files) }
}

/// What one camera recorded.
package struct Footage: Sendable, Codable, Equatable {
    /// Paths: of one file, or of the chapters of one recording, in order; live, of the device.
    package var files: [String]

    /// Each file is open while networks are loaded, and a process has room for so many.
    package static let mostFiles = 100

    package init(_ files: [String]) { self.files = files }
}

/// Where in the picture the two people are.
package enum Layout: Sendable, Codable, Equatable {
    /// Both anywhere in one picture; the image left one is the first seat.
    case auto
    /// One person in each half, as in a recorded video call.
    case sideBySide
    /// One person in each region.
    case regions(PictureRegion, PictureRegion)
}

extension Layout {
    /// Whether it can be told whose picture is mirrored: of two people who may be anywhere in one picture, it is for both.
    package func tellsApart(_ mirrored: Mirroring, cameras: Int) -> Bool {
        mirrored == .both || cameras > 1 || self != .auto
    }
}

/// An upright rectangle of the picture.
package struct PictureRegion: Sendable, Codable, Equatable {
    /// Shares of the picture's width and height, 0…1, or pixels of the upright square-pixel picture
    /// when any number exceeds 1.
    package var x, y, width, height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

extension Layout: CustomStringConvertible {
    /// As it is written on the command line: `auto`, `side-by-side`, `regions=x,y,w,h;x,y,w,h`.
    package var description: String {
        switch self {
        case .auto: "auto"
        case .sideBySide: "side-by-side"
        case .regions(let a, let b): "regions=\(a.text);\(b.text)"
        }
    }

    /// Reads what `description` writes; `nil` when it is not a layout.
    package init?(_ text: String) {
        switch text {
        case "auto": self = .auto
        case "side-by-side": self = .sideBySide
        default:
            guard text.hasPrefix("regions=") else { return nil }
            let regions = text.dropFirst("regions=".count).split(
                separator: ";", omittingEmptySubsequences: false
            ).map(PictureRegion.init(text:))
            guard regions.count == 2, let first = regions[0], let second = regions[1] else {
                return nil
            }
            self = .regions(first, second)
        }
    }
}

extension PictureRegion {
    fileprivate var text: String { [x, y, width, height].map(Self.short).joined(separator: ",") }

    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }

    fileprivate init?(text: Substring) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard parts.count == 4, numbers.count == 4, numbers.allSatisfy(\.isFinite),
            numbers[0] >= 0, numbers[1] >= 0, numbers[2] > 0, numbers[3] > 0
        else { return nil }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}
