/// A clip of skeletons on black, as the vision process is asked to draw it.
public struct ClipRequest: Sendable, Codable, Equatable {
    /// The upright picture with square pixels in which people were seen.
    public struct Picture: Sendable, Codable, Equatable {
        public var width: Double
        public var height: Double

        public init(width: Double, height: Double) {
            self.width = width
            self.height = height
        }
    }

    /// A line of text and when it is shown, seconds.
    public struct Caption: Sendable, Codable, Equatable {
        public var start: Double
        public var end: Double
        public var text: String

        public init(start: Double, end: Double, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// Where the file is made; one that is there is emptied and keeps its permissions.
    public var path: String
    /// A tag of the file: what it was made under.
    public var comment: String
    /// Names of the first and the second seat.
    public var seats: [String]
    /// One picture with both people, or two with one person each.
    public var pictures: [Picture]
    public var captions: [Caption]

    public init(
        path: String, comment: String = "", seats: [String], pictures: [Picture],
        captions: [Caption]
    ) {
        self.path = path
        self.comment = comment
        self.seats = seats
        self.pictures = pictures
        self.captions = captions
    }
}

/// What is drawn of both people at one instant.
public struct ClipFrame: Sendable, Equatable {
    /// One person.
    public struct Figure: Sendable, Equatable {
        /// A landmark in pixels of the upright picture.
        public struct Point: Sendable, Equatable {
            public var x: Float
            public var y: Float
            /// In 255ths; how likely it was in sight.
            public var visibility: UInt8

            public init(x: Float, y: Float, visibility: UInt8) {
                self.x = x
                self.y = y
                self.visibility = visibility
            }
        }

        /// Which of the pictures shows the person.
        public var picture: UInt8
        /// Indexed by `Landmark.rawValue`.
        public var points: [Point]

        public init(picture: UInt8, points: [Point]) {
            self.picture = picture
            self.points = points
        }
    }

    /// Presentation timestamp, seconds.
    public var time: Double
    /// By seat; `nil` where nobody was found.
    public var figures: [Figure?]

    public init(time: Double, figures: [Figure?]) {
        self.time = time
        self.figures = figures
    }
}
