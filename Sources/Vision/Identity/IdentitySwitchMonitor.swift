import Base
import VisionProtocol

/// Notes the stretches in which the two people may have been swapped, and when looks or places settle
/// who is who.
///
/// A stretch begins when bodies overlap in the picture, or may have while one of them was not seen, a
/// followed body leaps, the picture is cut, or both are out of sight at once. It ends when what they look like says clearly who is who (and the
/// tracker swaps the two if they are in each other's seats), or, after a short overlap, when both are
/// back where they were. Where neither settles it, it lasts to the end of the recording.
///
/// While only one person was ever seen nobody can be swapped with them, but a cut may show the other in
/// their seat. There the stretch ends when whoever is seen looks like the one before the cut.
struct IdentitySwitchMonitor: Codable {
    /// A person's mid-shoulder and shoulder width, pixels.
    struct View: Codable, Equatable {
        var place: SIMD2<Float>
        var width: Float
    }

    static let parameters = TrackingParameters.standard.swaps

    /// What is still open: a swap cannot be ruled out since then.
    private struct Risk: Codable {
        var since: Double
        var cause: UncertainSpan.Cause
        /// Where the two were before, usually and at the last instant.
        var homes: [SIMD2<Float>?]
        var before: [View?]
        /// At the first look after a cut both were where they had been.
        var isSameScene = false
        var isFresh = true
        /// Since when both are in clear view, and what was seen since.
        var viewSince: Double?
        var votes: Float = 0
        var count = 0
        /// The same of how unlike the one person looks.
        var unlikeness: Float = 0
        var likenesses = 0

        /// Whatever was seen since belongs to another view.
        mutating func startOver() {
            viewSince = nil
            (votes, count) = (0, 0)
            (unlikeness, likenesses) = (0, 0)
        }
    }

    private var risk: Risk?
    private var views: [View?] = [nil, nil]
    private var lastTime: Double?
    /// When both were seen last.
    private var together: Together?

    private struct Together: Codable {
        var time: Double
        var views: [View]
    }
    /// Where each usually is: a running mean over some seconds.
    private(set) var homes: [SIMD2<Float>?] = [nil, nil]
    /// The last instant at which looks said clearly that each is in the right seat.
    private var confirmed: Double?
    /// Running mean of the evidence, over about `doubt` seconds.
    private var opinion: Float = 1
    private var lastVote: Double?
    private var anyKnown = false
    /// The first instant at which both were seen.
    private var bothSince: Double?
    private var isAcquainted = true

    /// No swap is possible now: the time to learn what people look like.
    var isSafe: Bool { risk == nil }

    /// What an instant led to.
    struct Outcome: Equatable {
        /// Swap the two from here on.
        var swap = false
        /// A stretch that is settled now.
        var closed: UncertainSpan?
    }

    /// Takes the next instant.
    ///
    /// - Parameters:
    ///   - views: where the two are; `nil` who is not seen.
    ///   - evidence: what their looks say; `nil` where they say nothing.
    ///   - unlikeness: of the one person who was ever seen, to themselves (see
    ///     ``AppearanceModel/strangeness(of:)``); `nil` where it is not known.
    ///   - isAcquainted: what both look like is known; before, nothing but time settles anything.
    ///   - cut: the whole picture has changed.
    ///   - collision: both seats had followed one person, and one track was dropped.
    mutating func update(
        time: Double, views now: [View?], evidence: Float?, unlikeness: Float? = nil,
        isAcquainted: Bool = true, cut: Bool = false,
        collision: Bool = false
    ) -> Outcome {
        self.isAcquainted = isAcquainted
        let outcome = take(time, now, evidence, unlikeness, cut, collision)
        views = outcome.swap ? [now[1], now[0]] : now
        if views.allSatisfy({ $0 != nil }) {
            together = Together(time: time, views: views.compactMap { $0 })
        }
        lastTime = time
        return outcome
    }

