import CVision
import Posture

/// What a seat's body is looked for by.
struct BodyLook {
    var track: PersonTrack
    /// The part of the picture that is this seat's; `nil` for all of it.
    var clip: cv_rect?
}

/// The ``BodyStretch`` of each seat, gone through at once: each has a slot of the network.
struct BodyStretches {
    /// One body to be inferred.
    struct Question {
        var seat: Int
        var frame: Frame
        var region: Region
        var clip: cv_rect?
        /// Of the instant, seconds.
        var time: Double
    }

    private(set) var seats: [BodyStretch?] = [nil, nil]
    private var looks: [BodyLook?] = []
    private var instants: ArraySlice<Instant> = []

    /// Nobody's.
    init() {}

    /// - Parameters:
    ///   - time: of the instant before, whose bodies are known, seconds.
    ///   - looks: by seat; `nil` for one that is looked at instant by instant.
    ///   - instants: those of the stretch.
    init(after time: Double, _ looks: [BodyLook?], _ instants: ArraySlice<Instant>, in scene: Scene)
    {
        let times = [time] + instants.map(\.time)
        self.looks = looks
        self.instants = instants
        seats = looks.map { look in
            look?.track.found.map { BodyStretch(from: $0, times: times, scene: scene) }
        }
    }

    /// What is to be inferred next, of each seat one at most; none when all is known, or nothing can be.
    var questions: [Question] {
        seats.indices.compactMap { seat in
            guard let stretch = seats[seat], let place = stretch.wanted, let look = looks[seat],
                let instant = instants.dropFirst(place - 1).first, let frame = instant[seat],
                let region = look.track.region(after: stretch.points(before: place))
            else { return nil }
            return Question(
                seat: seat, frame: frame, region: region, clip: look.clip, time: instant.time)
        }
    }

    /// The time of the last instant, seconds; `nil` where there is none.
    var end: Double? { instants.last?.time }

    /// See ``BodyStretch/take(_:in:strays:)``.
    mutating func take(
        _ found: PoseLandmarker.Result?, for question: Question, strays: (Range<Int>) -> Bool
    ) {
        seats[question.seat]?.take(found, in: question.region, strays: strays)
    }

    /// What the bodies will be looked for by after the stretch, if nothing but their own movement happens in it;
    /// `nil` where they cannot be followed.
    func looks(in scene: Scene) -> [BodyLook?] {
        seats.indices.map { seat in
            guard var look = looks[seat], let stretch = seats[seat], !stretch.isLost else {
                return nil
            }
            for (found, instant) in zip(stretch.finds.dropFirst(), instants) {
                look.track.accept(found, time: instant.time, in: scene)
            }
            return look.track.pose == nil ? nil : look
        }
    }
}
