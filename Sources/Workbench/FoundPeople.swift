import Base
import Foundation

/// The two people at one instant of a recording's beginning, for somebody to say who is who: where they are, and
/// the pictures of that instant where these may be shown. It is shown once and kept nowhere.
package struct FoundPeople: Sendable, Equatable {
    /// Of one camera: size in upright square pixels, and a JPEG of it.
    package struct Picture: Sendable, Equatable {
        package var width, height: Double
        package var jpeg: [UInt8]?

        package init(width: Double, height: Double, jpeg: [UInt8]? = nil) {
            self.width = width
            self.height = height
            self.jpeg = jpeg
        }
    }

    /// A place as shares of the picture's width and height, 0…1.
    package struct Point: Sendable, Equatable {
        package var x, y: Double

        package init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    package struct Person: Sendable, Equatable {
        /// Which of the pictures shows the person.
        package var picture: Int
        /// What is seen of head and body; at least one point.
        package var points: [Point]
        /// The person drawn.
        package var lines: [[Point]]

        package init(picture: Int, points: [Point], lines: [[Point]]) {
            self.picture = picture
            self.points = points
            self.lines = lines
        }

        /// Left, top, right and bottom of what is seen.
        var box: [Double] {
            let (across, down) = (points.map(\.x), points.map(\.y))
            return [across.min() ?? 0, down.min() ?? 0, across.max() ?? 1, down.max() ?? 1]
        }

        /// How far right the person is.
        package var middle: Double { (box[0] + box[2]) / 2 }
    }

    /// One per camera.
    package var pictures: [Picture]
    /// Of the first and the second seat; `nil` where nobody was found.
    package var people: [Person?]

    package init(pictures: [Picture], people: [Person?]) {
        self.pictures = pictures
        self.people = people
    }
}

extension FoundPeople {
    /// What `/people` answers.
    var json: JSONValue {
        [
            "pictures": .array(
                pictures.map {
                    [
                        "width": .rounded($0.width, decimals: 1),
                        "height": .rounded($0.height, decimals: 1),
                        "jpeg": $0.jpeg.map { .string(Data($0).base64EncodedString()) } ?? .null,
                    ]
                }),
            "people": .array(people.map { $0?.json ?? .null }),
        ]
    }
}

extension FoundPeople.Person {
    fileprivate var json: JSONValue {
        [
            "picture": .integer(picture),
            "box": .array(box.map { .rounded($0, decimals: 4) }),
            "lines": .array(
                lines.map { line in
                    .array(
                        line.map { point in
                            .array([
                                .rounded(point.x, decimals: 4), .rounded(point.y, decimals: 4),
                            ])
                        })
                }),
        ]
    }
}
