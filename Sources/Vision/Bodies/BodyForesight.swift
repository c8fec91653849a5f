import CVision
import Posture

/// The bodies of both seats over the instants that are decoded already: looked at sparsely, and at every
/// instant where somebody moves or the network is not sure (``BodyStretch``). Live, where nothing is ahead, it
/// does nothing.
///
/// Stretches of both seats begin and end together, so that between two of them nothing but the tracks is carried
/// on: there a measurement can be resumed.
struct BodyForesight {
    /// How far ahead instants are of use, seconds.
    static let reach = TrackingParameters.standard.sparse.longest
    /// Pictures ahead take so many bytes of memory at most.
    private static let memory = 6.4e7

    /// How many instants to decode ahead, of pictures of so many pixels in all: as many as the longest stretch
    /// that fits into memory has, or one.
    static func instants(ahead pixels: Double) -> Int {
        let parameters = TrackingParameters.standard.sparse
        var count = parameters.most
        // A byte for the brightness of each pixel, and half of one for its colour.
        while count >= parameters.fewest, Double(count) * pixels * 1.5 > memory { count /= 2 }
        return count >= parameters.fewest ? count : 1
    }

    private let landmarker: PoseLandmarker
    private let scene: Scene
    private var stretches: [BodyStretch?] = [nil, nil]
    /// The place of the instant in hand in the stretch, and the last one.
    private var place = 0
    private var end = 0

    init(_ landmarker: PoseLandmarker, scene: Scene) {
        self.landmarker = landmarker
        self.scene = scene
    }

    /// True between two stretches.
    var isOver: Bool { place >= end }

    /// Ends the stretch: people are elsewhere, or other people.
    mutating func close() {
        stretches = [nil, nil]
        (place, end) = (0, 0)
    }

    /// The next instant is in hand.
    mutating func advance() { place += 1 }

    /// What is known of a seat's body at the instant in hand, and whether it was inferred there; `nil` where it
    /// has to be looked at.
    func find(_ seat: Int) -> (result: PoseLandmarker.Result, isInferred: Bool)? {
        guard place <= end, let stretch = stretches[seat], !stretch.isLost,
            let result = stretch.finds[place]
        else { return nil }
        return (result, stretch.isInferred[place])
    }

    /// How far what was inferred at the instant in hand is from the line through its part; `nil` where there was
    /// no line.
    func distance(_ seat: Int) -> (distance: Float, instants: Int)? {
        stretches[seat].flatMap { $0.isLost ? nil : $0.distances[place] }
    }

    /// What a seat's body is looked for by.
    struct Look {
        var track: PersonTrack
        /// The part of the picture that is this seat's; `nil` for all of it.
        var clip: cv_rect?
    }

    /// Begins a stretch after the instant at `time`, whose bodies are known, and infers what is needed of it.
    ///
    /// - Parameters:
    ///   - looks: by seat; `nil` for one that is looked at instant by instant.
    ///   - instants: what comes, one after the other.
    ///   - pictures: in hand is the first of these.
    mutating func begin(
        after time: Double, _ looks: [Look?], _ instants: [Instant], _ pictures: PictureHistory
    ) throws {
        close()
        let steady = instants.indices.prefix {
            isSteady($0, instants, looks, pictures)
        }
        let times = [time] + steady.map { instants[$0].time }
        guard looks.contains(where: { $0 != nil }), let length = BodyStretch.count(of: times) else {
            return
        }
        end = length
        stretches = looks.map { look in
            look?.track.found.map {
                BodyStretch(from: $0, times: Array(times[...length]), scene: scene)
            }
        }
        try fill(looks, instants, pictures)
    }

    /// Whether everybody is filmed at an instant ahead as at the one before.
    private func isSteady(
        _ index: Int, _ instants: [Instant], _ looks: [Look?], _ pictures: PictureHistory
    ) -> Bool {
        let instant = instants[index]
        guard instant.breaks.isEmpty, !instant.isAfterBreak else { return false }
        return looks.indices.allSatisfy { seat in
            guard looks[seat] != nil else { return true }
            guard instant.isNew(seat), let frame = instant[seat] else { return false }
            let all = cv_rect(x: 0, y: 0, width: frame.width, height: frame.height)
            let changed = pictures.share(seat, after: index, of: all) ?? 1
            return changed <= TrackingParameters.standard.cut.share
        }
    }

    /// Both seats at once, each in its slot of the network.
    private mutating func fill(
        _ looks: [Look?], _ instants: [Instant], _ pictures: PictureHistory
    ) throws {
        while true {
            var regions: [Region?] = [nil, nil]
            for seat in stretches.indices {
                guard let stretch = stretches[seat], let place = stretch.wanted,
                    let look = looks[seat], let frame = instants[place - 1][seat],
                    let region = look.track.region(after: stretch.points(before: place))
                else { continue }
                regions[seat] = region
                try landmarker.start(slot: seat, frame: frame, region: region, clip: look.clip)
            }
            guard regions.contains(where: { $0 != nil }) else { return }
            for seat in stretches.indices {
                guard let region = regions[seat] else { continue }
                let result = try landmarker.finish(slot: seat, region: region)
                let bounds = looks[seat]?.track.pose?.bounds(in: scene)
                stretches[seat]?.take(result, in: region) { part in
                    Self.isStraying(seat, part, around: bounds, pictures)
                }
            }
        }
    }

    /// Whether something comes and goes around a body between two places.
    private static func isStraying(
        _ seat: Int, _ part: Range<Int>, around bounds: cv_rect?, _ pictures: PictureHistory
    ) -> Bool {
        guard let bounds else { return true }
        // In hand is place 1.
        let share = pictures.stray(
            seat, from: part.lowerBound - 1, to: part.upperBound - 1, in: bounds)
        return share.map { $0 > TrackingParameters.standard.sparse.strays } ?? true
    }
}
