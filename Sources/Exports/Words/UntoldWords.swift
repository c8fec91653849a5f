import Base
import Posture
package import SessionModel

/// Why a posture could not be told, in words. No other place words it.
package enum UntoldWords {
    /// Shares of the time that are worth a sentence, 0…1.
    private static let leastShare = 0.2

    /// A sentence per person and posture that could not be told for a good part of the time, without full
    /// stop: `the client is seen in profile: hands clasped could not be told for 83 % of the time`. Postures
    /// that a person could not show for the same cause and as long are one sentence.
    ///
    /// That somebody was not there, or was taken for the other, is said elsewhere of all postures at once.
    package static func sentences(_ session: Session) -> [String] {
        var told: [(seat: Seat, clause: String, share: String, postures: [String])] = []
        for share in session.untoldShares
        where share.share >= leastShare && isOwn(share.cause) && !isForeign(share, session)
            && !isSelective(share.cause)
        {
            let clause = clause(share.cause, session.name(of: share.seat))
            let percent = Prose.percent(share.share)
            if let index = told.firstIndex(where: {
                $0.seat == share.seat && $0.clause == clause && $0.share == percent
            }) {
                told[index].postures.append(Prose.words(share.posture))
            } else {
                told.append((share.seat, clause, percent, [Prose.words(share.posture)]))
            }
        }
        return told.map {
            "\($0.clause): \(Prose.list($0.postures)) could not be told for \($0.share) of the time"
        }
    }

    /// That nobody can say whether the camera stood level; `nil` when it is known, or each person has a picture
    /// of their own.
    static func level(_ session: Session) -> String? {
        guard let roll = session.quality.roll, roll.degrees == nil else { return nil }
        return
            "whether the camera stood level could not be told, since heads and shoulders of the two do not "
            + "say the same, or were seen for too short a time: nothing was taken out of the angles"
    }

    /// Whether the cause is the posture's own: with nobody there, nothing can be told.
    private static func isOwn(_ cause: UntoldCause) -> Bool {
        switch cause {
        case .requirement, .unmeasured, .rest, .rivalRest: true
        case .givesWay, .identity, .excluded, .away, .unfilmed, .brief: false
        }
    }

    /// Whether it hangs on channels that a series of another tool never has: nothing was overlooked there.
    private static func isForeign(_ share: UntoldShare, _ session: Session) -> Bool {
        guard session.settings.series != nil, case .unmeasured = share.cause else { return false }
        return share.share > 0.999
    }

    /// Whether it hangs on what is told of few people and sessions only, under conditions of its own: that nothing was
    /// lacking with the picture of the others need not be said.
    private static func isSelective(_ cause: UntoldCause) -> Bool {
        guard case .unmeasured(let signals) = cause else { return false }
        let selective: [Channel] = [.toPartner, .breathDepth, .faceActivity]
        return signals.allSatisfy { selective.map(PostureSignal.channel).contains($0) }
    }

    /// Why, as a clause about somebody: `the client is seen in profile`.
    ///
    /// - Parameter seat: the name of their seat.
    static func clause(_ cause: UntoldCause, _ seat: String) -> String {
        let person = Prose.person(seat)
        return switch cause {
        case .requirement(let requirement): clause(requirement, person)
        case .unmeasured(let signals): unseen(signals, person)
        case .rest: "\(person)’s own rest is not known"
        case .rivalRest: "two levels compete for \(person)’s own rest"
        case .givesWay(let posture): "it belongs to \(Prose.words(posture))"
        case .identity: "it is uncertain who is who"
        case .excluded: "it is left out of scoring"
        case .away: "\(person) is not seen"
        case .unfilmed: "nothing was recorded of \(person)"
        case .brief: "\(person) is seen for too short a time"
        }
    }

    /// The definition's reason with the person in it; one of another set may be worded in any way.
    private static func clause(_ requirement: PostureRequirement, _ person: String) -> String {
        let reason = requirement.reason
        let known = reason.isEmpty ? facts(requirement) : reason
        if known.hasPrefix("the person") { return person + known.dropFirst("the person".count) }
        if known.hasPrefix("the ") { return "\(person)’s " + known.dropFirst("the ".count) }
        return "of \(person), \(known)"
    }

    /// What was required, where a definition gives no reason.
    private static func facts(_ requirement: PostureRequirement) -> String {
        let wrong = requirement.direction == .above ? "below" : "above"
        return "\(Prose.words(requirement.signal)) is \(wrong) "
            + DecimalText.text(requirement.value, decimals: 3, atLeast: 0)
    }

    private static func unseen(_ signals: [PostureSignal], _ person: String) -> String {
        if let reason = unmeasured(signals) { return reason(person) }
        var parts: [String] = []
        for part in signals.flatMap(\.parts) where !parts.contains(part) { parts.append(part) }
        guard !parts.isEmpty else { return "\(person) is not seen well enough" }
        let isPlural = parts.count > 1 || parts[0].hasSuffix("s")
        return "\(person)’s \(Prose.list(parts, joined: "or")) \(isPlural ? "are" : "is") not seen"
    }
}

extension UntoldWords {
    /// The clause about what is not a part of the body, so that it is measured or not rather than seen.
    private static func unmeasured(_ signals: [PostureSignal]) -> ((String) -> String)? {
        guard signals.count == 1, case .channel(let channel) = signals[0] else { return nil }
        return switch channel {
        case .faceActivity:
            { "how much \($0)’s face usually moves is not known" }
        case .breath, .breathRate, .breathDepth: { "\($0)’s breathing is not measured" }
        default: nil
        }
    }
}

extension PostureSignal {
    /// The parts of the body without which it is not measured.
    fileprivate var parts: [String] {
        switch self {
        case .presence: []
        case .handSpeed(let side): ["\(side.rawValue) hand"]
        case .handsDistance, .handsCrossing, .lowerHandY: ["hands"]
        case .channel(let channel): channel.parts
        }
    }
}

extension Channel {
    fileprivate var parts: [String] {
        switch self {
        case .headTilt, .headTurn, .headNod, .toPartner, .nearness, .smile, .mouthOpen,
            .browRaise, .faceMotion:
            ["face"]
        case .gazeTurn, .gazeNod: ["eyes"]
        case .shoulderTilt, .trunkTurn, .distance: ["shoulders"]
        case .shoulderRaise, .shoulderSpan: ["face", "shoulders"]
        case .trunkLean, .trunkPitch: ["shoulders", "hips"]
        case .leftHandX, .leftHandY, .leftHandSeen: ["left hand"]
        case .rightHandX, .rightHandY, .rightHandSeen: ["right hand"]
        case .leftHandToFace, .leftFingersToFace: ["face", "left hand"]
        case .rightHandToFace, .rightFingersToFace: ["face", "right hand"]
        case .handsApart, .handsPast, .handsOverlap: ["hands"]
        case .wristsToElbows, .handsOffArms: ["hands", "elbows"]
        case .faceActivity: ["face"]
        case .breath, .breathRate, .breathDepth: ["chest"]
        case .motionEnergy: []
        }
    }
}
