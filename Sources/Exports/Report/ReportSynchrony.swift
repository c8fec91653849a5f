import Base
import Mimicry
import Posture
import SessionModel

/// The lag × time picture of synchrony as the report carries it: correlations at all lags, packed, and
/// the peaks of `synchrony.csv`.
struct ReportSynchrony {
    private let session: Session
    private let say: Phrases
    private let picture: LagTimeMap

    init(_ session: Session, in say: Phrases = .english) {
        self.session = session
        self.say = say
        let tracks = session.features.map { $0.masking(session.untested) }
        picture = LagTimeMap(
            first: tracks[0], second: tracks[1], settings: session.settings.synchrony)
    }

    /// `null` when no window was long enough or nothing could be compared.
    var value: JSONValue {
        guard !picture.windows.isEmpty, !picture.panels.isEmpty else { return .null }
        let peaks = Dictionary(grouping: session.synchrony) { Measure($0.channel, $0.mapping) }
        let rows = peaks.values.max { $0.count < $1.count } ?? []
        return [
            "lag_step": .rounded(picture.lagStep, decimals: 6),
            "max_lag": .integer(picture.maxLag),
            "windows": .array(picture.windows.map(Self.span)),
            "cells": .array(picture.panels.map { .string(Self.packed($0.cells)) }),
            "rows": .array(rows.map { Self.span(TimeSpan(start: $0.start, end: $0.end)) }),
            "measures": .array(measures(peaks)),
        ]
    }

    private struct Measure: Hashable {
        var channel: Channel
        var mapping: Congruence

        init(_ channel: Channel, _ mapping: Congruence) {
            self.channel = channel
            self.mapping = mapping
        }
    }

    /// Channels under their mappings; those that stand out most against chance come first.
    private func measures(_ peaks: [Measure: [SynchronyWindow]]) -> [JSONValue] {
        let tested = Dictionary(
            (session.chance?.channels ?? []).map { (Measure($0.channel, $0.mapping), $0) },
            uniquingKeysWith: { first, _ in first })
        let all = picture.panels.enumerated().flatMap { index, panel in
            panel.pair.readings.map { (index, $0, Measure(panel.pair.first, $0.mapping)) }
        }
        func rank(_ measure: Measure) -> (Double, Double) {
            guard let held = tested[measure]?.significance else { return (2, 0) }
            return (held.pValue, -(held.chanceSD ?? 0))
        }
        return all.sorted { rank($0.2) < rank($1.2) }.map { index, reading, measure in
            let rows = (peaks[measure] ?? []).sorted { $0.start < $1.start }
            return [
                "channel": .string(measure.channel.rawValue),
                "title": .string(say.title(measure.channel, measure.mapping)),
                "cells": .integer(index),
                "sign": .number(reading.sign),
                "p": .rounded(tested[measure]?.significance.pValue, decimals: 6),
                "q": .rounded(tested[measure]?.adjusted, decimals: 6),
                "lag": .array(rows.map { .rounded($0.peakLag, decimals: 2) }),
                "z": .array(rows.map { .rounded($0.peakZ, decimals: 2) }),
            ]
        }
    }

    private static func span(_ span: TimeSpan) -> JSONValue {
        .array([.rounded(span.start), .rounded(span.end)])
    }

    /// Digits of base 64; the last means that nothing could be compared.
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// A digit a cell: r = (digit − 31)/31 for the digits 0 to 62, missing for 63.
    static func packed(_ correlations: [Double]) -> String {
        String(
            decoding: correlations.map { r in
                guard r.isFinite else { return digits[63] }
                return digits[Int((min(max(r, -1), 1) * 31).rounded()) + 31]
            }, as: UTF8.self)
    }
}
