import Base
import Exports
package import Posture

/// Something about the camera that limits what can be measured, with what to do about it.
package struct CameraFinding: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case absent
        case headInProfile = "head_in_profile"
        case trunkInProfile = "trunk_in_profile"
        case faceSmall = "face_small"
        case faceLost = "face_lost"
        case shouldersHidden = "shoulders_hidden"
        case handHidden = "hand_hidden"
        case hipsHidden = "hips_hidden"
        case expressionSmall = "expression_small"
        case roll, overlap, rate
    }

    package var kind: Kind
    /// `nil` for what is not one person's.
    package var seat: Seat?
    /// A clause, such as `the client is seen in profile (trunk)`.
    package var what: String
    /// What therefore cannot be told, or only roughly; a clause.
    package var effect: String
    package var remedy: String

    /// Whether it is worth a warning: the others are the lot of most recordings.
    package var isGrave: Bool { ![.hipsHidden, .expressionSmall].contains(kind) }
}

extension CameraSurvey {
    /// Height of the face below which its mesh is too coarse for the head's angles, pixels: half of it is
    /// about the distance between the eyes, and below 24 px of that meshes were lost in dim pictures.
    static let smallFace = 48.0
    /// The same below which only large movements of the face can be told: with 60 px between the eyes and
    /// more, the noise of a face at rest is half of what it is at 30.
    static let smallExpression = 120.0
    /// Share of the time for which a face that is not in profile should be found, 0…1.
    static let faceFound = 0.8
    /// Share of the time for which one person may cover part of the other, 0…1.
    static let largestOverlap = 0.2
    /// Pictures a second: at fewer, lags under a fifth of a second cannot be told.
    static let leastRate = 10.0

    /// What limits the measurement, the gravest first.
    package var findings: [CameraFinding] {
        let own = zip(Seat.allCases, people).flatMap { seat, person in
            PersonFindings(person).all.map { finding in
                var finding = finding
                finding.seat = seat
                return finding
            }
        }
        let order = CameraFinding.Kind.allCases
        return (own + shared).enumerated().sorted { one, other in
            let places = [one, other].map { order.firstIndex(of: $0.element.kind) ?? 0 }
            return (places[0], one.offset) < (places[1], other.offset)
        }.map(\.element)
    }

    private var shared: [CameraFinding] {
        var found: [CameraFinding] = []
        if let what = CameraWords.askew(roll) {
            found.append(
                CameraFinding(
                    kind: .roll, what: what,
                    effect:
                        "upright heads and shoulders look tilted; once both have been seen for "
                        + "\(Prose.duration(CameraRollEstimator.leastSeconds)) this is taken out of all angles, "
                        + "but not exactly",
                    remedy: "level the camera"))
        }
        if let overlap, overlap >= Self.largestOverlap {
            found.append(
                CameraFinding(
                    kind: .overlap,
                    what:
                        "one person covers part of the other for \(Prose.percent(overlap)) of the "
                        + "time",
                    effect:
                        "hands and arms may be taken for the other's, and the two for each other",
                    remedy: "move the camera to between the two, or their chairs apart"))
        }
        for picture in pictures where picture.rate > 0 && picture.rate < Self.leastRate {
            let rate = DecimalText.text(picture.rate, decimals: 1, atLeast: 0)
            found.append(
                CameraFinding(
                    kind: .rate, what: "there are only \(rate) pictures a second",
                    effect: "fast movements and short lags cannot be told",
                    remedy: "record 25 pictures a second or more"))
        }
        return found
    }
}

/// What limits the measurement of one person.
private struct PersonFindings {
    let name: String
    let view: CameraView

    init(_ person: CameraSurvey.Person) {
        name = Prose.person(person.name)
        view = person.view
    }

    private typealias Kind = CameraFinding.Kind

    var all: [CameraFinding] {
        guard view.found >= CameraSurvey.enough else { return [absent] }
        return [head, trunk, size, light, shoulders, hips].compactMap { $0 } + hands
    }

