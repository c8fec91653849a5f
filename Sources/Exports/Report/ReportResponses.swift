import Base
import Mimicry
import SessionModel

/// The report's tables of opportunities, leavings and shared time.
struct ReportResponses {
    let session: Session
    var say = Phrases.english

    /// Empty where nothing was tested.
    var text: String {
        guard let details = session.chance?.details else { return "" }
        let adoptions = details.responses.filter { $0.group.measure == .adoption }
        let leavings = details.responses.filter { $0.group.measure == .leaving }
        return [
            caution,
            table(
                say("responses.adoption"),
                ["", "opportunities", "adopted", "chance", "difference", "ratio", "p"],
                adoptions.map { row($0) }),
            table(
                say(
                    "responses.leaving",
                    ["lag": .duration(session.settings.episodes.maxLag)]),
                ["", "left_first", "followed", "chance", "difference", "ratio", "p"],
                leavings.map { row($0) }),
            table(
                say("responses.sharing"), ["", "together", "chance", "p"],
                details.sharing.map(sharing)),
        ].joined()
    }

    /// Of what the p-values cannot tell: two who are lively at the same times had p ≤ 0.05 for adoptions in 45 % of
    /// simulated sessions without any mimicry (`make validate`).
    private var caution: String {
        guard let activity = session.chance?.activity, activity.isFound, !activity.isOpposite
        else { return "" }
        return "\n<p>\(HTML.escape(say("responses.lively")))</p>\n"
    }

    private func table(_ title: String, _ head: [String], _ rows: [[String]]) -> String {
        let head = head.map { $0.isEmpty ? "" : say("responses.\($0)") }
        return rows.isEmpty
            ? "" : "\n<h3>\(HTML.escape(title))</h3>\n" + HTML.table(head: head, rows: rows)
    }

    private func row(_ response: ResponseShare) -> [String] {
        [
            name(response.group), say.count(response.opportunities),
            response.share.map {
                say(
                    "responses.count_share",
                    ["count": .count(response.adopted), "share": .percent($0)])
            } ?? "–",
            say.percent(response.adoptedByChance),
            estimate(response.riskDifference, response.riskDifferenceInterval),
            estimate(response.riskRatio, response.riskRatioInterval),
            say.number(response.pValue, decimals: 3),
        ]
    }

    private func estimate(_ value: Double?, _ interval: ClosedRange<Double>?) -> String {
        guard let value, let interval else { return "–" }
        return say(
            "responses.estimate",
            [
                "value": .number(value, decimals: 2),
                "low": .number(interval.lowerBound, decimals: 2),
                "high": .number(interval.upperBound, decimals: 2),
            ])
    }

    private func name(_ group: ResponseGroup) -> String {
        switch group.kind {
        case .all: say("responses.all")
        case .direction:
            say(
                group.measure == .adoption ? "responses.led" : "responses.left",
                ["who": group.seat.map { .person(session.name(of: $0)) } ?? .text("")])
        case .posture: say.posture(group.name)
        case .congruence:
            group.name == Congruence.mirror.rawValue
                ? say("responses.mirror") : say("responses.identical")
        case .leader: say("responses.leader_left")
        }
    }

    private func sharing(_ test: SharingTest) -> [String] {
        let held = test.significance
        let name =
            switch test.name {
            case "": say("responses.any_posture")
            case Congruence.mirror.rawValue: say("responses.mirror")
            case Congruence.identical.rawValue: say("responses.identical")
            default: say.posture(test.name)
            }
        return [
            name, say.duration(held.value), say.duration(held.surrogateMean),
            say.number(held.pValue, decimals: 3),
        ]
    }
}
