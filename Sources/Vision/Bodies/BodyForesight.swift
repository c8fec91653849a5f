import CVision
import Posture

/// The bodies of both seats over the instants that are decoded already: looked at sparsely, and at every
/// instant where somebody moves or the network is not sure (``BodyStretch``). Live, where nothing is ahead, it
/// does nothing.
///
/// Stretches of both seats begin and end together, so that between two of them nothing but the tracks is carried
/// on: there a measurement can be resumed.
struct BodyForesight {
    private static let parameters = TrackingParameters.standard.sparse
    /// Pictures ahead take so many bytes of memory at most.
    private static let memory = 6.4e7

    /// How much is decoded ahead.
    struct Reach: Equatable {
        /// Instants after the one in hand.
        var instants: Int
        /// Seconds.
        var time: Double
    }

    /// How much to decode ahead of pictures of so many pixels in all: as many instants as the longest stretch that
    /// fits into memory has, twice that where it fits, or one.
    ///
    /// - Parameter rate: instants a second; `nil` for every frame.
    static func reach(pixels: Double, rate: Double?) -> Reach {
        // A byte for the brightness of each pixel, and half of one for its colour.
        func fits(_ count: Int) -> Bool { Double(count) * pixels * 1.5 <= memory }
        let usual = rate.map { Int($0 * parameters.longest) + 1 } ?? parameters.most
        var count = parameters.most
        while count >= parameters.fewest, count > usual || !fits(count) { count /= 2 }
        guard count >= parameters.fewest else {
            return Reach(instants: 1, time: parameters.longest)
        }
        let stretches = fits(2 * count) ? 2 : 1
        return Reach(
            instants: stretches * count, time: Double(stretches) * parameters.longest)
    }

    private let landmarker: PoseLandmarker
    private let scene: Scene
    /// `nil` where no slots are left for it.
    let prefetch: BodyPrefetch?
    private var stretches = BodyStretches()
    /// The place of the instant in hand in the stretch, and the last one.
    private var place = 0
    private var end = 0

    init(_ landmarker: PoseLandmarker, scene: Scene) {
        self.landmarker = landmarker
        self.scene = scene
        prefetch = landmarker.slots == 4 ? BodyPrefetch(landmarker, slot: 2) : nil
    }

    /// True between two stretches.
    var isOver: Bool { place >= end }

    /// Ends the stretch: people are elsewhere, or other people.
    mutating func close() {
        prefetch?.stop()
        forget()
    }

    private mutating func forget() {
        stretches = BodyStretches()
        (place, end) = (0, 0)
    }

    /// The next instant is in hand.
    mutating func advance() { place += 1 }

    /// What is known of a seat's body at the instant in hand, and whether it was inferred there; `nil` where it
    /// has to be looked at.
    func find(_ seat: Int) -> (result: PoseLandmarker.Result, isInferred: Bool)? {
        guard place <= end, let stretch = stretches.seats[seat], !stretch.isLost,
            let result = stretch.finds[place]
        else { return nil }
        return (result, stretch.isInferred[place])
    }

    /// How far what was inferred at the instant in hand is from the line through its part; `nil` where there was
    /// no line.
    func distance(_ seat: Int) -> (distance: Float, instants: Int)? {
        stretches.seats[seat].flatMap { $0.isLost ? nil : $0.distances[place] }
    }

    /// Begins a stretch after the instant at `time`, whose bodies are known, and infers what is needed of it.
    ///
    /// - Parameters:
    ///   - looks: by seat; `nil` for one that is looked at instant by instant.
    ///   - instants: what comes, one after the other.
    ///   - pictures: in hand is the first of these; those of a stretch are there.
    mutating func begin(
        after time: Double, _ looks: [BodyLook?], _ instants: [Instant], _ pictures: PictureHistory
    ) throws {
        forget()
        let steady = instants.prefix(pictures.ahead + 1).indices.prefix {
            isSteady($0, instants, looks, pictures)
        }
        guard looks.contains(where: { $0 != nil }),
            let length = BodyStretch.count(of: [time] + steady.map { instants[$0].time })
        else { return close() }
        end = length
        stretches = BodyStretches(after: time, looks, instants[..<length], in: scene)
        prefetch?.wait()
        try fill(looks, pictures)
        prefetch?.begin(following(instants[length...]))
    }

    /// The stretch after this one as it will be if nothing comes in between.
    private func following(_ instants: ArraySlice<Instant>) -> BodyStretches {
        guard let time = stretches.end,
            let length = BodyStretch.count(of: [time] + instants.map(\.time))
        else { return BodyStretches() }
        return BodyStretches(
            after: time, stretches.looks(in: scene), instants.prefix(length), in: scene)
    }

    /// Whether everybody is filmed at an instant ahead as at the one before.
    private func isSteady(
        _ index: Int, _ instants: [Instant], _ looks: [BodyLook?], _ pictures: PictureHistory
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

    /// Both seats at once, each in its slot of the network; what was foreseen is there already.
    private mutating func fill(_ looks: [BodyLook?], _ pictures: PictureHistory) throws {
        let bounds = looks.map { $0?.track.pose?.bounds(in: scene) }
        while true {
            let questions = stretches.questions
            if questions.isEmpty { return }
            let answers = questions.map { prefetch?.answer($0) ?? nil }
            for (question, answer) in zip(questions, answers) where answer == nil {
                try landmarker.start(
                    slot: question.seat, frame: question.frame, region: question.region,
                    clip: question.clip)
            }
            for (question, answer) in zip(questions, answers) {
                let seat = question.seat
                let result =
                    try answer ?? landmarker.finish(slot: seat, region: question.region)
                stretches.take(result, for: question) { part in
                    Self.isStraying(seat, part, around: bounds[seat], pictures)
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
