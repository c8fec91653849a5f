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

    /// What the last push changed in a part of the first seat's picture; `nil` after the first.
    func newestChange(in region: cv_rect) -> CutDetector.Change? {
        meters[0].share(.newest, of: region, without: nil).map {
            CutDetector.Change(
                share: $0, likeness: meters[0].likeness(.newest, of: region) ?? 0)
        }
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

    /// See ``MotionMeter/background(_:of:without:)``.
    func background(_ seat: Int, of part: cv_rect?, without people: [cv_rect]) -> Float? {
        meter(seat).background(ages[seat], of: part, without: people)
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

    /// How a picture, or a part of it, differs from the one before.
    struct Change {
        /// Share of the pixels that changed, 0…1.
        var share: Float
        /// Correlation of the grey values, −1…1.
        var likeness: Float = 0
    }

    /// Takes what changed; true at a cut.
    ///
    /// A cut shows something else around somebody who is followed. Somebody who walks in changes a large
    /// part of the picture, too, but not that around one who sits there; somebody who moves, only some of
    /// what is around them; a camera that sets its exposure changes all of it, and it remains alike.
    ///
    /// - Parameter around: the same around each person who is followed; asked for when needed.
    mutating func isCut(_ change: Change, around: () -> [Change] = { [] }) -> Bool {
        let before = usual ?? change.share
        usual = before + (change.share - before) * Self.parameters.weight
        guard change.share > Self.parameters.share,
            change.share > Self.parameters.suddenness * before
        else { return false }
        let people = around()
        return (people.isEmpty ? [change] : people).contains {
            $0.share > Self.parameters.around && $0.likeness < Self.parameters.likeness
        }
    }
}
