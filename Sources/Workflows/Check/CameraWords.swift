import Base
import Exports
import Posture

/// A camera check for people to read.
package struct CameraWords {
    let report: CameraSurvey

    package init(_ report: CameraSurvey) { self.report = report }

    /// In one line, for a warning before a long measurement; `nil` when nothing is grave.
    package var warning: String? {
        let grave = Self.joined(report.findings.filter(\.isGrave))
        guard !grave.isEmpty else { return nil }
        let clauses = grave.map { "\($0.what) (\($0.effect))" }
        return
            "the first \(Prose.duration(report.seconds)) show that not everything can be measured: "
            + clauses.joined(separator: "; ")
    }

    /// That the picture is askew, a clause; `nil` when it is not, or cannot be told.
    static func askew(_ roll: CameraRoll) -> String? {
        guard roll.correction != 0 else { return nil }
        return "the picture seems to be turned by \(Int(bounded: abs(roll.correction).rounded()))° "
            + (roll.correction > 0 ? "clockwise" : "counterclockwise")
    }

    /// The same as a warning of a session, in which it was taken out.
    static func warning(_ roll: CameraRoll) -> String? {
        askew(roll).map {
            "\($0), as heads and shoulders of both say; this is taken out of all angles, but level the "
                + "camera next time"
        }
    }

    /// Findings of the same kind about both people as one.
    static func joined(_ findings: [CameraFinding]) -> [CameraFinding] {
        findings.reduce(into: []) { joined, finding in
            guard var last = joined.last, last.kind == finding.kind, last.seat != nil else {
                joined.append(finding)
                return
            }
            last.what += ", and \(finding.what)"
            last.seat = nil
            joined[joined.count - 1] = last
        }
    }

    /// The whole check, as lines.
    package var lines: [String] {
        [title] + report.people.flatMap { [""] + person($0) } + [""] + advice
    }

    /// What was looked at.
    var title: String {
        let pictures = report.pictures.map { picture in
            let rate = DecimalText.text(picture.rate, decimals: 2, atLeast: 0)
            let size = "\(Int(bounded: picture.width))×\(Int(bounded: picture.height)) pixels"
            return picture.rate > 0 ? "\(size), \(rate) a second" : size
        }
        return
            "Camera check over \(Prose.duration(report.seconds)) (\(pictures.joined(separator: "; ")))"
    }

    /// How one person is seen, and what can be told of them.
    func person(_ person: CameraSurvey.Person) -> [String] {
        let view = person.view
        let name = Prose.capitalized(Prose.person(person.name))
        guard view.found > 0 else { return ["\(name): not found"] }
        var lines = ["\(name): found for \(Prose.percent(view.found)) of the time" + sides(view)]
        lines.append("  " + parts(view))
        for (title, names) in told(person) where !names.isEmpty {
            lines.append("  \(title): \(names.joined(separator: ", "))")
        }
        return lines
    }

    private func sides(_ view: CameraView) -> String {
        var parts: [String] = []
        if let trunk = view.trunk { parts.append("the trunk \(Self.words(trunk))") }
        if let head = view.head { parts.append("the head \(Self.words(head))") }
        if let extent = view.extent { parts.append(Self.words(extent)) }
        return parts.isEmpty ? "" : "; seen: " + parts.joined(separator: ", ")
    }

    static func words(_ turn: CameraView.Turn) -> String {
        switch turn {
        case .frontal: "from the front"
        case .threeQuarter: "half from the side"
        case .profile: "in profile"
        }
    }

    static func words(_ extent: CameraView.Extent) -> String {
        switch extent {
        case .head: "the head only"
        case .shoulders: "down to the shoulders and arms"
        case .waist: "down to the hips"
        case .knees: "down to the knees"
        }
    }

    private func parts(_ view: CameraView) -> String {
        var text = CameraView.Part.allCases.filter { $0 != .knees }.map {
            "\(Prose.words($0.rawValue)) \(Prose.percent(view[$0]))"
        }.joined(separator: ", ")
        if view.faceHeight.isFinite {
            text += "; face \(Int(bounded: view.faceHeight.rounded())) pixels high"
        }
        if view.eyeDistance.isFinite {
            text += ", eyes \(Int(bounded: view.eyeDistance.rounded())) apart"
        }
        return text
    }

    /// Channels and postures by how much of the time they can be told.
    private func told(_ person: CameraSurvey.Person) -> [(title: String, names: [String])] {
        let levels: [(String, (Double) -> Bool)] = [
            ("can be told", { $0 >= 0.9 }), ("in part", { $0 < 0.9 && $0 >= 0.1 }),
            ("cannot be told", { $0 < 0.1 }),
        ]
        return [("channels", person.channels), ("postures", person.postures)].flatMap {
            kind, list in
            levels.map { level, holds in
                let names = list.filter { holds($0.value) }.map { share in
                    let name = Prose.words(share.name)
                    return level == "in part" ? "\(name) (\(Prose.percent(share.value)))" : name
                }
                return ("\(kind) that \(level == "in part" ? "can be told in part" : level)", names)
            }
        }
    }

    /// What limits the measurement, and what to change.
    /// What to change, the gravest first.
    var changes: [String] {
        Self.joined(report.findings).map { finding in
            "\(Prose.capitalized(finding.what)): \(finding.effect). \(Prose.sentence(finding.remedy))"
        }
    }

    private var advice: [String] {
        guard !changes.isEmpty else { return ["Nothing to change: both people are seen well."] }
        return ["What to change"]
            + changes.enumerated().map { "  \($0.offset + 1). \($0.element)" }
    }
}
