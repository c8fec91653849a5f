package import Base
import Exports
import Posture

/// A camera check as one HTML file, with a drawing of how both people are seen: lines between landmarks, no
/// pixel of them.
package struct CameraPage {
    let report: CameraSurvey

    package init(_ report: CameraSurvey) { self.report = report }

    package func write(to output: inout FileWriter) throws(Failure) {
        let words = CameraWords(report)
        let page = OfflinePage(
            template: Array(Self.template.utf8), style: Array(Self.style.utf8), scripts: [:])
        try page.write(to: &output) { place in
            switch place {
            case "title": HTML.escape(words.title)
            case "verdict": HTML.prose(verdict)
            case "drawings": drawings
            case "findings": findings
            case "people": people
            default: ""
            }
        }
    }

    private var verdict: String {
        guard report.isUsable else { return "Do not record like this: somebody is hardly found." }
        let grave = report.findings.count(where: \.isGrave)
        return grave == 0
            ? "Both people are seen well." : "Usable, with limits: see what to change."
    }

    private var findings: String {
        let findings = CameraWords.joined(report.findings)
        guard !findings.isEmpty else { return "<p>Nothing.</p>" }
        let items = findings.map { finding in
            let kind = finding.isGrave ? "grave" : "slight"
            return "<li class=\"\(kind)\"><b>\(HTML.prose(Prose.capitalized(finding.what)))</b>: "
                + "\(HTML.prose(finding.effect)). <i>\(HTML.prose(Prose.sentence(finding.remedy)))</i></li>"
        }
        return "<ol>\n\(items.joined(separator: "\n"))\n</ol>"
    }

    private var people: String {
        report.people.map { person in
            let lines = CameraWords(report).person(person)
            let rest = lines.dropFirst().map { "<li>\(HTML.prose($0.trimmed))</li>" }
            return "<section><h2>\(HTML.prose(lines.first ?? ""))</h2>\n"
                + "<ul>\n\(rest.joined(separator: "\n"))\n</ul>\n\(channels(person))</section>"
        }.joined(separator: "\n")
    }

    private func channels(_ person: CameraSurvey.Person) -> String {
        let rows = (person.channels + person.postures).map {
            [Prose.words($0.name), Prose.percent($0.value)]
        }
        return "<details><summary>Every channel and posture</summary>"
            + HTML.table(head: ["", "could be told"], rows: rows) + "</details>"
    }

    // MARK: Drawings

    /// One per camera.
    private var drawings: String {
        report.pictures.enumerated().map { camera, picture in
            let seats =
                report.pictures.count == 1
                ? Seat.allCases : Seat.allCases.filter { $0.rawValue == camera }
            let figures = seats.map { figure($0) }.joined()
            let (width, height) = (Self.number(picture.width), Self.number(picture.height))
            return """
                <svg viewBox="0 0 \(width) \(height)" role="img" \
                aria-label="how the camera sees them, drawn from landmarks">
                <rect width="\(width)" height="\(height)" class="frame"/>
                \(figures)</svg>
                """
        }.joined(separator: "\n")
    }

    /// Bones that are seen are solid, those that are guessed dashed; the face is its outline.
    private func figure(_ seat: Seat) -> String {
        guard report.drawing.poses.indices.contains(seat.rawValue),
            let pose = report.drawing.poses[seat.rawValue],
            pose.points.count == Landmark.allCases.count
        else { return "" }
        let isSeen = { (landmark: Landmark) in pose[landmark].visibility >= 0.5 }
        var lines = Skeleton.bones.filter { pose.face == nil || !Self.isOfFace($0.0) }.map {
            one, other in
            line(pose[one], pose[other], isSeen: isSeen(one) && isSeen(other))
        }
        if let face = pose.face {
            let corners = FaceMesh.oval.map {
                "\(Self.number(Double(face[$0].x))),\(Self.number(Double(face[$0].y)))"
            }
            lines.append("<polygon points=\"\(corners.joined(separator: " "))\"/>")
            lines += Self.features.map { "<line \(Self.places(face[$0], face[$1]))/>" }
        }
        let name = HTML.escape(report.people[seat.rawValue].name)
        let top = pose[.nose]
        let size = (report.pictures.first?.height ?? 400) / 24
        lines.append(
            "<text x=\"\(Self.number(Double(top.x)))\" y=\"\(Self.number(size * 1.3))\" "
                + "font-size=\"\(Self.number(size))\">\(name)</text>")
        return
            "<g class=\"\(seat == .first ? "first" : "second")\" stroke-width=\"\(Self.number(size / 7))\">"
            + lines.joined() + "</g>\n"
    }

    private static func isOfFace(_ landmark: Landmark) -> Bool {
        landmark.rawValue < Landmark.leftShoulder.rawValue
    }

    /// Eyes, nose and mouth of the mesh, by which the outline shows which way it looks.
    private static let features: [(FaceMesh.Point, FaceMesh.Point)] = [
        (.rightEyeOuter, .rightEyeInner), (.leftEyeInner, .leftEyeOuter), (.noseRoot, .noseTip),
        (.noseTip, .noseBase), (.rightMouthCorner, .leftMouthCorner),
    ]

    private func line(_ one: LandmarkPoint, _ other: LandmarkPoint, isSeen: Bool) -> String {
        guard [one.x, one.y, other.x, other.y].allSatisfy(\.isFinite) else { return "" }
        let places = Self.places(SIMD3(one.x, one.y, 0), SIMD3(other.x, other.y, 0))
        return "<line \(places)\(isSeen ? "" : " class=\"hidden\"")/>"
    }

    private static func places(_ one: SIMD3<Float>, _ other: SIMD3<Float>) -> String {
        zip(["x1", "y1", "x2", "y2"], [one.x, one.y, other.x, other.y]).map {
            "\($0)=\"\(number(Double($1)))\""
        }.joined(separator: " ")
    }

    private static func number(_ value: Double) -> String {
        DecimalText.text(value, decimals: 1, atLeast: 0)
    }

    // MARK: The page

    private static let template = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{{policy}}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Camera check</title>
        <style>{{style}}</style>
        </head>
        <body>
        <main>
        <p class="soft">{{title}}</p>
        <h1>{{verdict}}</h1>
        <div class="drawings">{{drawings}}</div>
        <p class="soft">Drawn from landmarks at one instant; dashed is guessed, not seen. This is still data of the
        two people: guard it like a session folder.</p>
        <h2>What to change</h2>
        {{findings}}
        {{people}}
        </main>
        </body>
        </html>
        """

    private static let style = """
        :root { color-scheme: light dark; }
        body { margin: 0; background: #faf8f4; color: #20262b; font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.7rem; margin: .2rem 0 1rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
        .soft { color: #5b656d; font-size: .9rem; margin: 0; }
        .drawings { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0 0 .5rem; }
        svg { flex: 1 1 20rem; max-height: 70vh; background: #fff; border-radius: 6px; }
        .frame { fill: none; stroke: #b9b4a9; stroke-width: 2; vector-effect: non-scaling-stroke; }
        line, polygon { fill: none; stroke-linecap: round; stroke-linejoin: round; }
        .first { stroke: #1e5f9e; } .second { stroke: #b1500f; }
        text { stroke: none; text-anchor: middle; } .first text { fill: #1e5f9e; } .second text { fill: #b1500f; }
        .hidden { stroke-dasharray: 1 9; opacity: .6; }
        ol, ul { padding-left: 1.3rem; } li { margin: .35rem 0; }
        .grave b { color: #9a3412; } .slight { color: #5b656d; }
        summary { cursor: pointer; } table { border-collapse: collapse; margin: .5rem 0; }
        th, td { text-align: left; padding: .15rem 1.2rem .15rem 0; font-weight: 400; }
        @media (prefers-color-scheme: dark) {
          body { background: #14171a; color: #e7e4de; } svg { background: #1b1f23; }
          .soft, .slight { color: #a2abb2; } .grave b { color: #f3a160; }
          .first { stroke: #7fb5f5; } .second { stroke: #f3a160; }
          .first text { fill: #7fb5f5; } .second text { fill: #f3a160; }
        }
        """
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
