import Foundation

/// Angles are kept in degrees everywhere; this is the one place that knows of radians.
enum Angle {
    /// Direction of the vector `(x, y)`, degrees, −180…180.
    static func degrees(y: Double, x: Double) -> Double {
        atan2(y, x) * 180 / .pi
    }

    /// Arc sine in degrees; the argument is held within −1…1.
    static func arcsine(_ value: Double) -> Double {
        asin(min(max(value, -1), 1)) * 180 / .pi
    }

    static func cosine(_ degrees: Double) -> Double {
        cos(degrees * .pi / 180)
    }

    /// The same direction within −180…180.
    static func wrapped(_ degrees: Double) -> Double {
        degrees.remainder(dividingBy: 360)
    }
}
