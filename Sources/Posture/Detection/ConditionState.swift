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
        for verdict in [ConditionState.vacant, .out, .hidden, .stays]
        where self == verdict || other == verdict {
            return verdict
        }
        return .enters
    }
}
