import CVision
import Posture
import VisionProtocol

/// Looks for people whom no seat follows, and seats them.
///
/// Two people who share a picture are told apart by ``SeatIdentity``; where each seat has a picture or
/// a part of one, whoever is found there takes it.
struct PersonSearch {
    /// What is carried from one instant to the next.
    struct State: Codable {
        fileprivate var candidates = CandidateHistory()
        /// The square of the picture that is looked at next.
        fileprivate var turn = 0
        /// When the picture was last searched for a free seat's person, and for others, seconds.
        fileprivate var lastSearch = -Double.infinity
        fileprivate var lastSurvey = 0.0
        /// When somebody was last followed anew or lost, or something moved where nobody is followed, seconds.
        fileprivate var lastStir: Double?
        /// When faces were last looked for of those who are followed without one, seconds.
        fileprivate var lastFaces = -Double.infinity
        /// Most people seen at once.
        fileprivate(set) var people = 0
        /// Where each seat's face was last seen, and when.
        fileprivate var faces: [LastFace?] = [nil, nil]
    }

    fileprivate struct LastFace: Codable {
        var head: Head
        var time: Double
    }

    private let finder: PeopleFinder
    private let scene: Scene
    private let staging: Staging
    /// By seat, whether the picture is mirrored; a picture that both share is so for both or for neither.
    private let mirrored: [Bool]
    var state = State()

    private static let parameters = TrackingParameters.standard.search
    private static let stillLife = TrackingParameters.standard.stillLife

    init(
        _ finder: PeopleFinder, staging: Staging, mirrored: [Bool], scene: Scene = .seated
    ) {
        self.scene = scene
        self.mirrored = mirrored
        self.finder = finder
        self.staging = staging
    }

    /// How many there were.
    var searches: Int { state.turn }

    /// Makes a search due at the next instant: nobody is where they were.
    mutating func hurry() {
        state.lastSearch = -.infinity
        state.lastStir = nil
        state.faces = [nil, nil]
    }

    /// Seats people who are found, where a search is due.
    ///
    /// - Returns: the seats that so far showed nobody of the session.
    mutating func run(
        _ instant: Instant, _ tracks: inout [PersonTrack], _ identity: inout SeatIdentity,
        _ pictures: PictureHistory
    ) throws -> [TrackingEvent] {
        count(tracks)
        defer { count(tracks) }
        let isFull = tracks.allSatisfy { $0.pose != nil }
        noteStir(instant, tracks, pictures)
        guard staging == .shared else {
            if !isFull { try searchParts(instant, &tracks, pictures) }
            return []
        }
        guard let frame = instant.first else { return [] }
        let time = instant.time
        try seeFaces(frame, time, &tracks)
        defer { noteFaces(tracks, time) }
        let taker =
            isFull
            ? try survey(frame, time, tracks, &identity)
            : try search(frame, time, &tracks, &identity, pictures)
        guard let (seat, person) = taker else { return [] }
        identity.forget(seat)
        try take(person, seat, &tracks, time, pictures)
        return [.forget(seat)]
    }

    /// Shows those who are followed without a face the one that the detector finds about their head.
    private mutating func seeFaces(
        _ frame: Frame, _ time: Double, _ tracks: inout [PersonTrack]
    ) throws {
        guard time - state.lastFaces >= Self.parameters.faces,
            tracks.contains(where: { $0.pose != nil && $0.face.found == nil })
        else { return }
        state.lastFaces = time
        let faces = try finder.faces(in: frame, isMirrored: mirrored[0])
        for seat in tracks.indices where tracks[seat].face.found == nil {
            guard let own = tracks[seat].head else { continue }
            let other = tracks[1 - seat].head
            let near = faces.filter { face in
                let way = length(face.center - own.center)
                return way < face.size && !(other?.isSame(as: face) ?? false)
                    && way < other.map { length(face.center - $0.center) } ?? .infinity
            }
            tracks[seat].see(
                near.min {
                    length($0.center - own.center) < length($1.center - own.center)
                })
        }
    }

    private mutating func noteFaces(_ tracks: [PersonTrack], _ time: Double) {
        for seat in tracks.indices {
            if let head = tracks[seat].face.head {
                state.faces[seat] = LastFace(head: head, time: time)
            }
        }
    }

    /// Faces that were seen a moment ago of people who are followed no longer.
    private func lostFaces(_ tracks: [PersonTrack], _ time: Double) -> [Head] {
        tracks.indices.compactMap { seat in
            guard tracks[seat].pose == nil, let last = state.faces[seat],
                time - last.time <= Self.parameters.recent
            else { return nil }
            return last.head
        }
    }

    /// Notices that somebody may have come.
    private mutating func noteStir(
        _ instant: Instant, _ tracks: [PersonTrack], _ pictures: PictureHistory
    ) {
        let isStirring = tracks.indices.contains { seat in
            guard tracks[seat].pose == nil, let frame = instant[seat] else { return false }
            var area = cv_rect(x: 0, y: 0, width: frame.width, height: frame.height)
            if case .parts(let areas) = staging { area = areas[seat].upright }
            let other = staging == .shared ? tracks[1 - seat].pose?.bounds(in: scene) : nil
            let changed = pictures.share(seat, of: area, without: other) ?? 0
            return changed > Self.parameters.stir
        }
        let isFull = tracks.allSatisfy { $0.pose != nil }
        if isStirring || isFull || state.lastStir == nil { state.lastStir = instant.time }
    }

