import Base
import Foundation
import Posture

/// The head's pose of Py-Feat's tables, whose unit and signs their own landmarks tell.
///
/// Versions give pitch, roll and yaw in degrees or in radians and with either sign, and a table says neither. The 68
/// landmarks of the same rows do: the slope of the eyes *is* the roll; the tip of the nose stands out from the face,
/// so that it goes where the head turns, and toward the eyes when it looks up. What they do not tell is left out.
struct PyFeatPose {
    /// The columns of a table; `nil` where one is missing.
    struct Columns {
        fileprivate let angles: [Int]
        fileprivate let points: [(x: Int, y: Int)]

        /// Outer corners of the eyes (the person's right and left), tip of the nose, corners of the mouth.
        private static let landmarks = [36, 45, 30, 48, 54]

        init?(_ table: TableReader) {
            let angles = ["Yaw", "Pitch", "Roll"].compactMap(table.column)
            let points = Self.landmarks.compactMap { landmark -> (x: Int, y: Int)? in
                guard let x = table.column("x_\(landmark)"), let y = table.column("y_\(landmark)")
                else { return nil }
                return (x, y)
            }
            guard angles.count == 3, points.count == Self.landmarks.count else { return nil }
            (self.angles, self.points) = (angles, points)
        }
    }

    /// One face: its angles as the table has them, and what the landmarks say of the same.
    struct Reading {
        /// Yaw, pitch and roll.
        fileprivate let angles: SIMD3<Double>
        /// Grow as the head turns to its own left, looks up, leans to its own left (degrees).
        fileprivate let landmarks: SIMD3<Double>

        var yaw: Double { angles.x }
        var pitch: Double { angles.y }

        fileprivate var isWhole: Bool {
            (angles.sum() + landmarks.sum()).isFinite
        }
    }

    /// What turns the table's yaw and pitch into `head_turn` and `head_nod`, degrees; `nil` where it cannot be told.
    struct Convention: Equatable {
        var turn: Double?
        var nod: Double?
    }

    /// Fewer faces are no evidence: two seconds of video.
    private static let leastReadings = 50.0
    /// Angles and landmarks that go together less are noise.
    private static let leastCorrelation = 0.6
    /// Between 1 of degrees and π/180 of radians.
    private static let unitsPart = 0.1

    private var covariance = SIMD3<Double>.zero
    private var spread = (angles: SIMD3<Double>.zero, landmarks: SIMD3<Double>.zero)
    private var mean = (angles: SIMD3<Double>.zero, landmarks: SIMD3<Double>.zero)
    private var count = 0.0
    private var largest = 0.0

    static func reading(
        _ row: TableReader.Row, _ columns: Columns
    ) throws(Failure) -> Reading {
        let angles = try columns.angles.map { column throws(Failure) in try row.number(column) }
        let points = try columns.points.map { column throws(Failure) in
            SIMD2(try row.number(column.x), try row.number(column.y))
        }
        let (right, left, nose) = (points[0], points[1], points[2])
        let across = left - right
        let span = (across * across).sum().squareRoot()
        let (along, down) = (across / span, SIMD2(-across.y, across.x) / span)
        let tip = nose - (right + left) / 2
        let mouth = (points[3] + points[4] - right - left) / 2
        return Reading(
            angles: SIMD3(angles[0], angles[1], angles[2]),
            landmarks: SIMD3(
                (tip * along).sum() / span,
                -(tip * down).sum() / (mouth * down).sum(),
                // y is down: the own left eye is lower when the head leans to it.
                atan2(across.y, across.x) * 180 / .pi))
    }

    /// Takes a face of one person in; means and spreads by Welford's method (1962).
    mutating func add(_ reading: Reading) {
        guard reading.isWhole else { return }
        count += 1
        largest = max(largest, abs(reading.angles.x), abs(reading.angles.y), abs(reading.angles.z))
        let before = (
            angles: reading.angles - mean.angles, landmarks: reading.landmarks - mean.landmarks
        )
        mean.angles += before.angles / count
        mean.landmarks += before.landmarks / count
        spread.angles += before.angles * (reading.angles - mean.angles)
        spread.landmarks += before.landmarks * (reading.landmarks - mean.landmarks)
        covariance += before.angles * (reading.landmarks - mean.landmarks)
    }

    /// What the faces of all people say together, each against their own mean: features sit differently in every face.
    static func convention(of people: [PyFeatPose]) -> Convention {
        var (covariance, angles, landmarks) = (
            SIMD3<Double>.zero, SIMD3<Double>.zero, SIMD3<Double>.zero
        )
        for person in people {
            covariance += person.covariance
            angles += person.spread.angles
            landmarks += person.spread.landmarks
        }
        guard people.reduce(0, { $0 + $1.count }) >= leastReadings else { return Convention() }
        func correlation(_ axis: Int) -> Double {
            let spread = angles[axis] * landmarks[axis]
            return spread > 0 ? covariance[axis] / spread.squareRoot() : 0
        }
        /// Degrees of one unit of the table.
        func unit() -> Double? {
            // More than half a turn is no angle in radians.
            if people.contains(where: { $0.largest > .pi }) { return 1 }
            guard abs(correlation(2)) >= leastCorrelation else { return nil }
            return abs(covariance[2] / landmarks[2]) > unitsPart ? 1 : 180 / .pi
        }
        guard let unit = unit() else { return Convention() }
        func factor(_ axis: Int) -> Double? {
            let correlation = correlation(axis)
            return abs(correlation) >= leastCorrelation ? (correlation > 0 ? unit : -unit) : nil
        }
        return Convention(turn: factor(0), nod: factor(1))
    }
}
