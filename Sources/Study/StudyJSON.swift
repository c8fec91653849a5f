import Archive
import Mimicry
import SessionModel
package import Base

/// `study.json`: the figures of a study, and what they were made from.
package enum StudyJSON {
    /// Version of the layout; grows when a key changes its meaning or goes.
    package static let schema = 2

    package static func value(_ study: StudyAnalysis) -> JSONValue {
        [
            "schema": .integer(schema),
            "attune": .string(AttuneVersion.current),
            "seats": .array(study.seats.map { .string($0) }),
            "dyads": .array(study.dyads.map { .string($0) }),
            StudyFolder.Key.sessions: .array(study.sessions.map(session)),
            "test": [
                "unit": "dyad", "kind": "sign-flip",
                "exact_up_to": .integer(SubsetTest.exactUpTo),
                "draws": .integer(SubsetTest.draws),
                "sides": [
                    "mirroring": 1, "activity": 2, "combined": 1, "episodes": 1, "channels": 1,
                    "postures": 1, "leadership": 2,
                ],
                "confidence": .number(SubsetTest.confidence),
                "correction": "Benjamini-Hochberg",
            ],
            "flips": flips(study.blocks),
            "mirroring": study.mirroring.map(finding) ?? .null,
            "activity": study.activity.map(finding) ?? .null,
            "combined": study.combined.map(finding) ?? .null,
            "episodes": study.episodes.map(finding) ?? .null,
            "channels": .array(study.channels.map(finding)),
            "postures": .array(study.postures.map(posture)),
            "leadership": study.leadership.map(finding) ?? .null,
            "recombined": study.recombination.map(recombined) ?? .null,
            "multiverse": study.multiverse?.json ?? .null,
            "power": study.power?.json ?? .null,
            "reviewed": study.sessions.lazy.compactMap(\.review).first.map { .string($0.coder) }
                ?? .null,
            "warnings": .array(study.warnings.map { .string($0) }),
        ]
    }

    private static func review(_ review: ReviewSummary) -> JSONValue {
        [
            "measured": .integer(review.measured), "reviewed": .integer(review.reviewed),
            "rejected": .integer(review.rejected), "added": .integer(review.added),
        ]
    }

    private static func recombined(_ recombination: Recombination) -> JSONValue {
        [
            "sessions": .integer(recombination.sessions),
            "pairs": .integer(recombination.measures.map(\.test.pairs).max() ?? 0),
            "possible_pairs": .integer(recombination.plan.possible),
            "groups": .integer(recombination.plan.groups.count),
            "measures": .array(
                recombination.measures.map { measure in
                    [
                        "name": .string(measure.name),
                        "mapping": measure.mapping.map { .string($0.rawValue) } ?? .null,
                        "sessions": .integer(measure.test.sessions),
                        "pairs": .integer(measure.test.pairs),
                        "real_mean": .rounded(measure.test.realMean, decimals: 8),
                        "real_sd": .rounded(measure.test.realSD, decimals: 8),
                        "pseudo_mean": .rounded(measure.test.pseudoMean, decimals: 8),
                        "pseudo_sd": .rounded(measure.test.pseudoSD, decimals: 8),
                        "cohens_d": measure.test.cohensD.map { .rounded($0, decimals: 8) } ?? .null,
                        "p_value": .rounded(measure.test.pValue, decimals: 6),
                        "pairings": .integer(measure.test.pairings),
                    ]
                }),
        ]
    }

    /// Which dyads are flipped together.
    private static func flips(_ blocks: DyadBlocks) -> JSONValue {
        [
            "by": .string(blocks.isGrouped ? blocks.seat ?? "shared person" : "dyad"),
            "units": .integer(blocks.blocks.count),
            "can_tell": .bool(blocks.canTell),
            "blocks": .array(
                blocks.blocks.filter { $0.dyads.count > 1 }.map { block in
                    [
                        "codes": .array(block.codes.map { .string($0) }),
                        "dyads": .array(block.dyads.map { .string($0) }),
                    ]
                }),
        ]
    }

    private static func session(_ session: StudySession) -> JSONValue {
        [
            StudyFolder.Key.session: .string(session.id), "dyad": .string(session.dyad),
            StudyFolder.Key.participants: .array(session.people.map { .string($0) }),
            "consent_digest": session.consentDigest.map { .string($0) } ?? .null,
            "seats": .array(session.seats.map { .string($0) }),
            "source": .array(
                session.sources.map { ["file": .string($0.file), "sha256": .string($0.sha256)] }),
            "attune": .string(session.attune), "duration": .rounded(session.duration),
            "known_seconds": .rounded(session.known),
            "episodes": .integer(session.episodes.count),
            "review": session.review.map(review) ?? .null,
        ]
    }

    /// A finding with its values by dyad.
    static func finding(_ finding: StudyAnalysis.Finding) -> JSONValue {
        var members: [JSONValue.Member] = [.init("name", .string(finding.name))]
        if let mapping = finding.mapping {
            members.append(.init("mapping", .string(mapping.rawValue)))
        }
        members += figures(finding.test)
        members += [
            .init("p_value", .rounded(finding.pValue, decimals: 6)),
            .init("q_value", .rounded(finding.qValue, decimals: 6)),
            .init("values", .array(finding.values.map { .rounded($0, decimals: 4) })),
        ]
        return .object(members)
    }

    private static func figures(_ test: SubsetTest) -> [JSONValue.Member] {
        [
            .init("dyads", .integer(test.count)),
            .init("units", .integer(test.units)),
            .init("mean", .rounded(test.mean, decimals: 4)),
            .init("sd", .rounded(test.sd, decimals: 4)),
            .init("low", .rounded(test.interval?.lowerBound, decimals: 4)),
            .init("high", .rounded(test.interval?.upperBound, decimals: 4)),
        ]
    }

    private static func posture(_ rate: StudyAnalysis.PostureRate) -> JSONValue {
        [
            "posture": .string(rate.posture), "episodes": .integer(rate.episodes),
            "sessions": .integer(rate.sessions), "per_hour": .object(figures(rate.perHour)),
            "chance": rate.finding.map(finding) ?? .null,
        ]
    }
}
