import CVision

/// How a seat is drawn: by colour and by line, so that the two are told apart without colours too.
struct SeatStyle {
    var ink: cv_ink
    /// Two thin lines beside each other, and rings for joints.
    var isDouble: Bool

    /// Blue and orange of M. Okabe & K. Ito, *Color Universal Design* (2008): told apart by all kinds of
    /// colour vision, and both bright on black.
    static let all = [
        SeatStyle(
            ink: cv_ink(red: 0.337, green: 0.706, blue: 0.914, alpha: 1), isDouble: false),
        SeatStyle(ink: cv_ink(red: 0.902, green: 0.624, blue: 0, alpha: 1), isDouble: true),
    ]

    static let thickness = 4.0
    static let doubleThickness = 8.0
    /// Of what was probably not in sight.
    static let faint = 0.45
    static let faintThickness = 2.5
    static let dash = 8.0

    /// Draws a bone, or an example of one; faint and dashed when it was probably not in sight.
    func line(
        _ clip: Clip, _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), isSeen: Bool
    ) {
        guard isSeen else {
            return clip.line(
                from, to, thickness: Self.faintThickness, dash: Self.dash, ink.fainter(Self.faint)
            )
        }
        clip.line(from, to, thickness: isDouble ? Self.doubleThickness : Self.thickness, ink)
        if isDouble { clip.line(from, to, thickness: Self.doubleThickness - 4, .black) }
    }

    func joint(_ clip: Clip, _ at: (x: Double, y: Double), isSeen: Bool) {
        guard isSeen else { return clip.disc(at, radius: 3, ink.fainter(Self.faint)) }
        clip.disc(at, radius: 6, ink)
        if isDouble { clip.disc(at, radius: 3, .black) }
    }
}
