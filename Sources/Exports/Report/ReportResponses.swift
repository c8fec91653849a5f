import Base
import Mimicry
import SessionModel

/// The report's tables of opportunities, leavings and shared time.
struct ReportResponses {
    let session: Session

    /// Empty where nothing was tested.
    var text: String {
        guard let details = session.chance?.details else { return "" }
        let adoptions = details.responses.filter { $0.group.measure == .adoption }
        let leavings = details.responses.filter { $0.group.measure == .leaving }
        return [
            caution,
            table(
                "Opportunities: how often one entered a posture while the other was seen without it, and the "
                    + "other took it up",
                [
                    "", "opportunities", "adopted", "by chance", "difference (95 %)",
                    "ratio (95 %)", "p",
                ],
                adoptions.map { row($0) }),
            table(
                "Dissolution: how often one left a shared posture first, and the other left it within "
                    + "\(Prose.duration(session.settings.episodes.maxLag))",
                [
                    "", "left first", "followed", "by chance", "difference (95 %)", "ratio (95 %)",
                    "p",
                ],
                leavings.map { row($0) }),
            table(
                "Time in the same posture, shifted in time as the episodes are",
                ["", "together", "by chance", "p"], details.sharing.map(sharing)),
        ].joined()
    }

    /// Of what the p-values cannot tell: two who are lively at the same times had p ≤ 0.05 for adoptions in 45 % of
    /// simulated sessions without any mimicry (`make validate`).
    private var caution: String {
        guard let activity = session.chance?.activity, activity.isFound, !activity.isOpposite
        else { return "" }
        return
            "\n<p>Both were lively at the same times, and people who are take up and share postures without "
            + "mimicry: small p-values in these tables may be no more than that.</p>\n"
    }

    private func table(_ title: String, _ head: [String], _ rows: [[String]]) -> String {
        rows.isEmpty
            ? "" : "\n<h3>\(HTML.escape(title))</h3>\n" + HTML.table(head: head, rows: rows)
    }

    private func row(_ response: ResponseShare) -> [String] {
        [
            name(response.group), "\(response.opportunities)",
            response.share.map { "\(response.adopted) (\(Prose.percent($0)))" } ?? "–",
            Prose.percent(response.adoptedByChance),
            estimate(response.riskDifference, response.riskDifferenceInterval),
            estimate(response.riskRatio, response.riskRatioInterval),
            DecimalText.text(response.pValue, decimals: 3),
        ]
    }

    private func estimate(_ value: Double?, _ interval: ClosedRange<Double>?) -> String {
        guard let value, let interval else { return "–" }
        let ends = [interval.lowerBound, interval.upperBound].map {
            DecimalText.text($0, decimals: 2)
        }
        return "\(DecimalText.text(value, decimals: 2)) (\(ends[0]) to \(ends[1]))"
    }

    private func name(_ group: ResponseGroup) -> String {
        switch group.kind {
        case .all: "all"
        case .direction:
            group.measure == .adoption
                ? "led by \(group.seat.map { Prose.person(session.name(of: $0)) } ?? "")"
                : "\(group.seat.map { Prose.person(session.name(of: $0)) } ?? "") left first"
        case .posture: Prose.words(group.name)
        case .congruence:
            group.name == Congruence.mirror.rawValue ? "mirrored" : "own side with own side"
        case .leader: "the leader of an episode left first"
        }
    }

    private func sharing(_ test: SharingTest) -> [String] {
        let held = test.significance
        let name =
            switch test.name {
            case "": "any posture"
            case Congruence.mirror.rawValue: "mirrored"
            case Congruence.identical.rawValue: "own side with own side"
            default: Prose.words(test.name)
            }
        return [
            name, Prose.duration(held.value), Prose.duration(held.surrogateMean),
            DecimalText.text(held.pValue, decimals: 3),
        ]
    }
}
