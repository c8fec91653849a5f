import Posture
import VisionProtocol

/// Who is who in a picture that both share: where each was last seen, what each looks like, when they
/// may have been swapped, and which of them sits left.
struct SeatIdentity: Codable {
    private let scene: Scene
    private(set) var assigner = SeatAssigner()
    private var looks = DyadAppearance()
    private var ledger = IdentitySwitchMonitor()
    private var order = SeatOrder()
    /// Everywhere the nose of each seat's person has been, pixels.
    private var extents: [Extent?] = [nil, nil]

    private struct Extent: Codable {
        var low: SIMD2<Float>
        var high: SIMD2<Float>
    }

    private var lastLook = -Double.infinity
    private var lastCheck = -Double.infinity

    private static let parameters = TrackingParameters.standard

    init(scene: Scene = .seated) { self.scene = scene }

    /// Seats whose pose is not their person's: somebody came between, or both seats follow one person.
    mutating func wrongSeats(time: Double, _ poses: [BodyPose?], _ frame: Frame) -> [Int] {
        var poses = poses
        var wrong: [Int] = []
        if let seat = impostor(time: time, poses: poses, frame: frame) {
            poses[seat] = nil
            wrong.append(seat)
        }
        if let a = poses[0], let b = poses[1], a.isSamePerson(as: b, in: scene), !a.haveOwnFaces(b)
        {
            wrong.append(lessLikely(of: a, b, in: frame))
        }
        return wrong
    }

    /// The seat whose pose is somebody else's, who came between; checked as often as looks are.
    private mutating func impostor(time: Double, poses: [BodyPose?], frame: Frame) -> Int? {
        guard time - lastCheck >= Self.parameters.appearance.interval else { return nil }
        lastCheck = time
        return poses.indices.first { seat in
            guard let pose = poses[seat], let home = ledger.homes[seat],
                length(pose.midShoulder - home) > Self.parameters.seats.away
                    * pose.width(in: scene),
                let sighting = Appearance(of: pose, in: frame)
            else { return false }
            let unlike = strangeness(of: sighting)
            guard let own = unlike[seat], own > Self.parameters.seats.strange else { return false }
            // One who looks like the other was swapped, which is another matter; but not with somebody
            // who is not known yet.
            return unlike[1 - seat].map { $0 > Self.parameters.seats.strange } ?? true
        }
    }

    /// What an instant led to.
    struct Outcome {
        /// Swap the two from here on.
        var swap = false
        var events: [TrackingEvent] = []
    }

    /// Takes the poses of an instant.
    ///
    /// - Parameters:
    ///   - cut: the whole picture has changed.
    ///   - collision: both seats had followed one person, and one track was dropped.
    mutating func update(
        time: Double, poses: [BodyPose?], frame: Frame, cut: Bool, collision: Bool
    ) -> Outcome {
        for (seat, pose) in poses.enumerated() {
            guard let pose else { continue }
            assigner.note(seat, at: pose.midShoulder, width: pose.width(in: scene), time: time)
            let extent = extents[seat] ?? Extent(low: pose.nose, high: pose.nose)
            extents[seat] = Extent(
                low: pointwiseMin(extent.low, pose.nose),
                high: pointwiseMax(extent.high, pose.nose))
        }
        let views = poses.map { pose in
            pose.map {
                IdentitySwitchMonitor.View(place: $0.midShoulder, width: $0.width(in: scene))
            }
        }
        let look = look(time, poses, views, frame)
        var outcome = Outcome()
        let settled = ledger.update(
            time: time, views: views, evidence: look.evidence, unlikeness: look.unlikeness,
            isAcquainted: looks.models.allSatisfy(\.isKnown), cut: cut, collision: collision)
        if let closed = settled.closed { outcome.events.append(.uncertain(closed)) }
        if settled.swap {
            // What is known of each person stays; their places are swapped.
            assigner.swap()
            outcome.swap = true
        }
        let areApart = !IdentitySwitchMonitor.isOverlap(views)
        if order.update(
            time: time, first: areApart ? views[0]?.place.x : nil,
            second: areApart ? views[1]?.place.x : nil,
            haveHeads: poses.allSatisfy { $0?.hasHead(in: frame) ?? true })
        {
            // From here on and from the beginning alike.
            outcome.swap.toggle()
            assigner.swap()
            looks.swap()
            ledger.swap()
            extents.swapAt(0, 1)
            outcome.events.append(.swap)
        }
        return outcome
    }

