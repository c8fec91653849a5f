import Base
import SessionModel

extension Multiverse {
    /// Under `multiverse` in `study.json`.
    var json: JSONValue {
        [
            "surrogates": .integer(SpecifiedSession.surrogates),
            "settings": .array(
                choices.choices.map { choice in
                    [
                        "name": .string(choice.setting.name),
                        "values": .array(choice.values.map { .plain($0) }),
                    ]
                }),
            "curves": .array(curves.map(\.json)),
        ]
    }
}

extension Multiverse.Curve {
    fileprivate var json: JSONValue {
        [
            "figure": .string(figure.name), "unit": .string(figure.unit),
            "left_out": .integer(leftOut),
            "joint": joint?.json ?? .null, "recombined_joint": recombined?.json ?? .null,
            "specifications": .array(results.map(\.json)),
        ]
    }
}

extension Multiverse.Result {
    fileprivate var json: JSONValue {
        let values = specification.values.sorted {
            ScoringChoice.all.firstIndex(of: $0.key) ?? 0
                < ScoringChoice.all.firstIndex(of: $1.key) ?? 0
        }
        var members: [JSONValue.Member] = [
            .init(
                "settings", .object(values.map { .init($0.key.name, .plain($0.value)) })),
            .init("sessions", .integer(sessions)), .init("dyads", .integer(test?.count ?? 0)),
            .init("units", .integer(test?.units ?? 0)),
            .init("excess", .rounded(test?.mean, decimals: 8)),
            .init("low", .rounded(test?.interval?.lowerBound, decimals: 8)),
            .init("high", .rounded(test?.interval?.upperBound, decimals: 8)),
            .init("cohens_d", .rounded(cohensD, decimals: 6)),
            .init("p_value", .rounded(test?.greater, decimals: 6)),
        ]
        if let apart = recombined {
            members += [
                .init("recombined_pairs", .integer(apart.pairs)),
                .init(
                    "recombined_excess", .rounded(apart.realMean - apart.pseudoMean, decimals: 8)),
                .init("recombined_cohens_d", .rounded(apart.cohensD, decimals: 6)),
                .init("recombined_p_value", .rounded(apart.pValue, decimals: 6)),
            ]
        }
        return .object(members)
    }
}

extension JointTest {
    fileprivate var json: JSONValue {
        [
            "specifications": .integer(specifications), "draws": .integer(draws),
            "median": .rounded(median, decimals: 8),
            "median_p_value": .rounded(medianPValue, decimals: 6),
            "dominant": .string(isPositive ? "more" : "less"),
            "significant_share": .rounded(significant, decimals: 6),
            "significant_p_value": .rounded(significantPValue, decimals: 6),
            "aggregate_z": .rounded(aggregateZ, decimals: 6),
            "aggregate_p_value": .rounded(aggregatePValue, decimals: 6),
            "null_low": .array(band.map { .rounded($0.lowerBound, decimals: 8) }),
            "null_high": .array(band.map { .rounded($0.upperBound, decimals: 8) }),
        ]
    }
}

extension StudyPower {
    /// Under `power` in `study.json`.
    var json: JSONValue {
        [
            "level": .number(0.05), "enough": .number(Self.enough),
            "rows": .array(
                rows.map { row in
                    [
                        "figure": .string(row.figure), "effect": .rounded(row.effect, decimals: 6),
                        "observed": .bool(row.isObserved), "dyads": .integer(row.dyads),
                        "units": .rounded(row.units, decimals: 2),
                        "studies": .integer(row.studies), "power": .rounded(row.power, decimals: 4),
                        "low": .rounded(row.interval.lowerBound, decimals: 4),
                        "high": .rounded(row.interval.upperBound, decimals: 4),
                    ]
                }),
        ]
    }
}
