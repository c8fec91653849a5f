import Base

/// Finds the stretches in which one posture is held.
///
/// The conditions make the stretch; if the definition asks for confirmation, it counts only when the
/// confirming conditions are seen to hold, too, for half the minimum hold. So a hand that comes to rest
/// at the face is at rest from its arrival on, and a hand that only moves about there is not.
struct HoldDetector: Sendable {
    private var run: BoutDetector
    private var proof: BoutDetector?
    /// Stretches of `run` that have been looked at.
    private var checked = 0

    /// Holds that have ended, in time order.
    private(set) var held: [TimeSpan] = []

    init(_ definition: PostureDefinition) {
        run = BoutDetector(
            minimum: definition.minimumHold, bridge: definition.bridge,
            hiddenBridge: definition.hiddenBridge)
        guard !definition.confirmation.isEmpty else { return }
        proof = BoutDetector(
            minimum: definition.minimumHold / 2, bridge: definition.bridge,
            hiddenBridge: definition.hiddenBridge)
    }

    /// Longest silence between samples that does not make the posture unknown, seconds.
    var bridge: Double { run.bridge }
    /// Stretches of which nothing is known, in time order, none of them within a hold.
    var unknown: [TimeSpan] { run.unknown }
    /// Nothing changes any more that ends before this, seconds.
    var settled: Double { run.settled }

    /// Onset of the hold that has lasted long enough and still goes on.
    var present: Double? {
        guard let onset = run.present, isConfirmed(since: onset) else { return nil }
        return onset
    }

    /// What is told of the time before this does not change any more, the hold that is `present`
    /// included, seconds.
    var certain: Double { present == nil ? settled : run.certain }

    /// The hold that is `present`, as far as it is certain.
    var open: TimeSpan? { present.map { TimeSpan(start: $0, end: certain) } }

    /// Whether the conditions hold at the moment, however short and confirmed or not.
    var isRunning: Bool { run.isRunning }

    /// - Parameter confirmation: what the confirming conditions say; not looked at without any.
    mutating func append(time: Double, _ verdict: ConditionState, confirmation: ConditionState) {
        proof?.append(time: time, verdict.and(confirmation))
        run.append(time: time, verdict)
        check()
    }

    /// Ends what is still open.
    mutating func finish() {
        proof?.finish()
        run.finish()
        check()
    }

    private mutating func check() {
        for span in run.found[checked...] where isConfirmed(since: span.start) {
            held.append(span)
        }
        checked = run.found.count
    }

    private func isConfirmed(since onset: Double) -> Bool {
        guard let proof else { return true }
        return proof.present != nil || proof.found.last.map { $0.end > onset } == true
    }
}
