import Base
import Posture

/// One person's keypoints in one frame as a tool gives them: x, y and confidence by number, in the tool's
/// coordinates; a point that was not found is 0,0 or has a low confidence.
struct RawPerson {
    var points: [Point]

    struct Point {
        var x, y, confidence: Double

        /// Whether there is a point at all.
        var isFound: Bool {
            (x != 0 || y != 0) && x.isFinite && y.isFinite
                && Float(confidence) >= PersonPoints.minimumConfidence
        }
    }

    init(points: [Point]) { self.points = points }

    /// Width and height of what is found, added.
    var extent: Double {
        var low = SIMD2(repeating: Double.infinity)
        var high = SIMD2(repeating: -Double.infinity)
        for point in points where point.isFound {
            low = pointwiseMin(low, SIMD2(point.x, point.y))
            high = pointwiseMax(high, SIMD2(point.x, point.y))
        }
        return high.x >= low.x ? (high - low).sum() : 0
    }

    var isEmpty: Bool { !points.contains(where: \.isFound) }

    /// Of `x1, y1, c1, x2, y2, c2, …`; `nil` for anything else.
    init?(flat list: JSONValue?) {
        guard case .array(let values) = list, values.count % 3 == 0 else { return nil }
        points = []
        points.reserveCapacity(values.count / 3)
        for index in stride(from: 0, to: values.count, by: 3) {
            guard let x = values[index].asCoordinate, let y = values[index + 1].asCoordinate,
                let confidence = values[index + 2].asCoordinate
            else { return nil }
            points.append(Point(x: x, y: y, confidence: confidence))
        }
    }

    /// Of `[[x, y], …]` and a list of confidences, or `[[x, y, c], …]`; `nil` for anything else.
    init?(pairs list: JSONValue?, scores: JSONValue?) {
        guard case .array(var values) = list else { return nil }
        var confidences: [JSONValue]?
        if case .array(let list) = scores { confidences = list }
        // One more pair of brackets around a single person.
        if values.count == 1, case .array(let inner) = values[0], case .array = inner.first {
            values = inner
            if case .array(let inner) = confidences?.first { confidences = inner }
        }
        if let confidences, confidences.count != values.count { return nil }
        points = []
        for (index, pair) in values.enumerated() {
            guard case .array(let numbers) = pair, numbers.count >= 2,
                let x = numbers[0].asCoordinate, let y = numbers[1].asCoordinate
            else { return nil }
            // A third number is a depth where there are confidences of their own.
            let third = numbers.count > 2 ? numbers[2].asCoordinate : 1
            guard let confidence = confidences.map({ $0[index].asCoordinate }) ?? third else {
                return nil
            }
            points.append(Point(x: x, y: y, confidence: confidence))
        }
    }
}

extension JSONValue {
    /// A number; `NaN` for `null`, which stands where none is known.
    fileprivate var asCoordinate: Double? { self == .null ? .nan : asNumber }
}

/// How a dialect's values of one frame become people.
struct PoseDialect: Sendable {
    let format: SeriesFormat
    /// The people of a frame; `nil` when the value is not of this dialect.
    let people: @Sendable (JSONValue) -> [RawPerson]?
    /// What a person lacks, for the message.
    let needs: String

    static let all = [openPose, alphaPose, mmPose]

    /// The dialect of a format of keypoints in JSON.
    static func of(_ format: SeriesFormat) -> PoseDialect? { all.first { $0.format == format } }
}
