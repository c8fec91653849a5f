import Foundation
import LivePage
import Posture

/// One of two people who are not there: sways a little, and rests the head on a hand when told.
struct Actor {
    static let names = ["therapist", "client"]

    /// 0 at the left of the picture, 1 at the right.
    var seat: Int
    /// Since when the head rests on the hand, and on which; `nil`: it does not.
    var rest: (onset: Double, side: Side)?
    /// Breaths a minute, or why they are not measured; `nil` without consent to it.
    var breath: (rate: Double?, doubt: BreathDoubt?)?

    /// The instant as the measurement would tell it.
    func instant(_ time: Double) -> LiveSeat {
        var row = Channel.allCases.map { _ in 0.0 }
        row[Channel.headTilt.index] = 5 * sway(time)
        var held = [LivePosture(posture: "leaning_forward", side: nil, onset: 0)]
        if seat == 0 { held = [] }
        if let rest {
            held.append(
                LivePosture(posture: "head_on_hand", side: rest.side, onset: rest.onset))
        }
        return LiveSeat(
            name: Self.names[seat], presence: 0.97, channels: row, postures: held,
            figure: figure(time))
    }

    /// The breath as it was at an instant; where it is not measured, not for the last twenty seconds.
    func breathing(_ time: Double) -> LiveBreath.Person? {
        guard let breath else { return nil }
        let curve = (0...250).map { index -> Double in
            let ago = Double(250 - index) * BreathNow.step
            guard time >= ago, breath.rate != nil || ago > 20 else { return .nan }
            return 0.005 * sin(2 * .pi * (breath.rate ?? 16) / 60 * (time - ago))
        }
        return LiveBreath.Person(
            name: Self.names[seat],
            now: BreathNow(time: time, rate: breath.rate, doubt: breath.doubt, curve: curve))
    }

    private func sway(_ time: Double) -> Double { sin(0.7 * time + 2 * Double(seat)) }

    /// The 33 landmarks of somebody who sits, in shares of a picture of 4:3.
    private func figure(_ time: Double) -> LiveFigure {
        let middle = seat == 0 ? 0.3 : 0.7
        var points = Array(repeating: LiveFigure.Point(x: 0, y: 0, visibility: 0), count: 33)
        func set(_ index: Int, _ x: Double, _ y: Double) {
            let x = middle + 0.75 * x + 0.006 * sway(time)
            points[index] = .init(x: Float(x), y: Float(y), visibility: 0.95)
        }
        let lean = 0.012 * sway(time / 2)
        set(0, lean, 0.25)
        set(7, lean + 0.05, 0.24)
        set(8, lean - 0.05, 0.24)
        // A person's own left is at the right of the picture.
        for (side, sign, first) in [(Side.left, 1.0, 11), (.right, -1.0, 12)] {
            set(first, 0.12 * sign, 0.42)
            set(first + 12, 0.09 * sign, 0.76)
            set(first + 14, 0.13 * sign, 0.92)
            if rest?.side == side {
                set(first + 2, 0.16 * sign, 0.58)
                set(first + 4, 0.07 * sign + lean, 0.34)
                set(first + 8, 0.06 * sign + lean, 0.3)
            } else {
                set(first + 2, 0.17 * sign, 0.6)
                set(first + 4, 0.08 * sign, 0.72)
                set(first + 8, 0.05 * sign, 0.73)
            }
        }
        return LiveFigure(points: points)
    }
}
