import CVision
import Foundation
package import Posture
package import VisionProtocol

/// Follows two people through a video: finds them in the whole picture, then follows each with the
/// region that their last landmarks give, and looks again where one is lost. Absent is absent.
///
/// Bodies are begun an instant ahead, so that the networks keep working while this instant's faces are
/// finished and the next picture is decoded; with several instants ahead, not all of them are inferred:
///
/// ```swift
/// try tracker.begin(instants[0], ahead: instants[1...])
/// for index in instants.indices {
///     let step = try tracker.finish(instants[index], ahead: instants[(index + 1)...])
/// }
/// ```
///
/// The tracker is the schedule of its parts: ``BodyTracking``, ``BodyForesight``, ``FaceTracking``, ``ArmTracking``,
/// ``HandTracking``, ``PersonSearch``,
/// ``SeatIdentity``, ``PictureHistory``, ``CutDetector`` and ``DyadBorder``.
package final class PoseTracker {
    private let staging: Staging
    private var bodies: BodyTracking
    private var foresight: BodyForesight
    /// Per seat, how far the network scatters on its person.
    private var scatters = [BodyScatter(), BodyScatter()]
    /// When the instant in hand is, seconds.
    private var time = -Double.infinity
    private let faces: FaceTracking
    private var arms: ArmTracking
    private let hands: HandTracking
    private var search: PersonSearch
    private var pictures: PictureHistory
    private let chests: ChestMeter
    /// By seat, whether breathing is measured.
    private let breathing: [Bool]
    private var cuts = CutDetector()
    /// `cuts` before it looked at the next instant's picture.
    private var settledCuts = CutDetector()
    /// What was counted before the next instant was begun.
    private var settledTally = BodyTracking.Tally()
    /// The picture of the instant in hand was cut, and that of the next.
    private var isCut = false
    private var isNextCut = false
    private var border = DyadBorder()
    private var identity: SeatIdentity
    private let scene: Scene
    /// One per seat.
    private var tracks = [PersonTrack(), PersonTrack()]
    /// Whose picture is in sight, per seat.
    private var filming = [Filming(), Filming()]

    /// Whether a seat's person is filmed at all.
    fileprivate struct Filming: Codable {
        /// The person was seen before.
        var isKnown = false
        /// Not found since the picture, or the part of it around them, became another one: the camera may
        /// be off, or a call shows somebody else. Nobody can say whether they are there.
        var isOff = false
        /// The most that lately changed around the person from one instant to the next, share of the pixels,
        /// fading: somebody who gets up and leaves has moved before.
        var stir: Float = 0
        /// What is left of it an instant later; a convention.
        static let fading: Float = 0.7
    }

    /// Where the time went.
    var clock = StageClock()

    /// Share of bodies that were not inferred, 0…1: nothing had moved, or they lay on a line between two that
    /// were.
    var sparedShare: Double { bodies.sparedShare }

    /// How many bodies were inferred while those before them were finished.
    var foreseenBodies: Int { foresight.prefetch?.hits ?? 0 }

    /// How often somebody was looked for.
    var searches: Int { search.searches }

    /// The bound of that line; 0 where every instant is looked at that shows movement.
    var sparingBound: Double {
        scene == .seated
            ? (Double(TrackingParameters.standard.sparse.bound) * 1000).rounded() / 1000 : 0
    }

    /// Whether the instant that was finished last was the last of what had been looked at together: from there a
    /// measurement can be resumed.
    private(set) var isResumable = true

    /// The arithmetic that the landmarks are computed in, such as `f32` or `bf16`.
    package var precision: String { bodies.precision }

    /// Most people seen at once.
    package var people: Int { search.state.people }

    /// What one instant showed.
    package struct Step {
        package var frame: DyadFrame
        /// What else happened; to be reported before the frame.
        package var events: [TrackingEvent] = []
    }

    /// - Parameters:
    ///   - models: where the networks come from and how they compute.
    ///   - staging: how the two people are laid out.
    package convenience init(models: ModelPlace = .init(), staging: Staging = .shared) throws {
        try self.init(networks: Networks(models), staging: staging)
    }

    /// - Parameters:
    ///   - mirrored: by seat, whether the picture is mirrored.
    ///   - breathing: by seat, whether the person agreed to have their breathing measured. Of two in one
    ///     picture it is measured when both did: who sits where may turn out later.
    ///   - scene: what the two do.
    init(
        networks: Networks, staging: Staging, mirrored: [Bool] = [false, false],
        breathing: [Bool] = [false, false], scene: Scene = .seated
    ) throws {
        self.scene = scene
        identity = SeatIdentity(scene: scene)
        self.staging = staging
        let isSettled = staging != .shared || breathing.allSatisfy { $0 }
        self.breathing = breathing.map { $0 && isSettled }
        chests = try ChestMeter()
        bodies = BodyTracking(networks.poseLandmarker, scene: scene)
        foresight = BodyForesight(networks.poseLandmarker, scene: scene)
        faces = FaceTracking(networks.faceLandmarker)
        arms = ArmTracking(networks.poseLandmarker)
        hands = HandTracking(networks.handLandmarker, networks.palmDetector)
        search = PersonSearch(
            PeopleFinder(networks, slot: 0, scene: scene), staging: staging, mirrored: mirrored,
            scene: scene)
        pictures = try PictureHistory(pictures: staging == .apart ? 2 : 1)
    }

    deinit { foresight.close() }

    /// Starts on the first instant, or on one that was not begun as the `next` of the last.
    ///
    /// - Parameters:
    ///   - ahead: the instants that follow, as far as they are decoded; their frames must stay as they are until
    ///     each is finished.
    ///   - afterGap: the picture before it is so long past that nobody need be where they were.
    package func begin(
        _ instant: Instant, ahead: ArraySlice<Instant> = [], afterGap: Bool = false
    ) throws {
        try push([instant] + ahead.prefix(Self.foreseen))
        prepare(instant)
        if afterGap { isNextCut = true }
        try startBodies([instant] + ahead)
    }

    /// Finishes the instant that was begun last and begins the next, the first of those `ahead`.
    package func finish(_ instant: Instant, ahead: ArraySlice<Instant> = []) throws -> Step {
        clock.restart()
        settledCuts = cuts
        time = instant.time
        let next = ahead.first
        try push(ahead.prefix(Self.foreseen))
        if let next { prepare(next) }
        clock.lap(.motion)
        let before = tracks.map(\.pose)
        let neighbours = tracks.indices.map { neighbour(of: $0, in: instant) }
        for seat in tracks.indices {
            try bodies.finish(seat, &tracks[seat], of: instant, beside: neighbours[seat])
            clock.lap(.pose)
            noteScatter(seat, at: instant.time)
            try faces.start(seat, &tracks[seat], instant, pictures)
            clock.lap(.start)
        }
        let collision = separate(instant)
        var events = try search.run(instant, &tracks, &identity, pictures)
        for seat in tracks.indices { try faces.start(seat, &tracks[seat], instant, pictures) }
        for seat in tracks.indices { noteFilming(seat, before: before[seat]) }
        clock.lap(.search)
        events += identify(instant, collision: collision)
        // Somebody else may be followed from here on.
        if collision || !events.isEmpty { foresight.close() }
        clock.lap(.identity)
        for seat in tracks.indices { try arms.start(seat, &tracks[seat], instant, pictures) }
        try measureMotion(instant)
        clock.lap(.motion)
        for seat in tracks.indices { try arms.finish(seat, &tracks[seat]) }
        clock.lap(.arms)
        try startHands(instant)
        // When the next instant drops tracks, this one must be finished first.
        let dropsTracks = isNextCut || next.map { $0.first == nil || $0.second == nil } ?? false
        isResumable = dropsTracks || foresight.isOver
        settledTally = bodies.tally
        if !dropsTracks { try startBodies(Array(ahead)) }
        clock.lap(.start)
        for seat in tracks.indices { try hands.refine(seat, &tracks[seat], instant) }
        clock.lap(.hand)
        for seat in tracks.indices { try faces.finish(seat, &tracks[seat], instant) }
        if staging == .shared { faces.keepApart(&tracks) }
        clock.lap(.face)
        for seat in tracks.indices { try hands.finish(&tracks[seat]) }
        clock.lap(.hand)
        let frame = DyadFrame(time: instant.time, poses: poses(in: instant))
        if dropsTracks { try startBodies(Array(ahead)) }
        clock.lap(.start)
        return Step(frame: frame, events: events)
    }

    /// What is left to report at the end of the recording.
    package func end(at time: Double) -> [TrackingEvent] {
        staging == .shared ? identity.finish(at: time) : []
    }

    // MARK: One instant

    /// So many instants ahead are looked at together; those after them only wait.
    private static let foreseen = TrackingParameters.standard.sparse.most

    /// Takes the pictures of those instants after the one in hand that are new.
    private func push(_ ahead: ArraySlice<Instant>) throws {
        for instant in ahead.dropFirst(pictures.ahead) { try pictures.push(instant) }
    }

    /// Everything that can be known of the next instant before its people are found.
    private func prepare(_ instant: Instant) {
        isNextCut = !instant.breaks.isEmpty || instant.isAfterBreak
        guard staging == .shared, let frame = instant.first,
            let change = pictures.change(
                after: 1, in: cv_rect(x: 0, y: 0, width: frame.width, height: frame.height))
        else { return }
        let isCut = cuts.isCut(change) { [tracks, pictures, scene] in
            tracks.compactMap {
                $0.pose.flatMap { pictures.change(after: 1, in: $0.bounds(in: scene)) }
            }
        }
        if isCut { isNextCut = true }
    }

    /// Begins the first of these instants.
    private func startBodies(_ instants: [Instant]) throws {
        guard let instant = instants.first else { return }
        pictures.advance()
        isCut = isNextCut
        if isCut {
            // Nobody is where they were.
            tracks = tracks.map { _ in PersonTrack() }
            search.hurry()
            foresight.close()
        }
        if foresight.isOver { try foresee(instants) }
        foresight.advance()
        for seat in tracks.indices {
            guard let frame = instant[seat] else {
                tracks[seat] = PersonTrack()
                continue
            }
            try bodies.start(
                seat, tracks[seat], frame, clip: part(of: seat), at: instant.time,
                foresight.find(seat), pictures)
        }
    }

    /// Takes how far a body that was just inferred is from where those before and after it say.
    private func noteScatter(_ seat: Int, at time: Double) {
        let find = foresight.find(seat)
        guard let pose = tracks[seat].pose, tracks[seat].bodyTime == time,
            find?.isInferred ?? true
        else { return scatters[seat].skip() }
        if let (distance, instants) = foresight.distance(seat) {
            scatters[seat].note(distance, over: instants)
        } else {
            scatters[seat].note(pose, at: time, in: scene)
        }
    }

    /// Looks at the bodies of the instants that are ahead. Somebody who rests is not looked at; of somebody who
    /// walks, or sits so close to another that faces tell the two apart, every instant is.
    private func foresee(_ instants: [Instant]) throws {
        guard instants.count > 1 else { return foresight.close() }
        let looks = tracks.indices.map { seat -> BodyLook? in
            let track = tracks[seat]
            guard scene == .seated, track.pose != nil, scatters[seat].isLow, !track.face.isCrowded,
                !isCut,
                !bodies.isResting(seat, track, at: instants[0].time, pictures)
            else { return nil }
            return BodyLook(track: track, clip: part(of: seat))
        }
        try foresight.begin(after: time, looks, instants, pictures)
    }

    /// The part of the picture that is a seat's; `nil` when it is all of it.
    private func part(of seat: Int) -> cv_rect? {
        guard case .parts(let areas) = staging else { return nil }
        return areas[seat].upright
    }

    /// Who sat so close to a seat's person, the instant before, that the landmark network sees both heads;
    /// `nil` where nobody does, or one hides the other's face.
    private func neighbour(of seat: Int, in instant: Instant) -> BodyTracking.Neighbour? {
        guard staging == .shared, let frame = instant.first, let own = tracks[seat].head,
            let other = tracks[1 - seat].head, !own.isSame(as: other),
            tracks[seat].region?.contains(other.center) ?? false
        else { return nil }
        let side = border.side(of: seat, tracks[0].pose, tracks[1].pose, in: frame)
        return BodyTracking.Neighbour(head: other, part: side ?? own.part(beside: other, in: frame))
    }

    /// Drops tracks that follow somebody else than their seat's person; true when there were any.
    private func separate(_ instant: Instant) -> Bool {
        guard staging == .shared, let frame = instant.first else { return false }
        let wrong = identity.wrongSeats(time: instant.time, tracks.map(\.pose), frame)
        for seat in wrong { tracks[seat] = PersonTrack() }
        return !wrong.isEmpty
    }

    private func identify(_ instant: Instant, collision: Bool) -> [TrackingEvent] {
        guard staging == .shared, let frame = instant.first else { return [] }
        let outcome = identity.update(
            time: instant.time, poses: tracks.map(\.pose), frame: frame, cut: isCut,
            collision: collision)
        if outcome.swap {
            tracks.swapAt(0, 1)
            filming.swapAt(0, 1)
            scatters.swapAt(0, 1)
            for seat in tracks.indices { tracks[seat].inferAgain() }
        }
        border.move(between: tracks[0].pose, tracks[1].pose, time: instant.time)
        return outcome.events
    }

    private func noteFilming(_ seat: Int, before: BodyPose?) {
        let stir = max(Filming.fading * filming[seat].stir, before?.motionEnergy ?? 0)
        filming[seat].stir = stir
        guard tracks[seat].pose == nil else {
            filming[seat] = Filming(isKnown: true, stir: stir)
            return
        }
        guard filming[seat].isKnown, !filming[seat].isOff else { return }
        let changed =
            before.flatMap { pictures.share(seat, of: $0.bounds(in: scene), without: nil) } ?? 0
        let cut = TrackingParameters.standard.cut
        filming[seat].isOff = isCut || (changed > cut.part && changed > cut.suddenness * stir)
    }

    /// What is told of both.
    private func poses(in instant: Instant) -> [BodyPose?] {
        let seen = tracks.map(\.shown)
        let leftness = tracks.map(\.hands.leftness)
        let own =
            staging == .shared
            ? HandOwnership.settled(seen, leftness: leftness)
            : zip(seen, leftness).flatMap { HandOwnership.settled([$0], leftness: [$1]) }
        return tracks.indices.map { seat in
            let isOff = filming[seat].isOff || instant[seat] == nil
            return own[seat] ?? (isOff ? .unfilmed : nil)
        }
    }

    /// Looks for the hands of both; each may be at the other when the two share a picture.
    private func startHands(_ instant: Instant) throws {
        let poses = tracks.map(\.posed)
        for seat in tracks.indices {
            try hands.start(
                seat, &tracks[seat], pose: poses[seat],
                other: staging == .shared ? poses[1 - seat] : nil, instant, pictures)
        }
    }

    private func measureMotion(_ instant: Instant) throws {
        let boxes = tracks.map { $0.pose?.bounds(in: scene) }
        let isShared = staging == .shared && isShaken(0, of: nil, boxes.compactMap { $0 })
        for seat in tracks.indices {
            guard let box = boxes[seat] else { continue }
            let other = staging == .apart ? nil : boxes[1 - seat]
            let isMeasured =
                !isCut && instant.isNew(seat)
                && !(staging == .shared ? isShared : isShaken(seat, of: part(of: seat), [box]))
            tracks[seat].pose?.motionEnergy =
                isMeasured ? pictures.share(seat, of: box, without: other) : nil
            try measureChest(seat, isSteady: isMeasured || !instant.isNew(seat), instant)
        }
    }

    /// - Parameter isSteady: whether the picture shows the same as the one before, from the same place.
    private func measureChest(_ seat: Int, isSteady: Bool, _ instant: Instant) throws {
        guard breathing[seat], let frame = instant[seat], let pose = tracks[seat].pose else {
            return
        }
        let rise = try chests.measure(
            seat, &tracks[seat].chest, pose, frame, at: instant.time)
        tracks[seat].pose?.chest = isSteady ? rise : nil
    }

    /// Whether most of what is around the people moved: then the camera did, or the light changed, and what
    /// changed in somebody's region is not their movement.
    private func isShaken(_ seat: Int, of part: cv_rect?, _ people: [cv_rect]) -> Bool {
        guard !people.isEmpty,
            let moved = pictures.background(seat, of: part, without: people)
        else { return false }
        return moved > TrackingParameters.standard.motion.shake
    }
}

