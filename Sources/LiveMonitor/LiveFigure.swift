import SessionStore

/// Where the landmarks of one person are in the picture: enough for a stick figure, and no pixel.
public struct LiveFigure: Sendable, Equatable {
    /// One landmark.
    public struct Point: Sendable, Equatable {
        /// Share of the picture's width, 0 at its left edge; may lie outside 0…1.
        public var x: Float
        /// Share of the picture's height, 0 at its upper edge.
        public var y: Float
        /// 0…1.
        public var visibility: Float

        public init(x: Float, y: Float, visibility: Float) {
            self.x = x
            self.y = y
            self.visibility = visibility
        }
    }

    /// The 33 landmarks in BlazePose's order.
    public var points: [Point]

    public init(points: [Point]) { self.points = points }

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
