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
    package static func sentences(_ session: Session, in say: Phrases = .english) -> [String] {
        var told: [(seat: Seat, clause: String, share: String, postures: [String])] = []
        for share in session.untoldShares
        where share.share >= leastShare && isOwn(share.cause) && !isForeign(share, session)
            && !isSelective(share.cause)
        {
            let clause = clause(share.cause, session.name(of: share.seat), in: say)
            let percent = say.percent(share.share)
            if let index = told.firstIndex(where: {
                $0.seat == share.seat && $0.clause == clause && $0.share == percent
            }) {
                told[index].postures.append(share.posture)
            } else {
                told.append((share.seat, clause, percent, [share.posture]))
            }
        }
        return told.map {
            say(
                "untold.sentence",
                [
                    "clause": .text($0.clause), "postures": .postures($0.postures),
                    "number": .count($0.postures.count), "share": .text($0.share),
                ])
        }
    }

    /// That nobody can say whether the camera stood level; `nil` when it is known, or each person has a picture
    /// of their own.
    static func level(_ session: Session, in say: Phrases = .english) -> String? {
        guard let roll = session.quality.roll, roll.degrees == nil else { return nil }
        return say("untold.level")
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
    static func clause(
        _ cause: UntoldCause, _ seat: String, in say: Phrases = .english
    ) -> String {
        let who = PhraseArgument.person(seat)
        return switch cause {
        case .requirement(let requirement): clause(requirement, seat, say)
        case .unmeasured(let signals): unseen(signals, who, say)
        case .rest: say("untold.rest", ["who": who])
        case .rivalRest: say("untold.rival_rest", ["who": who])
        case .givesWay(let posture): say("untold.gives_way", ["posture": .posture(posture)])
        case .identity: say("untold.identity")
        case .excluded: say("untold.excluded")
        case .away: say("untold.away", ["who": who])
        case .unfilmed: say("untold.unfilmed", ["who": who])
        case .brief: say("untold.brief", ["who": who])
        }
    }

    /// The definition's reason with the person in it; one of another set may be worded in any way, and is quoted
    /// where there are no words for it in the language.
    private static func clause(
        _ requirement: PostureRequirement, _ seat: String, _ say: Phrases
    ) -> String {
        let reason = requirement.reason
        guard !reason.isEmpty else {
            return say(
                "untold.other", ["who": .person(seat), "reason": .text(facts(requirement, say))])
        }
        let words = english(reason, Phrases.english.person(seat))
        return say.translation(of: words, under: "reason", seats: [seat])
            ?? say("untold.reason_quoted", ["who": .person(seat), "reason": .text(reason)])
    }

    private static func english(_ reason: String, _ person: String) -> String {
        if reason.hasPrefix("the person") { return person + reason.dropFirst("the person".count) }
        if reason.hasPrefix("the ") { return "\(person)’s " + reason.dropFirst("the ".count) }
        return "of \(person), \(reason)"
    }

    /// What was required, where a definition gives no reason.
    private static func facts(_ requirement: PostureRequirement, _ say: Phrases) -> String {
        say(
            requirement.direction == .above ? "untold.below" : "untold.above",
            ["signal": .text(Prose.words(requirement.signal)), "value": .plain(requirement.value)])
    }

    private static func unseen(
        _ signals: [PostureSignal], _ who: PhraseArgument, _ say: Phrases
    ) -> String {
        if let key = unmeasured(signals) { return say(key, ["who": who]) }
        var parts: [String] = []
        for part in signals.flatMap(\.parts) where !parts.contains(part) { parts.append(part) }
        guard !parts.isEmpty else { return say("untold.not_well", ["who": who]) }
        let isPlural = parts.count > 1 || parts[0].hasSuffix("s")
        return say(
            "untold.unseen",
            [
                "who": who, "number": .count(isPlural ? 2 : 1),
                "parts": .text(say.list(parts.map { say("part.\($0)") }, joined: "or")),
            ])
    }

    /// The clause about what is not a part of the body, so that it is measured or not rather than seen.
    private static func unmeasured(_ signals: [PostureSignal]) -> String? {
        guard signals.count == 1, case .channel(let channel) = signals[0] else { return nil }
        return switch channel {
        case .faceActivity: "untold.face_activity"
        case .breath, .breathRate, .breathDepth: "untold.breathing"
        default: nil
        }
    }
}

extension PostureSignal {
    /// The parts of the body without which it is not measured, as phrases name them.
    fileprivate var parts: [String] {
        switch self {
        case .presence: []
        case .handSpeed(let side): ["\(side.rawValue)_hand"]
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
        case .leftHandX, .leftHandY, .leftHandSeen: ["left_hand"]
        case .rightHandX, .rightHandY, .rightHandSeen: ["right_hand"]
        case .leftHandToFace, .leftFingersToFace: ["face", "left_hand"]
        case .rightHandToFace, .rightFingersToFace: ["face", "right_hand"]
        case .handsApart, .handsPast, .handsOverlap: ["hands"]
        case .wristsToElbows, .handsOffArms: ["hands", "elbows"]
        case .faceActivity: ["face"]
        case .breath, .breathRate, .breathDepth: ["chest"]
        case .motionEnergy: []
        }
    }
}
