/// A clip of skeletons on black, as the vision process is asked to draw it.
package struct ClipRequest: Sendable, Codable, Equatable {
    /// The upright picture with square pixels in which people were seen.
    package struct Picture: Sendable, Codable, Equatable {
        package var width: Double
        package var height: Double

        package init(width: Double, height: Double) {
            self.width = width
            self.height = height
        }
    }

    /// A line of text and when it is shown, seconds.
    package struct Caption: Sendable, Codable, Equatable {
        package var start: Double
        package var end: Double
        package var text: String

        package init(start: Double, end: Double, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// Where the file is made; one that is there is emptied and keeps its permissions.
    package var path: String
    /// A tag of the file: what it was made under.
    package var comment: String
    /// Names of the first and the second seat.
    package var seats: [String]
    /// One picture with both people, or two with one person each.
    package var pictures: [Picture]
    package var captions: [Caption]

    package init(
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
package struct ClipFrame: Sendable, Equatable {
    /// One person.
    package struct Figure: Sendable, Equatable {
        /// A landmark in pixels of the upright picture.
        package struct Point: Sendable, Equatable {
            package var x: Float
            package var y: Float
            /// In 255ths; how likely it was in sight.
            package var visibility: UInt8

            package init(x: Float, y: Float, visibility: UInt8) {
                self.x = x
                self.y = y
                self.visibility = visibility
            }
        }

        /// Which of the pictures shows the person.
        package var picture: UInt8
        /// Indexed by `Landmark.rawValue`.
        package var points: [Point]

        package init(picture: UInt8, points: [Point]) {
            self.picture = picture
            self.points = points
        }
    }

    /// Presentation timestamp, seconds.
    package var time: Double
    /// By seat; `nil` where nobody was found.
    package var figures: [Figure?]

    package init(time: Double, figures: [Figure?]) {
        self.time = time
        self.figures = figures
    }
}
