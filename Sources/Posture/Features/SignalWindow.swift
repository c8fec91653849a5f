/// Computes the signals of one seat from its channels, sample by sample.
///
/// Speeds look `halfWidth` seconds ahead as well as back, so an instant comes out with the first
/// sample that is more than `halfWidth` later.
struct SignalWindow: Sendable {
    /// Reach of the straight line whose slope is the speed, seconds. Long enough for three samples at
    /// 5 Hz, short enough to distinguish a gesture's turning points from rest.
    static let halfWidth = 0.25
    /// Reach to the nearest neighbours where samples are rarer than that, seconds.
    static let longestReach = 1.0

    /// All signals at one instant, in the order of `signals`; `NaN` when unknown.
    struct Instant: Sendable {
        var time: Double
        /// Whether presence is so low that only `presence` itself is known.
        var isVacant: Bool
        /// Whether nobody can say that anybody is there.
        var isUnfilmed: Bool
        var values: [Double]
        /// The person's rest in each of them, as far as it is known.
        var rest: [RestLevel] = []
    }

    let signals: [PostureSignal]
    /// Presence below which only `presence` itself is known, 0…1.
    let minimumPresence: Double
    private var window: [FeatureSample] = []
    private var next = 0

    init(signals: [PostureSignal], minimumPresence: Double) {
        self.signals = signals
        self.minimumPresence = minimumPresence
    }

    mutating func append(_ sample: FeatureSample) -> [Instant] {
        window.append(sample)
        var ready: [Instant] = []
        while next < window.count, sample.time > window[next].time + Self.halfWidth {
            ready.append(instant(next))
            next += 1
        }
        dropOld()
        return ready
    }

    mutating func finish() -> [Instant] {
        let rest = (next..<window.count).map { instant($0) }
        window = []
        next = 0
        return rest
    }

    private mutating func dropOld() {
        guard next < window.count else { return }
        let needed = window[next].time - Self.halfWidth
        let first = window.firstIndex { $0.time >= needed } ?? 0
        let surplus = max(0, first - 1)
        window.removeFirst(surplus)
        next -= surplus
    }

    private func instant(_ index: Int) -> Instant {
        Instant(
            time: window[index].time, isVacant: !(window[index].presence >= minimumPresence),
            isUnfilmed: window[index].presence.isNaN,
            values: signals.map { value($0, index) })
    }

    private func value(_ signal: PostureSignal, _ index: Int) -> Double {
        let sample = window[index]
        if signal == .presence { return sample.presence }
        guard sample.presence >= minimumPresence else { return .nan }
        switch signal {
        case .presence: return sample.presence
        case .channel(let channel): return sample[channel]
        case .handSpeed(let side): return handSpeed(side, index)
        case .handsDistance:
            let (left, right) = (sample.hand(.left), sample.hand(.right))
            return (left - right).length
        case .handsCrossing: return sample[.rightHandX] - sample[.leftHandX]
        case .lowerHandY:
            let (left, right) = (sample[.leftHandY], sample[.rightHandY])
            return left.isNaN || right.isNaN ? .nan : min(left, right)
        }
    }

    /// Length of the slope of the straight line through the hand's places around `center`, sw/s.
    private func handSpeed(_ side: Side, _ center: Int) -> Double {
        guard window[center].hand(side).x.isFinite else { return .nan }
        let here = window[center].time
        var (count, times, squares) = (0.0, 0.0, 0.0)
        var (places, products) = (Vector2.zero, Vector2.zero)
        for index in neighbours(of: center) {
            let place = window[index].hand(side)
            guard place.x.isFinite, place.y.isFinite,
                window[index].presence >= minimumPresence
            else { continue }
            let time = window[index].time - here
            count += 1
            times += time
            squares += time * time
            places += place
            products += time * place
        }
        let determinant = count * squares - times * times
        guard count >= 2, determinant > 0 else { return .nan }
        return ((count * products - times * places) / determinant).length
    }

    /// The samples within reach, and at least the nearest on either side within `longestReach`.
    private func neighbours(of center: Int) -> ClosedRange<Int> {
        let here = window[center].time
        var (first, last) = (center, center)
        while first > 0, here - window[first - 1].time <= Self.halfWidth { first -= 1 }
        while last + 1 < window.count, window[last + 1].time - here <= Self.halfWidth { last += 1 }
        if first == center, first > 0, here - window[first - 1].time <= Self.longestReach {
            first -= 1
        }
        if last == center, last + 1 < window.count,
            window[last + 1].time - here <= Self.longestReach
        {
            last += 1
        }
        return first...last
    }
}

extension FeatureSample {
    /// Hand centre from mid-shoulder, sw; x toward own left, y up.
    fileprivate func hand(_ side: Side) -> Vector2 {
        switch side {
        case .left: Vector2(self[.leftHandX], self[.leftHandY])
        case .right: Vector2(self[.rightHandX], self[.rightHandY])
        }
    }
}
