package import Base
import Consents
package import Posture
package import ReferenceStatistics
package import SessionModel

/// `like.json`: the statistic of another package, under that package's own settings.
///
/// Lags are in seconds and positive when the first seat leads, whatever the package's own sign.
package struct LikeJSON: SessionWriter {
    package static let fileName = SessionFile.like.name

    private let score: PeerScore
    private let channel: Channel

    /// - Parameter channel: what was compared.
    package init(_ score: PeerScore, channel: Channel) {
        self.score = score
        self.channel = channel
    }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let inputs = session.source.map { source -> JSONValue in
            ["file": .string(source.file), "sha256": .string(source.sha256)]
        }
        let value = JSONValue.object(
            [
                .init("like", .string(score.recipe.name)),
                .init("version", .string(score.recipe.version)),
                .init("attune", .string(session.attune)),
                .init("seats", .array(session.seats.map { .string($0) })),
                .init("input", .array(inputs)),
                .init("consent_digest", session.consent.map { .string($0.digest) } ?? .null),
                .init("settings", settings(session)),
            ] + results)
        try output.write(value.text())
        try output.write("\n")
    }

    private func settings(_ session: Session) -> JSONValue {
        let own: [JSONValue.Member] =
            switch score.recipe {
            case .rmea(let settings, let smoothing, let isScaled):
                [
                    .init("window", .number(settings.window)),
                    .init("step", .number(settings.step)),
                    .init("max_lag", .number(settings.maxLag)),
                    .init("smooth", smoothing.map { .number($0) } ?? .null),
                    .init("scale", isScaled ? "sd" : nil),
                    .init("absolute", .bool(settings.absolute)),
                    .init("fisher_z", .bool(settings.fisherZ)),
                ]
            case .susy(let settings):
                [
                    .init("segment", .number(settings.segment)),
                    .init("max_lag", .number(settings.maxLag)),
                ]
            case .wcc(let settings):
                [
                    .init("window", .number(settings.window)),
                    .init("step", .number(settings.step)),
                    .init("max_lag", .number(settings.maxLag)),
                ]
            }
        var shared: [JSONValue.Member] = [
            .init("rate", .number(score.rate)), .init("channel", .string(channel.rawValue)),
        ]
        let series = session.settings.series
        if let columns = series?.columns { shared.append(.init("columns", .string(columns))) }
        // The packages have no such step: it is named only where it was asked for.
        if series?.spikes == "drop" { shared.append(.init("spikes", "drop")) }
        return .object(own + shared)
    }

    private var results: [JSONValue.Member] {
        switch score.summary {
        case .rmea(let summary): Self.members(summary)
        case .susy(let summary): Self.members(summary)
        case .wcc(let summary): members(summary)
        }
    }

    private static func members(_ summary: RMEA.Summary) -> [JSONValue.Member] {
        [
            .init("windows", .integer(summary.windows)),
            .init("lags", .integer(summary.lags)),
            .init("grand_average", .number(summary.grandAverage)),
            .init("s1_lead", .number(summary.firstLead)),
            .init("s2_lead", .number(summary.secondLead)),
            .init("lag_zero", .number(summary.lagZero)),
            .init("best_lag", .number(summary.bestLag)),
        ]
    }

    private static func members(_ summary: SUSY.Summary) -> [JSONValue.Member] {
        [
            .init("z", .number(summary.z)),
            .init("z_pseudo", .number(summary.zPseudo)),
            .init("sd_z", .number(summary.sdZ)),
            .init("sd_z_pseudo", .number(summary.sdZPseudo)),
            .init("lags", .integer(summary.lags)),
            .init("percent_above_pseudo", .number(summary.percentAbovePseudo)),
            .init("segments", .integer(summary.segments)),
            .init("es", .number(summary.effectSize)),
            .init("z_lead1", .number(summary.zLead1)),
            .init("z_lead2", .number(summary.zLead2)),
            .init("es_lead1", .number(summary.effectSizeLead1)),
            .init("es_lead2", .number(summary.effectSizeLead2)),
            .init("z_signed", .number(summary.zSigned)),
            .init("z_pseudo_signed", .number(summary.zPseudoSigned)),
            .init("es_signed", .number(summary.effectSizeSigned)),
        ]
    }

    private func members(_ summary: WCC.Summary) -> [JSONValue.Member] {
        [
            .init("windows", .integer(summary.windows)),
            .init("lags", .integer(summary.lags)),
            .init("max_mean", .number(summary.maxMean)),
            .init("max_var", .number(summary.maxVariance)),
            .init("total_mean", .number(summary.totalMean)),
            .init("total_var", .number(summary.totalVariance)),
            .init("zero_lag_mean", .number(summary.zeroLagMean)),
            .init("zero_lag_var", .number(summary.zeroLagVariance)),
            .init("lag_mean", .number(summary.lagMean)),
            .init("lag_var", .number(summary.lagVariance)),
            // As wcc itself prints them: samples, negative when the first person leads.
            .init(
                "original",
                [
                    "lagMean": .number(-summary.lagMean * score.rate),
                    "lagVar": .number(summary.lagVariance * score.rate * score.rate),
                ]),
        ]
    }
}

/// `matrix.csv`: a row per window, a column per lag; the header holds the lags in seconds, positive when
/// the first seat leads. A cell that could not be computed is empty.
package struct MatrixCSV: SessionWriter {
    package static let fileName = SessionFile.matrix.name

    private let matrix: LagMatrix

    package init(_ matrix: LagMatrix) { self.matrix = matrix }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeRow(
            (0..<matrix.lagCount).map { .number(matrix.lag($0), decimals: 6) })
        for window in 0..<matrix.windowCount {
            for (index, value) in matrix.row(window).enumerated() {
                if index > 0 { try output.write(byte: UInt8(ascii: ",")) }
                // All digits: the table is there to be computed with.
                if value.isFinite { try output.write(String(value)) }
            }
            try output.write(byte: UInt8(ascii: "\n"))
        }
    }
}
