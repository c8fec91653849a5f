import CVision
import Posture

/// Frame differences for both seats: one ``MotionMeter`` per picture, and which of its two pictures
/// belongs to the instant in hand, since the next instant's may have been pushed already.
struct PictureHistory {
    /// What a picture is remembered for.
    enum Mark {
        /// A seat's body, or its face, was inferred from it.
        case body(Int)
        case face(Int)
        /// A seat's arms were looked at more closely, or one of its hands was.
        case arms(Int)
        case hand(Int, Side)

        var seat: Int {
            switch self {
            case .body(let seat), .face(let seat), .arms(let seat), .hand(let seat, _): seat
            }
        }

        fileprivate var number: Int {
            switch self {
            case .body(let seat): seat
            case .face(let seat): 2 + seat
            case .arms(let seat): 4 + seat
            case .hand(let seat, let side): 6 + 2 * seat + (side == .left ? 0 : 1)
            }
        }
    }

    private let meters: [MotionMeter]
    /// Per seat, the picture of the instant in hand.
    private var ages: [MotionMeter.Age] = [.newest, .newest]

    /// - Parameter pictures: 1 when the seats share one, 2 when each has its own.
    init(pictures: Int) throws { meters = try (0..<pictures).map { _ in try MotionMeter() } }

    private func meter(_ seat: Int) -> MotionMeter { meters[meters.count == 1 ? 0 : seat] }

    /// Takes the pictures of the instant after the one in hand.
    mutating func push(_ next: Instant) throws {
        for (index, meter) in meters.enumerated() where next.isNew(index) {
            if let frame = next[index] { try meter.push(frame) }
        }
        for seat in ages.indices {
            ages[seat] = next.isNew(meters.count == 1 ? 0 : seat) ? .before : .newest
        }
    }

    /// The instant pushed last is in hand from here on.
    mutating func advance() { ages = [.newest, .newest] }

    /// Share of the first seat's picture that changed with the last push, 0…1; `nil` after the first.
    func newestChange(_ frame: Frame) -> Float? {
        let whole = cv_rect(x: 0, y: 0, width: frame.width, height: frame.height)
        return meters[0].share(.newest, of: whole, without: nil)
    }

    /// Remembers the picture in hand.
    func remember(_ mark: Mark) throws {
        try meter(mark.seat).remember(ages[mark.seat], as: mark.number)
    }

    /// See ``MotionMeter/change(_:since:in:noise:)``.
    func change(since mark: Mark, in region: cv_rect) -> Float {
        meter(mark.seat).change(
            ages[mark.seat], since: mark.number, in: region,
            noise: TrackingParameters.standard.rest.noise)
    }

    /// See ``MotionMeter/share(_:of:without:)``.
    func share(_ seat: Int, of region: cv_rect, without other: cv_rect?) -> Float? {
        meter(seat).share(ages[seat], of: region, without: other)
    }
}

/// Notices that a picture is another scene than the one before.
struct CutDetector: Codable {
    /// Share of the pixels that usually changes from one picture to the next, 0…1.
    private var usual: Float?

    private static let parameters = TrackingParameters.standard.cut

    /// Takes the share that changed; true at a cut.
    mutating func isCut(changed share: Float) -> Bool {
        let before = usual ?? share
        usual = before + (share - before) * Self.parameters.weight
        return share > Self.parameters.share && share > Self.parameters.suddenness * before
    }
}
