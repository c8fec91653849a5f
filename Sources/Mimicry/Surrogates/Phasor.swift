import Foundation

/// A direction on the circle.
struct Phasor {
    var x: Double
    var y: Double

    init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    init(turns: Double) {
        let angle = 2 * Double.pi * turns
        self.init(x: cos(angle), y: sin(angle))
    }

    var length: Double { (x * x + y * y).squareRoot() }
    /// Turns, −½…½.
    var angle: Double { atan2(y, x) / (2 * .pi) }

    func minus(_ other: Phasor) -> Phasor {
        Phasor(x: x * other.x + y * other.y, y: y * other.x - x * other.y)
    }

    static func mean(_ all: [Phasor]) -> Phasor {
        var sum = Phasor(x: 0, y: 0)
        for each in all {
            sum.x += each.x
            sum.y += each.y
        }
        return Phasor(x: sum.x / Double(all.count), y: sum.y / Double(all.count))
    }
}