    private mutating func take(
        _ time: Double, _ now: [View?], _ evidence: Float?, _ unlikeness: Float?, _ cut: Bool,
        _ collision: Bool
    ) -> Outcome {
        anyKnown = anyKnown || now.contains { $0 != nil }
        if bothSince == nil, now.allSatisfy({ $0 != nil }) { bothSince = time }
        // Before the second person comes, only a cut can put somebody into the wrong seat.
        guard bothSince != nil || (anyKnown && (cut || risk != nil)) else { return Outcome() }
        if let cause = collision ? .overlap : danger(now, time, cut) {
            // The swap, if there is one, lies between the last instant and this one.
            open(cause, lastTime ?? time)
        } else if let since = passing(now, time) {
            open(.overlap, since)
        }
        if risk != nil { return settle(time, now, evidence, unlikeness) }
        keepHomes(now, time)
        return watch(time, now, evidence)
    }

    /// The stretch that is open at the end of the recording.
    func finish(at time: Double) -> UncertainSpan? {
        risk.map { UncertainSpan(start: $0.since, end: time, cause: $0.cause) }
    }

    /// Nobody of the session was in this seat so far.
    mutating func forget(_ seat: Int) {
        views[seat] = nil
        homes[seat] = nil
        together = nil
    }

    /// The two change seats.
    mutating func swap() {
        views.swapAt(0, 1)
        homes.swapAt(0, 1)
        together?.views.swapAt(0, 1)
        risk?.homes.swapAt(0, 1)
        risk?.before.swapAt(0, 1)
    }

    // MARK: Opening

    private func danger(_ now: [View?], _ time: Double, _ cut: Bool) -> UncertainSpan.Cause? {
        if cut { return .cut }
        if now.allSatisfy({ $0 == nil }) { return bothSince == nil ? nil : .absence }
        // Nothing was seen for so long that two people can have changed places.
        if let lastTime, time - lastTime >= Self.parameters.hole { return .absence }
        if Self.isOverlap(now) { return .overlap }
        return leaps(now, time) ? .leap : nil
    }

    static func isOverlap(_ views: [View?]) -> Bool {
        guard let a = views[0], let b = views[1] else { return false }
        return length(a.place - b.place) < parameters.overlap * max(a.width, b.width)
    }

    /// Since when one may have passed the other unseen: one was lost for a while, and the straight way from
    /// how they stood to how they stand leads one body over the other; or whoever was away for long is
    /// found in the place that the other has just left.
    private func passing(_ now: [View?], _ time: Double) -> Double? {
        guard views.contains(where: { $0 == nil }), let together, let a = now[0], let b = now[1]
        else { return nil }
        let near = Self.parameters.overlap * max(a.width, b.width)
        if time - together.time < Self.parameters.brief {
            let before = together.views[1].place - together.views[0].place
            return Self.closest(from: before, to: b.place - a.place) < near ? together.time : nil
        }
        let hasTakenPlace = [0, 1].contains { seat in
            guard let home = homes[seat], let own = now[seat], let other = now[1 - seat] else {
                return false
            }
            return views[seat] != nil && length(other.place - home) < near
                && length(own.place - home) > near
        }
        return hasTakenPlace ? time - Self.parameters.brief : nil
    }

    /// The distance of a stretch of a line from the origin.
    private static func closest(from start: SIMD2<Float>, to end: SIMD2<Float>) -> Float {
        let way = end - start
        let square = (way * way).sum()
        let share = square > 0 ? (-(start * way).sum() / square).clamped(to: 0...1) : 0
        return length(start + way * share)
    }

    private func leaps(_ now: [View?], _ time: Double) -> Bool {
        guard let lastTime else { return false }
        guard time - lastTime < 0.5 else { return areCrossed(now) }
        let reach = Self.parameters.scatter + Self.parameters.fastest * Float(time - lastTime)
        return zip(views, now).contains { before, after in
            guard let before, let after else { return false }
            return length(after.place - before.place) > reach * max(before.width, after.width)
        }
    }

    /// After a while without a look: each is nearer to where the other was.
    private func areCrossed(_ now: [View?]) -> Bool {
        guard let a = views[0], let b = views[1], let c = now[0], let d = now[1] else {
            return false
        }
        let stay = length(c.place - a.place) + length(d.place - b.place)
        return stay > length(c.place - b.place) + length(d.place - a.place)
    }

