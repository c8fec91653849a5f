package import Base
import Mimicry
import Posture
package import SessionModel

/// `responses.csv`: adoptions out of opportunities and leavings out of occasions, against chance: a row a
/// group.
package struct ResponsesCSV: SessionWriter {
    package static let fileName = SessionFile.responses.name

    static let columns = [
        "measure", "group", "name", "opportunities", "adopted", "adopted_share",
        "adopted_by_chance", "risk_difference", "risk_difference_low", "risk_difference_high",
        "risk_ratio", "risk_ratio_low", "risk_ratio_high", "p_value",
    ]

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for response in session.chance?.details?.responses ?? [] {
            let group = response.group
            try output.writeRow(
                [
                    .text(group.measure.rawValue), .text(group.kind.rawValue),
                    .text(group.seat.map(session.name) ?? group.name),
                    .integer(response.opportunities), .integer(response.adopted),
                ]
                    + [
                        response.share, response.adoptedByChance, response.riskDifference,
                        response.riskDifferenceInterval?.lowerBound,
                        response.riskDifferenceInterval?.upperBound, response.riskRatio,
                        response.riskRatioInterval?.lowerBound,
                        response.riskRatioInterval?.upperBound, response.pValue,
                    ].map { value in
                        value.map { Cell.number($0, decimals: 6) } ?? .text("")
                    })
        }
    }
}
