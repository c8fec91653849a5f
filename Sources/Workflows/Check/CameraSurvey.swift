import Base
package import Posture

/// What can be measured from where the camera stands, person by person, and what cannot.
package struct CameraSurvey: Sendable, Equatable {
    /// A channel or a posture, and the share of the time in which it could be told, 0…1.
    package struct Share: Sendable, Equatable {
        package var name: String
        package var value: Double

        package init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// The picture of one camera: upright, square pixels; nominal rate, 0 when unknown.
    package struct Picture: Sendable, Equatable {
        package var width, height, rate: Double

        package init(width: Double, height: Double, rate: Double) {
            self.width = width
            self.height = height
            self.rate = rate
        }
    }

    package struct Person: Sendable, Equatable {
        /// Of the seat.
        package var name: String
        package var view: CameraView
        package var channels: [Share]
        package var postures: [Share]

        package init(name: String, view: CameraView, channels: [Share], postures: [Share]) {
            self.name = name
            self.view = view
            self.channels = channels
            self.postures = postures
        }
    }

    /// Seconds that were looked at.
    package var seconds: Double
    /// One per camera.
    package var pictures: [Picture]
    /// Of the first and the second seat.
    package var people: [Person]
    /// Share of the instants with both in which one body covers part of the other's; `nil` when there were
    /// none, or each has a camera of their own.
    package var overlap: Double?
    /// The instant that is drawn.
    package var drawing = Drawing()

    package init(
        seconds: Double, pictures: [Picture], people: [Person], overlap: Double?,
        drawing: Drawing = Drawing()
    ) {
        self.seconds = seconds
        self.pictures = pictures
        self.people = people
        self.overlap = overlap
        self.drawing = drawing
    }

    /// The instant at which most is seen of both.
    package struct Drawing: Sendable, Equatable {
        /// One per seat.
        package var poses: [BodyPose?] = [nil, nil]
        private var seen = -1

        package init() {}

        mutating func take(_ frame: DyadFrame) {
            let count = frame.poses.reduce(0) { sum, pose in
                sum + (pose?.points.count { $0.visibility >= 0.5 } ?? 0)
                    + (pose?.face == nil ? 0 : 10)
            }
            guard count > seen else { return }
            seen = count
            poses = frame.poses.map { $0?.isUnfilmed == true ? nil : $0 }
        }
    }
}

extension CameraSurvey {
    /// Share of the time for which a person must be found for anything to be said about them, 0…1.
    static let enough = 0.5

    /// Whether a session that is filmed like this is worth measuring: both people are found.
    package var isUsable: Bool {
        people.count == 2 && people.allSatisfy { $0.view.found >= Self.enough }
    }

    /// By how much the picture that both share is askew.
    package var roll: CameraRoll {
        guard pictures.count == 1, people.count == 2 else { return CameraRoll(degrees: nil) }
        let isSeen = people.map { $0.view.found >= Self.enough }
        let heads = zip(people, isSeen).map { person, isSeen in
            isSeen && person.view.head != .profile ? person.view.headRoll : .nan
        }
        let shoulders = zip(people, isSeen).map { person, isSeen in
            isSeen && person.view.trunk != .profile ? -person.view.shoulderSlope : .nan
        }
        return CameraRoll(heads: heads, shoulders: shoulders)
    }
}
