import Base

/// Finds the stretches in which one posture is held.
///
/// The conditions make the stretch. If the definition asks for confirmation, the stretch counts only
/// when the confirming conditions hold as well, for half the minimum hold: a hand that comes to rest at
/// the face rests from its arrival on; a hand that keeps moving there does not.
struct HoldDetector: Sendable {
    private var run: BoutDetector
    private var proof: BoutDetector?
    /// How many stretches of `run` have been checked.
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
    /// Unknown stretches in time order, none of them within a hold.
    var unknown: [TimeSpan] { run.unknown }
    /// What ends before this is final, seconds.
    var settled: Double { run.settled }

    /// Onset of the current hold, once it has lasted long enough.
    var present: Double? {
        guard let onset = run.present, isConfirmed(since: onset) else { return nil }
        return onset
    }

    /// What is known of the time before this is final, including the hold that is `present`; seconds.
    var certain: Double { present == nil ? settled : run.certain }

    /// The hold that is `present`, as far as it is certain.
    var open: TimeSpan? { present.map { TimeSpan(start: $0, end: certain) } }

    /// Whether the conditions hold now, however briefly, confirmed or not.
    var isRunning: Bool { run.isRunning }

    /// - Parameter confirmation: state of the confirming conditions; ignored when there are none, and where
    ///   they are not known although the conditions are: a hand's speed against shoulders out of the picture.
    mutating func append(time: Double, _ verdict: ConditionState, confirmation: ConditionState) {
        proof?.append(
            time: time, confirmation == .hidden ? verdict : verdict.and(confirmation))
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
