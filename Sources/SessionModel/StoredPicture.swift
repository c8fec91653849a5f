/// How the picture is stored in the file. To display it, a player stretches its width until pixels are
/// square, and then rotates it.
package struct StoredPicture: Sendable, Codable, Equatable {
    /// Size in stored pixels.
    package var width: Double
    package var height: Double
    /// Width of a stored pixel over its height.
    package var pixelAspect: Double
    /// Clockwise rotation for display, degrees: 0, 90, 180 or 270.
    package var rotation: Int
    /// `nil` when the file asks for none.
    package var reflection: Reflection?

    /// What became of a reflection that the file asks for.
    package enum Reflection: String, Sendable, Codable {
        /// Mirroring from left to right was left out: the picture was measured as the camera saw it.
        case undone
        /// The picture is stored from the bottom row up, and was turned over.
        case flipped
    }

    package init(
        width: Double, height: Double, pixelAspect: Double = 1, rotation: Int = 0,
        reflection: Reflection? = nil
    ) {
        self.width = width
        self.height = height
        self.pixelAspect = pixelAspect
        self.rotation = rotation
        self.reflection = reflection
    }

    /// Size of the upright picture with square pixels.
    package var upright: (width: Double, height: Double) {
        rotation % 180 == 0 ? (width * pixelAspect, height) : (height, width * pixelAspect)
    }

    /// A point of the upright picture with square pixels, in stored pixels.
    package func stored(x: Double, y: Double) -> (x: Double, y: Double) {
        if reflection == .flipped { return (x / pixelAspect, height - y) }
        return switch rotation {
        case 90: (y / pixelAspect, height - x)
        case 180: (width - x / pixelAspect, height - y)
        case 270: (width - y / pixelAspect, x)
        default: (x / pixelAspect, y)
        }
    }
}