    private func finding(
        _ kind: Kind, _ what: String, _ effect: String, _ remedy: String
    ) -> CameraFinding {
        CameraFinding(kind: kind, seat: nil, what: what, effect: effect, remedy: remedy)
    }

    private func percent(_ part: CameraView.Part) -> String { Prose.percent(view[part]) }

    private var absent: CameraFinding {
        finding(
            .absent,
            view.found > 0
                ? "\(name) is found for only \(Prose.percent(view.found)) of the time"
                : "\(name) is not found",
            "nothing can be said about them",
            "put the camera where it sees heads and shoulders of both all the time, and make more light"
        )
    }

    private var head: CameraFinding? {
        guard view.head == .profile else { return nil }
        return finding(
            .headInProfile, "\(name)’s head is in profile",
            "its tilt and nod are rough, and the hand that the camera does not see may be at the face",
            "move the camera round to their front, to between the two chairs")
    }

    private var trunk: CameraFinding? {
        guard view.trunk == .profile else { return nil }
        return finding(
            .trunkInProfile, "\(name) is seen in profile",
            "clasped hands, crossed arms and leaning to a side cannot be told",
            "move the camera round to their front, to between the two chairs")
    }

    private var size: CameraFinding? {
        guard view.faceHeight.isFinite else { return nil }
        let height = Int(bounded: view.faceHeight.rounded())
        let nearer = "move the camera nearer, zoom in, or record a larger picture"
        if view.faceHeight < CameraSurvey.smallFace {
            return finding(
                .faceSmall, "\(name)’s face is only \(height) pixels high",
                "the head's angles are rough, and touches of the face uncertain", nearer)
        }
        guard view.faceHeight < CameraSurvey.smallExpression else { return nil }
        return finding(
            .expressionSmall, "\(name)’s face is \(height) pixels high",
            "small movements of the face drown in noise; heads, hands and trunk are fine", nearer)
    }

    /// The face of somebody who does not look away, lost: dark, or covered.
    private var light: CameraFinding? {
        guard view.head != .profile, view[.face] + view.headInProfile < CameraSurvey.faceFound
        else {
            return nil
        }
        return finding(
            .faceLost, "\(name)’s face is lost for \(Prose.percent(1 - view[.face])) of the time",
            "tilt, nod and touches of the face are then unknown",
            "make more light from the front, with no window behind them, and see that nothing stands "
                + "before the face")
    }

    /// `seen for only 4 % of the time`, `never seen`.
    private func seen(_ part: CameraView.Part) -> String {
        view[part] < 0.005 ? "never seen" : "seen for only \(percent(part)) of the time"
    }

    private var shoulders: CameraFinding? {
        guard view[.shoulders] < CameraView.mostly else { return nil }
        return finding(
            .shouldersHidden, "\(name)’s shoulders are \(seen(.shoulders))",
            "no lengths can be measured: neither shoulders nor hands",
            "move the camera back or tilt it down until both shoulders are in the picture")
    }

    private var hips: CameraFinding? {
        guard view[.hips] < CameraView.mostly else { return nil }
        return finding(
            .hipsHidden, "\(name)’s hips are \(seen(.hips))",
            "leaning forward, back and to a side cannot be told, or only roughly",
            "move the camera back or up, or the table away, until the seats are in the picture")
    }

    private var hands: [CameraFinding] {
        let hidden: [(CameraView.Part, String)] = [(.leftHand, "left"), (.rightHand, "right")]
            .filter { view[$0.0] < CameraView.mostly }
        guard !hidden.isEmpty, view[.shoulders] >= CameraView.mostly else { return [] }
        let words = hidden.map { "\($0.1) hand is \(seen($0.0))" }.joined(separator: " and the ")
        return [
            finding(
                .handHidden, "\(name)’s \(words)",
                "what that hand does, clasped hands and crossed arms are mostly unknown",
                "raise the camera or move it back until laps and hands are in the picture")
        ]
    }
}