    /// Whether it is time to look for those who are missed.
    ///
    /// - Parameter interval: from one look to the next while somebody may come, seconds.
    private func isDue(_ time: Double, every interval: Double) -> Bool {
        let isIdle = time - (state.lastStir ?? time) > Self.parameters.settling
        return time - state.lastSearch >= (isIdle ? Self.parameters.idle : interval)
    }

    private mutating func count(_ tracks: [PersonTrack]) {
        state.people = max(state.people, tracks.count { $0.pose != nil })
    }

    /// Looks for each free seat's person in the picture, or the part of it, that is theirs alone.
    private mutating func searchParts(
        _ instant: Instant, _ tracks: inout [PersonTrack], _ pictures: PictureHistory
    ) throws {
        guard isDue(instant.time, every: Self.parameters.everywhere) else { return }
        state.lastSearch = instant.time
        for seat in tracks.indices where tracks[seat].pose == nil {
            guard let frame = instant[seat] else { continue }
            state.turn += 1
            var scope = PeopleFinder.Scope.everything(state.turn)
            if case .parts(let areas) = staging { scope = .part(areas[seat]) }
            let found = try finder.find(
                in: frame, scope, except: [], isMirrored: mirrored[seat])
            if let person = found.first {
                try take(person, seat, &tracks, instant.time, pictures)
            }
        }
    }

    /// Looks for the person of a free seat.
    ///
    /// - Returns: a seat of which only a picture on the wall was ever seen, and who is to take it.
    private mutating func search(
        _ frame: Frame, _ time: Double, _ tracks: inout [PersonTrack],
        _ identity: inout SeatIdentity, _ pictures: PictureHistory
    ) throws -> (Int, PeopleFinder.Found)? {
        // Both were seen before, and one is still there: it is a matter of their return.
        let isReturn =
            identity.assigner.places.allSatisfy { $0 != nil } && tracks.contains { $0.pose != nil }
        guard isDue(time, every: isReturn ? Self.parameters.glance : Self.parameters.everywhere)
        else { return nil }
        state.lastSearch = time
        state.turn += 1
        let scope = isReturn ? PeopleFinder.Scope.glance(state.turn) : .everything(state.turn)
        let found = try look(frame, scope, time, tracks, identity)
        let seats = identity.assigner.assign(
            found.map(\.candidate), taken: tracks.map { $0.pose?.midShoulder },
            middle: frame.width / 2, time: time)
        for (seat, index) in seats.enumerated() {
            if let index { try take(found[index].person, seat, &tracks, time, pictures) }
        }
        let taken = tracks.map { $0.pose != nil }
        for (index, other) in found.enumerated() where !seats.contains(index) {
            if let seat = identity.misused(by: other.candidate, taken: taken) {
                return (seat, other.person)
            }
        }
        return nil
    }

    /// Looks for others while both are followed.
    ///
    /// - Returns: a seat whose person was never seen to move, and somebody larger, who is meant.
    private mutating func survey(
        _ frame: Frame, _ time: Double, _ tracks: [PersonTrack], _ identity: inout SeatIdentity
    ) throws -> (Int, PeopleFinder.Found)? {
        guard time - state.lastSurvey >= Self.parameters.survey else { return nil }
        state.lastSurvey = time
        state.turn += 1
        // A body without a face beside a head that is followed is that person's, misplaced.
        let heads = tracks.compactMap(\.head)
        let others = try look(frame, .survey(state.turn), time, tracks, identity).filter { other in
            other.person.face != nil
                || !heads.contains { $0.touches(other.person.result.pose.head) }
        }
        guard let found = others.first else { return nil }
        state.people = max(state.people, 3)
        for seat in tracks.indices
        where !identity.hasMoved(seat) && tracks[seat].isStillLife(at: time) {
            guard let pose = tracks[seat].pose, found.candidate.patience >= Self.stillLife.patience,
                found.candidate.width > Self.stillLife.larger * pose.width(in: scene)
            else { continue }
            return (seat, found.person)
        }
        return nil
    }

    private mutating func look(
        _ frame: Frame, _ scope: PeopleFinder.Scope, _ time: Double, _ tracks: [PersonTrack],
        _ identity: SeatIdentity
    ) throws -> [(person: PeopleFinder.Found, candidate: SeatAssigner.Candidate)] {
        let found = try finder.find(
            in: frame, scope, except: tracks.compactMap(\.pose),
            recent: lostFaces(tracks, time), isMirrored: mirrored[0])
        return found.map { person in
            let pose = person.result.pose
            let width = max(pose.width(in: scene), person.size / 8)
            let candidate = SeatAssigner.Candidate(
                place: pose.midShoulder, width: width,
                strangeness: identity.strangeness(of: Appearance(of: pose, in: frame)),
                patience: state.candidates.note(pose.midShoulder, width: width, time: time),
                hasHead: pose.hasHead(in: frame))
            return (person, candidate)
        }
    }

    private func take(
        _ person: PeopleFinder.Found, _ seat: Int, _ tracks: inout [PersonTrack], _ time: Double,
        _ pictures: PictureHistory
    ) throws {
        tracks[seat] = PersonTrack()
        tracks[seat].accept(person.result, time: time, in: scene)
        tracks[seat].see(person.face)
        try pictures.remember(.body(seat))
    }
}
