import Base

/// Finds the stretches in which conditions hold: hysteresis, bridged breaks, minimum length.
///
/// A stretch begins with the first instant at which the conditions are entered and ends with the
/// first at which they are known to be left. A break up to `bridge` seconds does not end it.
///
/// While a landmark is hidden, what was last seen is taken to last, for up to `hiddenBridge` seconds:
/// a stretch goes on, and what was not one stays none. After that a stretch ends where it was last
/// seen, and the hidden time is unknown; so it is when a stretch turns out to have begun in it. A
/// beginning in a hidden moment of up to `bridge` seconds is put in its middle. The minimum length must
/// have been seen: breaks and hidden time do not count toward it.
struct BoutDetector: Sendable {
    let minimum: Double
    let bridge: Double
    let hiddenBridge: Double

    /// Stretches that have ended, in time order.
    private(set) var found: [TimeSpan] = []
    /// Stretches of which nothing is known, in time order, none of them within a found one.
    private(set) var unknown: [TimeSpan] = []

    private var run: Run?
    private var blank: Blank?
    private var latest = -Double.infinity
    /// Whether anything has been known yet.
    private var hasBegun = false

    /// A stretch that goes on.
    private struct Run: Sendable {
        var onset: Double
        /// How much of it was hidden or a break, seconds.
        var unseen = 0.0
        /// Since when it cannot be seen.
        var hiddenStart: Double?
        /// Since when the conditions have been left.
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

    /// A time of which nothing is known.
    private struct Blank: Sendable {
        var start: Double
        /// Whether somebody was there all along, and was seen before.
        var isHidden: Bool
    }

    init(minimum: Double, bridge: Double, hiddenBridge: Double) {
        self.minimum = minimum
        self.bridge = bridge
        self.hiddenBridge = hiddenBridge
    }

    /// Nothing changes any more that ends before this, seconds.
    var settled: Double { run?.onset ?? blank?.start ?? latest }

    /// What is told of the time before this does not change any more, the stretch that is `present`
    /// included, seconds.
    var certain: Double {
        guard present != nil, let run else { return settled }
        return run.breakStart ?? run.hiddenStart ?? latest
    }

    /// Whether a stretch goes on, however short.
    var isRunning: Bool { run != nil }

    /// Onset of the stretch that has lasted long enough and still goes on.
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

    /// Notes the unknown stretch that ends here, unless what was seen before counts on.
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
