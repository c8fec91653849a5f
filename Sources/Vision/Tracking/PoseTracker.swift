import CVision
package import Posture
package import VisionProtocol

/// Follows two people through a video: finds them in the whole picture, then follows each with the
/// region that their last landmarks give, and looks again where one is lost. Absent is absent.
///
/// Bodies are begun an instant ahead, so that the networks work on while this instant's faces are
/// finished and the next picture is decoded:
///
/// ```swift
/// try tracker.begin(first)
/// while let current {
///     let next = try decode()
///     let step = try tracker.finish(current, next: next)
///     current = next
/// }
/// ```
package final class PoseTracker {
    private let poseLandmarker: PoseLandmarker
    private let faceLandmarker: FaceLandmarker
    private var finder: PeopleFinder
    private let staging: Staging
    /// One per picture.
    private let motions: [MotionMeter]
    var followers = [PersonTrack(), PersonTrack()]
    var keeper = SeatIdentity()
    private var strangers = CandidateHistory()
    private var lastSearch = -Double.infinity
    private var lastSurvey = 0.0
    /// The picture of the instant that is being finished was cut, and that of the next.
    private var isCut = false
    private var isCutNext = false
    /// Share of a picture's pixels that usually change from one to the next, and what it was before
    /// the next instant was prepared.
    private var usualChange: Float?
    private var earlierChange: Float?
    /// Which picture of the motion meters is meant: the newest one may be of the next instant already.
    private var ages: [MotionMeter.Age] = [.newest, .newest]
    /// Both seats had followed one person.
    private var hasCollided = false
    /// x of the line between the two people, pixels, and when it was moved last.
    private var border: Float?
    private var borderTime = 0.0
    /// Whether the slot of a seat is at work.
    private var isInferring = [false, false]

    /// Where the time went.
    var clock = StageClock()
    /// How often landmarks were kept because nothing moved, and how often they could have been
    /// inferred.
    private var kept = 0
    private var asked = 0

    /// Share of landmarks that were kept because nothing had moved, 0…1.
    var keptShare: Double { asked == 0 ? 0 : Double(kept) / Double(asked) }

    /// The arithmetic that the landmarks are computed in, such as `f32` or `bf16`.
    package var precision: String { poseLandmarker.precision }

    /// Most people seen at once.
    package private(set) var people = 0

    /// How often the whole picture is searched while nobody is followed or a seat was never taken,
    /// seconds.
    static let search = 0.2
    /// How often a part of it is searched for the one who left, seconds.
    static let glance = 0.04
    /// How often a part of it is searched for others while both are followed, seconds.
    static let survey = 0.7
    /// People whose mid-shoulders are closer than this share of a shoulder width are one person.
    static let samePerson: Float = 0.5
    /// The line between the two follows their arms over this time, seconds.
    static let borderMemory = 1.0
    /// Share of a picture's pixels that change when it is cut, and how many times more than usual.
    static let cut: Float = 0.2
    static let suddenness: Float = 5

    /// What one instant showed.
    package struct Step {
        package var frame: DyadFrame
        /// What else happened; to be told before the frame.
        package var events: [TrackingEvent] = []
    }

    /// - Parameters:
    ///   - models: where the networks come from and how they compute.
    ///   - staging: how the two people are laid out.
    package convenience init(models: ModelPlace = .init(), staging: Staging = .shared) throws {
        try self.init(networks: Networks(models), staging: staging)
    }

    init(networks: Networks, staging: Staging) throws {
        poseLandmarker = networks.poseLandmarker
        faceLandmarker = networks.faceLandmarker
        finder = PeopleFinder(detector: networks.detector, poseLandmarker: poseLandmarker, slot: 0)
        motions = try (0..<(staging == .apart ? 2 : 1)).map { _ in try MotionMeter() }
        self.staging = staging
    }

    /// Starts on the first instant, or on one that was not begun as the `next` of the last.
    ///
    /// - Parameter afterGap: the picture before it is so long past that nobody need be where they were.
    package func begin(_ instant: Instant, afterGap: Bool = false) throws {
        try prepare(instant)
        if afterGap { isCutNext = true }
        try startBodies(instant)
    }

    /// Finishes the instant that was begun last and begins the next.
    package func finish(_ instant: Instant, next: Instant?) throws -> Step {
        clock.restart()
        earlierChange = usualChange
        if let next { try prepare(next) }
        for seat in ages.indices {
            ages[seat] = next.map { isPushed(seat, $0) } == true ? .before : .newest
        }
        clock.lap(.motion)
        for seat in followers.indices {
            try finishBody(seat, instant)
            clock.lap(.pose)
            try startFace(seat, instant)
            clock.lap(.start)
        }
        if staging == .shared, let frame = instant.first { separate(frame, instant.time) }
        let taken = try searchIfNeeded(instant)
        for seat in followers.indices { try startFace(seat, instant) }
        clock.lap(.search)
        let events = taken + identify(instant)
        moveBorder(to: instant.time)
        clock.lap(.identity)
        measureMotion(instant)
        clock.lap(.motion)
        // What the next instant makes let go must be finished first.
        let letsGo = isCutNext || next.map { $0.first == nil || $0.second == nil } ?? false
        if let next, !letsGo { try startBodies(next) }
        clock.lap(.start)
        for seat in followers.indices {
            try finishFace(seat)
        }
        clock.lap(.face)
        let step = Step(
            frame: DyadFrame(time: instant.time, poses: [followers[0].pose, followers[1].pose]),
            events: events)
        if let next, letsGo { try startBodies(next) }
        clock.lap(.start)
        return step
    }

    /// Whether an instant brings a new picture to the meter of a seat.
    private func isPushed(_ seat: Int, _ instant: Instant) -> Bool {
        guard motions.count > 1 else { return instant.first != nil }
        return instant[seat] != nil && !(seat == 1 && instant.isRepeated)
    }

    /// What is left to be told at the end of the recording.
    package func end(at time: Double) -> [TrackingEvent] {
        guard staging == .shared else { return [] }
        return keeper.finish(at: time)
    }

    // MARK: Going on

    /// What is carried to the next instant, after the last one was finished.
    var state: TrackerState {
        TrackerState(
            followers: followers, keeper: keeper, strangers: strangers, turn: finder.turn,
            lastSearch: lastSearch, lastSurvey: lastSurvey, usualChange: earlierChange,
            border: (border, borderTime), people: people)
    }

    /// Goes on from a state: `rehearse` the instants before it, then `begin` the one after it.
    func resume(from state: TrackerState) {
        followers = state.followers
        keeper = state.keeper
        strangers = state.strangers
        finder.turn = state.turn
        lastSearch = state.lastSearch
        lastSurvey = state.lastSurvey
        usualChange = state.usualChange
        border = state.border
        borderTime = state.borderTime
        people = state.people
    }

    /// How far back pictures matter, seconds.
    static let recollection = 2 * PersonTrack.longestRest

    /// Looks again at an instant that was measured before the state resumed from: only what is
    /// remembered of pictures comes back.
    func rehearse(_ instant: Instant) throws {
        for (index, motion) in motions.enumerated() where isPushed(index, instant) {
            if let frame = instant[index] { try motion.push(frame) }
        }
        for seat in followers.indices {
            if followers[seat].bodyTime == instant.time {
                try motion(of: seat).remember(.newest, as: seat)
            }
            if followers[seat].faceTime == instant.time {
                try motion(of: seat).remember(.newest, as: 2 + seat)
            }
        }
    }

    // MARK: Bodies

    private func startBodies(_ instant: Instant) throws {
        ages = [.newest, .newest]
        if isCutNext {
            // Nobody is where they were.
            followers = followers.map { _ in PersonTrack() }
            lastSearch = -.infinity
        }
        isCut = isCutNext
        for seat in followers.indices { try startBody(seat, instant) }
    }

    private func startBody(_ seat: Int, _ instant: Instant) throws {
        guard let frame = instant[seat] else {
            followers[seat] = PersonTrack()
            return
        }
        guard let region = followers[seat].region else { return }
        asked += 1
        if isResting(seat, at: instant.time) {
            kept += 1
            return
        }
        try motion(of: seat).remember(ages[seat], as: seat)
        try poseLandmarker.start(
            slot: seat, frame: frame, region: region, clip: share(of: seat, frame))
        isInferring[seat] = true
    }

    /// True when the person of a seat has not moved since their landmarks were inferred.
    private func isResting(_ seat: Int, at time: Double) -> Bool {
        let follower = followers[seat]
        guard let pose = follower.pose, time - follower.bodyTime < PersonTrack.longestRest else {
            return false
        }
        let change = motion(of: seat).change(
            ages[seat], since: seat, in: pose.bounds, noise: PersonTrack.noise)
        return change < PersonTrack.restingBody
    }

    private func finishBody(_ seat: Int, _ instant: Instant) throws {
        guard isInferring[seat] else { return }
        isInferring[seat] = false
        guard let region = followers[seat].region else { return }
        let result = try poseLandmarker.finish(slot: seat, region: region)
        followers[seat].accept(result, time: instant.time)
    }

    /// Lets go of somebody who came between and, when both seats follow the same person, of one.
    private func separate(_ frame: Frame, _ time: Double) {
        hasCollided = false
        if let seat = keeper.impostor(time: time, poses: followers.map(\.pose), frame: frame) {
            followers[seat] = PersonTrack()
            hasCollided = true
        }
        guard let a = followers[0].pose, let b = followers[1].pose, a.isSamePerson(as: b) else {
            return
        }
        followers[keeper.lessLikely(of: a, b, in: frame)] = PersonTrack()
        hasCollided = true
    }

    /// The part of the picture that is a seat's: its own, or what lies on its side of the line
    /// between the two people. `nil` when it is all.
    private func share(of seat: Int, _ frame: Frame) -> cv_rect? {
        switch staging {
        case .apart: return nil
        case .parts(let areas): return areas[seat].upright
        case .shared:
            guard let border, let a = followers[0].pose, let b = followers[1].pose else {
                return nil
            }
            let isLeft = (a.midShoulder.x <= b.midShoulder.x) == (seat == 0)
            return isLeft
                ? cv_rect(x: 0, y: 0, width: border, height: frame.height)
                : cv_rect(x: border, y: 0, width: frame.width - border, height: frame.height)
        }
    }

    /// Moves the line between the two people, slowly: a picture that ends elsewhere at every instant
    /// would make hidden arms jump.
    private func moveBorder(to time: Double) {
        defer { borderTime = time }
        guard staging == .shared, let a = followers[0].pose, let b = followers[1].pose,
            let gap = BodyPose.gap(between: a, b)
        else {
            border = nil
            return
        }
        let last = border ?? gap.border
        let weight = Float(min(1, max(0, time - borderTime) / Self.borderMemory))
        border = (last + (gap.border - last) * weight).clamped(to: gap.shoulders)
    }

    // MARK: Searching

    private func searchIfNeeded(_ instant: Instant) throws -> [TrackingEvent] {
        let isFull = followers.allSatisfy { $0.pose != nil }
        people = max(people, followers.count { $0.pose != nil })
        switch staging {
        case .shared:
            let events = isFull ? try survey(instant) : try searchShared(instant)
            people = max(people, followers.count { $0.pose != nil })
            return events
        case .parts, .apart:
            guard !isFull, instant.time - lastSearch >= Self.search else { return [] }
            lastSearch = instant.time
            for seat in followers.indices where followers[seat].pose == nil {
                try searchOwn(seat, instant)
            }
            people = max(people, followers.count { $0.pose != nil })
            return []
        }
    }

    /// Looks for a seat's person in the picture, or the part of it, that is theirs alone.
    private func searchOwn(_ seat: Int, _ instant: Instant) throws {
        guard let frame = instant[seat] else { return }
        var scope = PeopleFinder.Scope.everything
        if case .parts(let areas) = staging { scope = .part(areas[seat]) }
        guard let person = try finder.find(in: frame, scope, except: [], regions: []).first else {
            return
        }
        try take(person, seat, instant)
    }

    private func searchShared(_ instant: Instant) throws -> [TrackingEvent] {
        guard let frame = instant.first, instant.time - lastSearch >= searchInterval else {
            return []
        }
        let scope: PeopleFinder.Scope = searchInterval == Self.glance ? .glance : .everything
        let found = try look(frame, scope, instant.time)
        lastSearch = instant.time
        let seats = keeper.assigner.assign(
            found.map(\.candidate), taken: followers.map { $0.pose?.midShoulder },
            middle: frame.width / 2, time: instant.time)
        for (seat, index) in seats.enumerated() {
            if let index { try take(found[index].person, seat, instant) }
        }
        let taken = followers.map { $0.pose != nil }
        for (index, other) in found.enumerated() where !seats.contains(index) {
            guard let seat = keeper.misused(by: other.candidate, taken: taken) else { continue }
            keeper.forget(seat)
            try take(other.person, seat, instant)
            return [.forget(seat)]
        }
        return []
    }

    private var searchInterval: Double {
        let isReturn =
            keeper.assigner.places.allSatisfy { $0 != nil }
            && followers.contains { $0.pose != nil }
        return isReturn ? Self.glance : Self.search
    }

    /// Now and then looks for others while both are followed. Somebody larger than one who was never
    /// seen to move is the one who is meant.
    private func survey(_ instant: Instant) throws -> [TrackingEvent] {
        guard let frame = instant.first, instant.time - lastSurvey >= Self.survey else { return [] }
        lastSurvey = instant.time
        guard let found = try look(frame, .glance, instant.time).first else { return [] }
        people = max(people, 3)
        for seat in followers.indices
        where !keeper.hasMoved(seat) && followers[seat].isStillLife(at: instant.time) {
            guard let pose = followers[seat].pose, found.candidate.patience >= 1,
                found.candidate.width > PersonTrack.larger * pose.shoulderWidth
            else { continue }
            keeper.forget(seat)
            try take(found.person, seat, instant)
            return [.forget(seat)]
        }
        return []
    }

    private func look(_ frame: Frame, _ scope: PeopleFinder.Scope, _ time: Double) throws
        -> [(person: PeopleFinder.Found, candidate: SeatAssigner.Candidate)]
    {
        let found = try finder.find(
            in: frame, scope, except: followers.compactMap(\.pose),
            regions: followers.compactMap(\.region))
        return found.map { person in
            let pose = person.result.pose
            let width = max(pose.shoulderWidth, person.size / 8)
            let looks = Appearance(of: pose, in: frame)
            let candidate = SeatAssigner.Candidate(
                place: pose.midShoulder, width: width,
                strangeness: keeper.strangeness(of: looks),
                patience: strangers.note(pose.midShoulder, width: width, time: time))
            return (person, candidate)
        }
    }

    private func take(_ person: PeopleFinder.Found, _ seat: Int, _ instant: Instant) throws {
        followers[seat] = PersonTrack()
        followers[seat].accept(person.result, time: instant.time)
        try motion(of: seat).remember(ages[seat], as: seat)
    }

    // MARK: Who is who

    private func identify(_ instant: Instant) -> [TrackingEvent] {
        guard staging == .shared, let frame = instant.first else { return [] }
        let outcome = keeper.update(
            time: instant.time, poses: followers.map(\.pose), frame: frame, cut: isCut,
            collision: hasCollided)
        if outcome.exchange {
            followers.swapAt(0, 1)
            for seat in followers.indices { followers[seat].inferAgain() }
        }
        return outcome.events
    }

    // MARK: Faces

    /// Starts on the face of a seat, unless it is under way or has not changed.
    private func startFace(_ seat: Int, _ instant: Instant) throws {
        guard followers[seat].faceTime < instant.time, followers[seat].pendingFace == nil else {
            return
        }
        guard let frame = instant[seat], let region = followers[seat].faceRegion() else {
            followers[seat].pose?.face = nil
            followers[seat].face = nil
            return
        }
        if isFaceResting(seat, region, at: instant.time) { return }
        try motion(of: seat).remember(ages[seat], as: 2 + seat)
        try faceLandmarker.start(slot: seat, frame: frame, region: region)
        followers[seat].pendingFace = (seat, region)
        followers[seat].nose = followers[seat].pose?.nose
        followers[seat].faceTime = instant.time
    }

    private func isFaceResting(_ seat: Int, _ region: Region, at time: Double) -> Bool {
        let follower = followers[seat]
        guard follower.pose?.face != nil, follower.face != nil,
            time - follower.faceTime < PersonTrack.longestRest
        else { return false }
        let change = motion(of: seat).change(
            ages[seat], since: 2 + seat, in: region.upright, noise: PersonTrack.noise)
        return change < PersonTrack.restingFace
    }

    private func finishFace(_ seat: Int) throws {
        guard let (slot, region) = followers[seat].pendingFace else { return }
        followers[seat].pendingFace = nil
        let result = try faceLandmarker.finish(slot: slot, region: region)
        followers[seat].pose?.face = result?.mesh
        followers[seat].face = result?.next
    }

    // MARK: Motion

    private func motion(of seat: Int) -> MotionMeter { motions[motions.count == 1 ? 0 : seat] }

    /// Everything that can be known of an instant before its people are found.
    private func prepare(_ instant: Instant) throws {
        for (index, motion) in motions.enumerated() where isPushed(index, instant) {
            if let frame = instant[index] { try motion.push(frame) }
        }
        guard staging == .shared, let frame = instant.first else { return }
        let whole = cv_rect(x: 0, y: 0, width: frame.width, height: frame.height)
        guard let share = motions[0].share(.newest, of: whole, without: nil) else { return }
        let usual = usualChange ?? share
        isCutNext = share > Self.cut && share > Self.suddenness * usual
        usualChange = usual + (share - usual) * 0.1
    }

    private func measureMotion(_ instant: Instant) {
        for seat in followers.indices {
            guard let box = followers[seat].pose?.bounds else { continue }
            let other = staging == .apart ? nil : followers[1 - seat].pose?.bounds
            followers[seat].pose?.motionEnergy =
                isCut || (seat == 1 && instant.isRepeated)
                ? nil : motion(of: seat).share(ages[seat], of: box, without: other)
        }
    }
}
