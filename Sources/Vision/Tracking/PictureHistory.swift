import CVision
import Posture

/// Frame differences for both seats: one ``MotionMeter`` per picture, and which of its pictures belongs to
/// the instant in hand, since those of the instants after it may have been pushed already.
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
    /// From the instant in hand on, whether each meter was given a picture. At the beginning nothing is in
    /// hand.
    private var pushed: [[Bool]]

    /// - Parameter pictures: 1 when the seats share one, 2 when each has its own.
    init(pictures: Int) throws {
        meters = try (0..<pictures).map { _ in try MotionMeter() }
        pushed = [Array(repeating: false, count: pictures)]
    }

    private func meter(_ seat: Int) -> MotionMeter { meters[meters.count == 1 ? 0 : seat] }

    /// How many instants after the one in hand were pushed.
    var ahead: Int { pushed.count - 1 }

    /// Takes the pictures of the instant after the one that was pushed last.
    mutating func push(_ next: Instant) throws {
        var isNew = meters.indices.map(next.isNew)
        for (index, meter) in meters.enumerated() where isNew[index] {
            if let frame = next[index] { try meter.push(frame) } else { isNew[index] = false }
        }
        pushed.append(isNew)
    }

    /// The instant after the one in hand is in hand from here on.
    mutating func advance() { if ahead > 0 { pushed.removeFirst() } }

    /// The picture of a seat at the instant that comes so many after the one in hand.
    private func age(_ seat: Int, after offset: Int = 0) -> MotionMeter.Age {
        let meter = meters.count == 1 ? 0 : seat
        let newer = pushed.dropFirst(offset + 1).count { $0[meter] }
        return MotionMeter.Age(rawValue: Int32(newer))
    }

    /// What changed in a part of the first seat's picture from an instant to the next, the one that comes so many
    /// after that in hand; `nil` at the first.
    func change(after offset: Int, in region: cv_rect) -> CutDetector.Change? {
        let age = age(0, after: offset)
        return meters[0].share(age, of: region, without: nil).map {
            CutDetector.Change(share: $0, likeness: meters[0].likeness(age, of: region) ?? 0)
        }
    }

    /// Share of the pixels of a seat's picture that changed at the instant that comes so many after that in
    /// hand, 0…1.
    func share(_ seat: Int, after offset: Int, of region: cv_rect) -> Float? {
        meter(seat).share(age(seat, after: offset), of: region, without: nil)
    }

    /// See ``MotionMeter/stray(from:to:in:threshold:noise:)``; between two instants after, or one before, that
    /// in hand, of which each has a picture of its own.
    func stray(_ seat: Int, from: Int, to: Int, in region: cv_rect) -> Float? {
        let last = age(seat, after: to)
        let first = MotionMeter.Age(rawValue: last.rawValue + Int32(to - from))
        return meter(seat).stray(
            from: first, to: last, in: region,
            threshold: TrackingParameters.standard.sparse.stray,
            noise: TrackingParameters.standard.rest.noise)
    }

    /// Remembers the picture in hand.
    func remember(_ mark: Mark) throws {
        try meter(mark.seat).remember(age(mark.seat), as: mark.number)
    }

    /// See ``MotionMeter/change(_:since:in:noise:)``.
    func change(since mark: Mark, in region: cv_rect) -> Float {
        meter(mark.seat).change(
            age(mark.seat), since: mark.number, in: region,
            noise: TrackingParameters.standard.rest.noise)
    }

    /// See ``MotionMeter/background(_:of:without:)``.
    func background(_ seat: Int, of part: cv_rect?, without people: [cv_rect]) -> Float? {
        meter(seat).background(age(seat), of: part, without: people)
    }

    /// See ``MotionMeter/share(_:of:without:)``.
    func share(_ seat: Int, of region: cv_rect, without other: cv_rect?) -> Float? {
        meter(seat).share(age(seat), of: region, without: other)
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
