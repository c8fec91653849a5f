import Base
package import Mimicry
import Posture
package import SessionModel

/// Responses against chance in `session.json`: adoptions, leavings and shared time.
struct ResponseJSON {
    let session: Session
    private var details: PostureChance? { session.chance?.details }

    /// Members of `summary.episodes`: opportunities in all, and per direction, posture and congruence.
    var episodes: [JSONValue.Member] {
        let all = details?.responses.first { $0.group == ResponseGroup(.adoption, .all) }
        return share(all) + [
            .init("per_direction", group(.adoption, .direction)),
            .init("opportunities_per_posture", group(.adoption, .posture)),
            .init("per_congruence", congruences),
        ]
    }

    /// `summary.dissolution`: who left first, whether the other followed, and brakes.
    var dissolution: JSONValue {
        let ended = Seat.allCases.map { seat in
            JSONValue.Member(
                session.name(of: seat),
                .integer(session.countedEpisodes.count { $0.endedBy == seat }))
        }
        let all = details?.responses.first { $0.group == ResponseGroup(.leaving, .all) }
        let led = details?.responses.first { $0.group == ResponseGroup(.leaving, .leader) }
        return .object(
            [.init("ended_by", .object(ended))] + share(all) + [
                .init("per_direction", group(.leaving, .direction)),
                .init("leader_left", .object(share(led))),
                .init("brakes", .array(session.brakes.map(brake))),
            ])
    }

    /// `summary.posture_sharing`: shared time against chance, per posture and congruence, all under `all`.
    var sharing: JSONValue {
        .object(
            (details?.sharing ?? []).map { test in
                .init(
                    test.name.isEmpty ? "all" : test.name,
                    [
                        "seconds": .rounded(test.significance.value, decimals: 3),
                        "by_chance": .rounded(test.significance.surrogateMean, decimals: 3),
                        "surrogate_sd": .rounded(test.significance.surrogateSD, decimals: 3),
                        "p_value": .rounded(test.significance.pValue, decimals: 6),
                    ])
            })
    }

    private var congruences: JSONValue {
        let tests = [(Congruence.mirror, details?.mirror), (.identical, details?.identical)]
        return .object(
            tests.map { congruence, held in
                let count = session.countedEpisodes.count { $0.congruence == congruence }
                let found = details?.responses.first {
                    $0.group == ResponseGroup(.adoption, .congruence, name: congruence.rawValue)
                }
                return .init(
                    congruence.rawValue,
                    .object(
                        [
                            .init("count", .integer(count)),
                            .init("count_by_chance", .rounded(held?.surrogateMean, decimals: 4)),
                            .init("count_p_value", .rounded(held?.pValue, decimals: 6)),
                        ] + share(found)))
            })
    }

    private func group(
        _ measure: ResponseGroup.Measure, _ kind: ResponseGroup.Kind
    ) -> JSONValue {
        let found = (details?.responses ?? []).filter {
            $0.group.measure == measure && $0.group.kind == kind
        }
        return .object(
            found.map { response in
                .init(
                    response.group.seat.map(session.name) ?? response.group.name,
                    .object(share(response)))
            })
    }

    private func share(_ found: ResponseShare?) -> [JSONValue.Member] {
        [
            .init("opportunities", found.map { .integer($0.opportunities) } ?? .null),
            .init("adopted", found.map { .integer($0.adopted) } ?? .null),
            .init("adopted_by_chance", .rounded(found?.adoptedByChance, decimals: 4)),
            .init("risk_difference", .rounded(found?.riskDifference, decimals: 4)),
            .init(
                "risk_difference_low",
                .rounded(found?.riskDifferenceInterval?.lowerBound, decimals: 4)),
            .init(
                "risk_difference_high",
                .rounded(found?.riskDifferenceInterval?.upperBound, decimals: 4)),
            .init("risk_ratio", .rounded(found?.riskRatio, decimals: 4)),
            .init("risk_ratio_low", .rounded(found?.riskRatioInterval?.lowerBound, decimals: 4)),
            .init("risk_ratio_high", .rounded(found?.riskRatioInterval?.upperBound, decimals: 4)),
            .init("adopted_p_value", .rounded(found?.pValue, decimals: 6)),
        ]
    }

    private func brake(_ brake: Brake) -> JSONValue {
        let step: String =
            switch brake.step {
            case .left: "left"
            case .changed(let posture): posture
            case .released: "released"
            }
        return [
            "time": .rounded(brake.time), "seat": .string(session.name(of: brake.seat)),
            "posture": .string(brake.posture), "step": .string(step),
        ]
    }
}

extension Session {
    /// Steps out of a shared state, in order of time.
    package var brakes: [Brake] {
        guard postures.count == Seat.allCases.count else { return [] }
        return Brake.all(
            episodes, postures.map { $0.without(settings.episodeRules.notAdopted) })
    }
}
