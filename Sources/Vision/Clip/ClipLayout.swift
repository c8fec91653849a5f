import VisionProtocol

/// Where things are in a clip: the picture, or the two beside each other, and a band for text below, so
/// that no caption covers a person.
struct ClipLayout: Equatable {
    /// An upright rectangle of the clip, pixels.
    struct Area: Equatable {
        var x, y, width, height: Double
    }

    /// The pictures are made to fit into this, pixels.
    static let largest = (width: 1280.0, height: 720.0)
    /// The narrowest clip in which captions can be read, pixels.
    static let narrowest = 640.0
    /// Height of a line of text in the band, and how many there are: one about the clip, the others for
    /// captions.
    static let line = 34.0
    static let lines = 4

    /// Size of the clip, even numbers of pixels.
    let width: Int
    let height: Int
    /// Where each picture is drawn.
    let pictures: [Area]
    /// Clip pixels per pixel of each picture.
    let scales: [Double]
    /// Where text is.
    let band: Area

    init(_ sizes: [ClipRequest.Picture]) {
        let share = Self.largest.width / Double(max(1, sizes.count))
        scales = sizes.map { size in
            guard size.width > 0, size.height > 0 else { return 1 }
            return min(share / size.width, Self.largest.height / size.height)
        }
        let drawn = zip(sizes, scales).map { (width: $0.width * $1, height: $0.height * $1) }
        let total = drawn.map(\.width).reduce(0, +)
        let tallest = drawn.map(\.height).max() ?? 0
        width = Self.even(max(total, Self.narrowest))
        var x = ((Double(width) - total) / 2).rounded(.down)
        pictures = drawn.map { size in
            defer { x += size.width }
            return Area(
                x: x, y: (tallest - size.height) / 2, width: size.width, height: size.height)
        }
        let top = tallest.rounded(.up)
        height = Self.even(top + Self.line * (Double(Self.lines) + 0.5))
        band = Area(x: 16, y: top, width: Double(width) - 32, height: Double(height) - top)
    }

    /// Where a point of a picture is in the clip.
    func place(_ x: Double, _ y: Double, in picture: Int) -> (x: Double, y: Double) {
        let area = pictures[picture]
        return (area.x + x * scales[picture], area.y + y * scales[picture])
    }

    /// The top of a line of text in the band, from 0.
    func top(ofLine line: Int) -> Double { band.y + Self.line * (Double(line) + 0.25) }

    private static func even(_ value: Double) -> Int { Int((value / 2).rounded(.up)) * 2 }
}