// MARK: - Resuming

/// All that a tracker carries from one instant to the next, pixels apart: with the pictures of the
/// last second it continues as if it had never stopped.
struct TrackerState: Codable {
    fileprivate var tracks: [PersonTrack]
    fileprivate var filming: [PoseTracker.Filming]
    fileprivate var identity: SeatIdentity
    fileprivate var search: PersonSearch.State
    fileprivate var cuts: CutDetector
    fileprivate var border: DyadBorder
    fileprivate var tally: BodyTracking.Tally
    fileprivate var scatters: [BodyScatter]

    /// As bytes, some ten kilobytes.
    func encoded() throws -> Data {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode(self)
    }
}

extension TrackerState {
    /// - Throws: when the bytes are no state of this version.
    init(encoded data: Data) throws {
        self = try PropertyListDecoder().decode(TrackerState.self, from: data)
    }
}

extension PoseTracker {
    /// What is carried to the next instant, after the last one was finished.
    var state: TrackerState {
        TrackerState(
            tracks: tracks, filming: filming, identity: identity, search: search.state,
            cuts: settledCuts, border: border, tally: settledTally, scatters: scatters)
    }

    /// Continues from a state: `rehearse` the instants before it, then `begin` the one after it.
    func resume(from state: TrackerState) {
        tracks = state.tracks
        filming = state.filming
        identity = state.identity
        search.state = state.search
        cuts = state.cuts
        border = state.border
        bodies.resume(state.tally)
        scatters = state.scatters
    }

    /// How far back pictures matter, seconds.
    static let recollection = max(
        2 * TrackingParameters.standard.rest.longest, TrackingParameters.standard.hands.longest)

    /// Looks again at an instant that was measured before the state resumed from: only what is
    /// remembered of pictures comes back.
    func rehearse(_ instant: Instant) throws {
        try pictures.push(instant)
        pictures.advance()
        time = instant.time
        for seat in tracks.indices {
            if tracks[seat].bodyTime == instant.time { try pictures.remember(.body(seat)) }
            if tracks[seat].face.time == instant.time { try pictures.remember(.face(seat)) }
            if tracks[seat].arms.time == instant.time { try pictures.remember(.arms(seat)) }
            for side in Side.allCases where tracks[seat].hands[side].time == instant.time {
                try pictures.remember(.hand(seat, side))
            }
            if tracks[seat].chest.time == instant.time, let box = tracks[seat].chest.box,
                let frame = instant[seat]
            {
                try chests.remember(seat, box, frame)
            }
        }
    }
}