    /// Whether the person of a seat was ever seen to move: a picture on the wall never is.
    func hasMoved(_ seat: Int) -> Bool {
        guard let extent = extents[seat], let width = assigner.widths[seat] else { return false }
        return length(extent.high - extent.low) >= Self.parameters.stillLife.reach * width
    }

    /// What is left to report at the end.
    mutating func finish(at time: Double) -> [TrackingEvent] {
        var events: [TrackingEvent] = []
        if let open = ledger.finish(at: time) { events.append(.uncertain(open)) }
        if order.finish() { events.append(.swap) }
        return events
    }

    /// Per seat, how unlike its person somebody looks.
    func strangeness(of sighting: Appearance?) -> [Float?] {
        looks.models.map { model in sighting.flatMap(model.strangeness) }
    }

    /// Which seat's pose is less likely its own, when both follow one person: the one who looks less
    /// like that person; where looks do not tell, the one that came from farther away.
    private func lessLikely(of a: BodyPose, _ b: BodyPose, in frame: Frame) -> Int {
        if let first = looks.evidence([Appearance(of: a, in: frame), nil]),
            abs(first) > Self.parameters.swaps.clear
        {
            return first > 0 ? 1 : 0
        }
        let ways = [a, b].enumerated().map { seat, pose in
            assigner.places[seat].map { length(pose.midShoulder - $0) } ?? .infinity
        }
        return ways[0] > ways[1] ? 0 : 1
    }

    /// The free seat of which only a picture on the wall was ever seen, when somebody larger has come to
    /// stay: the one who is meant, whom its looks and its size would keep out for good.
    func misused(by person: SeatAssigner.Candidate, taken: [Bool]) -> Int? {
        guard person.patience >= Self.parameters.seats.acceptance else { return nil }
        return extents.indices.first { seat in
            guard !taken[seat], extents[seat] != nil, let width = assigner.widths[seat] else {
                return false
            }
            return !hasMoved(seat) && person.width > Self.parameters.stillLife.larger * width
        }
    }

    /// Nobody of the session was in this seat so far.
    mutating func forget(_ seat: Int) {
        extents[seat] = nil
        assigner.forget(seat)
        looks.forget(seat)
        ledger.forget(seat)
    }

    /// What a look says.
    private struct Look {
        /// See ``DyadAppearance/evidence(_:)``.
        var evidence: Float?
        /// How unlike themselves somebody is who is alone in the picture.
        var unlikeness: Float?
    }

    /// What their looks say now, and what is learnt of them while nothing is at risk.
    private mutating func look(
        _ time: Double, _ poses: [BodyPose?], _ views: [IdentitySwitchMonitor.View?], _ frame: Frame
    ) -> Look {
        guard time - lastLook >= Self.parameters.appearance.interval,
            !IdentitySwitchMonitor.isOverlap(views)
        else {
            return Look()
        }
        lastLook = time
        let sightings = poses.map { pose in pose.flatMap { Appearance(of: $0, in: frame) } }
        let evidence = looks.evidence(sightings)
        let isClear = evidence.map { $0 > 0 } ?? true
        if ledger.isSafe, isClear {
            for (seat, sighting) in sightings.enumerated() {
                if let sighting { looks.learn(sighting, of: seat) }
            }
        }
        let seen = sightings.indices.filter { sightings[$0] != nil }
        let alone = seen.count == 1 ? seen.first : nil
        return Look(
            evidence: evidence,
            unlikeness: alone.flatMap { seat in
                sightings[seat].flatMap(looks.models[seat].strangeness)
            })
    }
}