    private mutating func open(_ cause: UncertainSpan.Cause, _ since: Double) {
        guard risk != nil else {
            risk = Risk(since: since, cause: cause, homes: homes, before: views)
            return
        }
        risk?.startOver()
        guard cause == .cut else { return }
        risk?.cause = .cut
        risk?.isSameScene = false
    }

    // MARK: Settling

    private mutating func settle(
        _ time: Double, _ now: [View?], _ evidence: Float?, _ unlikeness: Float?
    ) -> Outcome {
        if var fresh = risk, fresh.isFresh {
            // Somebody may be found again only an instant later.
            fresh.isSameScene = isUnmoved(fresh, now)
            fresh.isFresh =
                now.contains { $0 == nil } && time - fresh.since < Self.parameters.settling
            risk = fresh
        }
        guard var open = risk, now.contains(where: { $0 != nil }), !Self.isOverlap(now) else {
            risk?.viewSince = nil
            return Outcome()
        }
        let since = open.viewSince ?? time
        open.viewSince = since
        if let evidence {
            open.votes += evidence
            open.count += 1
        }
        if let unlikeness {
            open.unlikeness += unlikeness
            open.likenesses += 1
        }
        risk = open
        guard time - since >= Self.parameters.settling else { return Outcome() }
        guard bothSince != nil else {
            return isLike(open) ? close(time, swap: false) : Outcome()
        }
        if !isAcquainted { return close(time, swap: false) }
        if open.count > 0 {
            let mean = open.votes / Float(open.count)
            if abs(mean) >= Self.parameters.clear { return close(time, swap: mean < 0) }
        }
        return isHome(open, now, time) ? close(time, swap: false) : Outcome()
    }

    /// The one who is seen looks like the one who was. Their place says nothing: of two who are filmed in
    /// turn, each is in the middle.
    private func isLike(_ open: Risk) -> Bool {
        open.likenesses > 0
            && open.unlikeness / Float(open.likenesses) < Self.parameters.like
    }

    private func isUnmoved(_ open: Risk, _ now: [View?]) -> Bool {
        zip(open.before, now).allSatisfy { before, after in
            guard let before, let after else { return false }
            return length(after.place - before.place) < Self.parameters.unmoved * before.width
        }
    }

    /// After a brief risk both are back in their places: had the tracker swapped them, they would be in
    /// each other's.
    private func isHome(_ open: Risk, _ now: [View?], _ time: Double) -> Bool {
        if open.cause == .cut { return open.isSameScene }
        guard time - open.since < Self.parameters.brief + Self.parameters.settling else {
            return false
        }
        return zip(open.homes, now).allSatisfy { home, view in
            guard let home, let view else { return false }
            return length(view.place - home) < Self.parameters.home * view.width
        }
    }

    private mutating func close(_ time: Double, swap: Bool) -> Outcome {
        guard let open = risk else { return Outcome() }
        risk = nil
        opinion = 1
        confirmed = time
        return Outcome(
            swap: swap,
            closed: UncertainSpan(start: open.since, end: time, cause: open.cause))
    }

    // MARK: Watching

    /// Without any risk of a swap, looks that clearly contradict the seats for a while still prove one:
    /// it went unnoticed, some time after looks last agreed with the seats.
    private mutating func watch(_ time: Double, _ now: [View?], _ evidence: Float?) -> Outcome {
        guard let evidence, now.allSatisfy({ $0 != nil }) else { return Outcome() }
        let step = Float(min(1, (time - (lastVote ?? time)) / Self.parameters.doubt))
        lastVote = time
        opinion += (evidence.clamped(to: -2...2) - opinion) * step
        if evidence > Self.parameters.clear { confirmed = time }
        guard opinion < -Self.parameters.clear else { return Outcome() }
        risk = Risk(
            since: confirmed ?? bothSince ?? time, cause: .looks, homes: homes, before: views)
        return close(time, swap: true)
    }

    private mutating func keepHomes(_ now: [View?], _ time: Double) {
        let weight = Float(min(1, (time - (lastTime ?? time)) / 5))
        for seat in now.indices {
            guard let view = now[seat] else { continue }
            homes[seat] = homes[seat].map { $0 + (view.place - $0) * weight } ?? view.place
        }
    }
}
