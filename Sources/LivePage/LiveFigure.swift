import Base

/// Where the landmarks of one person are in the picture: enough for a stick figure, and no pixel.
package struct LiveFigure: Sendable, Equatable {
    /// One landmark.
    package struct Point: Sendable, Equatable {
        /// Share of the picture's width, 0 at its left edge; may lie outside 0…1.
        package var x: Float
        /// Share of the picture's height, 0 at its upper edge.
        package var y: Float
        /// 0…1.
        package var visibility: Float

        package init(x: Float, y: Float, visibility: Float) {
            self.x = x
            self.y = y
            self.visibility = visibility
        }
    }

    /// The 33 landmarks in BlazePose's order.
    package var points: [Point]

    package init(points: [Point]) { self.points = points }

    /// One flat array, `x, y, visibility` of each landmark in turn: x and y to a ten-thousandth,
    /// visibility to a hundredth.
    var json: JSONValue {
        .array(
            points.flatMap { point -> [JSONValue] in
                [
                    .rounded(Double(point.x), decimals: 4), .rounded(Double(point.y), decimals: 4),
                    .rounded(Double(point.visibility), decimals: 2),
                ]
            })
    }
}
