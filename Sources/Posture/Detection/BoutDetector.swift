import Base

/// What the conditions of a posture say at one instant.
enum ConditionState: Sendable {
    /// All are beyond their enter thresholds.
    case enters
    /// None is back past its leave threshold, but not all are beyond their enter thresholds.
    case stays
    /// At least one is back past its leave threshold.
    case out
    /// None is known to be out, and at least one is not known although the person is there.
    case hidden
    /// Nothing is known: nobody is there, or no sample came.
    case vacant

    /// What two sets of conditions say together.
    func and(_ other: ConditionState) -> ConditionState {
        for state in [ConditionState.vacant, .out, .hidden, .stays]
        where self == state || other == state {
            return state
        }
        return .enters
    }
}

/// Finds the stretches in which conditions hold: hysteresis, bridged breaks, minimum length.
///
/// A stretch begins at the first instant at which the conditions are entered and ends at the first
/// at which they are known to be left. A break of up to `bridge` seconds does not end it.
///
/// While a landmark is hidden, the last known state is assumed to last for up to `hiddenBridge`
/// seconds. After that a stretch ends where it was last seen, and the hidden time is unknown; it is
/// also unknown when a stretch turns out to have begun in it. A stretch that began in a hidden moment
/// of up to `bridge` seconds starts in the middle of that moment. The minimum length must have been
/// seen: breaks and hidden time do not count toward it.
struct BoutDetector: Sendable {
    let minimum: Double
    let bridge: Double
    let hiddenBridge: Double

    /// Stretches that have ended, in time order.
    private(set) var found: [TimeSpan] = []
    /// Unknown stretches in time order, none of them within a found one.
    private(set) var unknown: [TimeSpan] = []

    private var run: Run?
    private var blank: Blank?
    private var latest = -Double.infinity
    /// Whether anything has been known yet.
    private var hasBegun = false

    /// The current stretch.
    private struct Run: Sendable {
        var onset: Double
        /// How much of it was hidden or a break, seconds.
        var unseen = 0.0
        /// When it was hidden, seconds.
        var hiddenStart: Double?
        /// When the conditions were left, seconds.
        var breakStart: Double?
        /// Unknown stretches since then.
        var unknown: [TimeSpan] = []

        mutating func resume(at time: Double) {
            endHidden(at: time)
            if let start = breakStart { unseen += time - start }
            breakStart = nil
            unknown = []
        }

        mutating func leave(at time: Double) {
            endHidden(at: time)
            breakStart = breakStart ?? time
        }

        mutating func hide(at time: Double) {
            if breakStart == nil { hiddenStart = hiddenStart ?? time }
        }

        private mutating func endHidden(at time: Double) {
            if let start = hiddenStart { unseen += time - start }
            hiddenStart = nil
        }
    }

    /// A time about which nothing is known.
    private struct Blank: Sendable {
        var start: Double
        /// Whether the person was there all along and had been seen before.
        var isHidden: Bool
    }

    init(minimum: Double, bridge: Double, hiddenBridge: Double) {
        self.minimum = minimum
        self.bridge = bridge
        self.hiddenBridge = hiddenBridge
    }

    /// What ends before this is final, seconds.
    var settled: Double { run?.onset ?? blank?.start ?? latest }

    /// What is known of the time before this is final, including the stretch that is `present`; seconds.
    var certain: Double {
        guard present != nil, let run else { return settled }
        return run.breakStart ?? run.hiddenStart ?? latest
    }

    /// Whether a stretch is under way, however short.
    var isRunning: Bool { run != nil }

    /// Onset of the current stretch, once it has lasted long enough.
    var present: Double? {
        guard let run, isLongEnough(run, until: run.breakStart ?? run.hiddenStart ?? latest)
        else { return nil }
        return run.onset
    }

    mutating func append(time: Double, _ verdict: ConditionState) {
        latest = time
        endOverdue(at: time)
        switch verdict {
        case .enters, .stays:
            if run == nil, verdict == .enters { begin(at: time) }
            run?.resume(at: time)
            endBlank(at: time)
            hasBegun = true
        case .out:
            run?.leave(at: time)
            endBlank(at: time)
            hasBegun = true
        case .hidden:
            run?.hide(at: time)
            blank = blank ?? Blank(start: time, isHidden: hasBegun)
        case .vacant:
            run?.leave(at: time)
            blank = Blank(start: blank?.start ?? time, isHidden: false)
        }
    }

    /// Ends what is still open.
    mutating func finish() {
        if let run { close(run, at: run.breakStart ?? run.hiddenStart ?? latest) }
        endBlank(at: latest)
    }

    private mutating func begin(at time: Double) {
        guard let before = blank else {
            run = Run(onset: time)
            return
        }
        blank = nil
        if before.isHidden, time - before.start <= bridge {
            let middle = (before.start + time) / 2
            run = Run(onset: middle, unseen: time - middle)
        } else {
            unknown.append(TimeSpan(start: before.start, end: time))
            run = Run(onset: time)
        }
    }

    private mutating func endOverdue(at time: Double) {
        guard let run else { return }
        if let start = run.breakStart {
            if time - start > bridge { close(run, at: start) }
        } else if let start = run.hiddenStart, time - start > hiddenBridge {
            close(run, at: start)
        }
    }

    private mutating func close(_ ended: Run, at end: Double) {
        if end > ended.onset, isLongEnough(ended, until: end) {
            found.append(TimeSpan(start: ended.onset, end: end))
        }
        unknown += ended.unknown.filter { $0.duration > bridge }
        run = nil
    }

    private func isLongEnough(_ run: Run, until end: Double) -> Bool {
        // Sums of timestamps such as 0.4 + 0.6 may miss 1 by a rounding.
        end - run.onset - run.unseen >= minimum - 1e-9
    }

    /// Records the unknown stretch that ends here, unless the state before it is assumed to have lasted.
    private mutating func endBlank(at end: Double) {
        guard let ended = blank else { return }
        blank = nil
        let span = TimeSpan(start: ended.start, end: end)
        if run == nil {
            let longest = ended.isHidden ? max(bridge, hiddenBridge) : bridge
            if span.duration > longest { unknown.append(span) }
        } else if let left = run?.breakStart, span.start >= left, span.duration > 0 {
            run?.unknown.append(span)
        }
    }
}
