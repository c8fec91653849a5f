import Base
import Imports
import Mimicry
import Posture
import ReferenceStatistics

/// Resamples both people's series of one channel to a uniform grid and computes another package's
/// statistic.
struct PeerComparison {
    let recipe: ReferenceMethod
    let channel: Channel
    /// Samples per second; `nil`: what the input has.
    let rate: Double?

    /// - Throws: ``Failure/Kind/badInput`` when the series are too short or do not vary,
    ///   ``Failure/Kind/usage`` when the settings do not fit.
    func score(_ recording: SeriesRecording, names: [String]) throws(Failure) -> PeerScore {
        let series = try uniform(recording)
        for (values, name) in zip([series.first, series.second], names) {
            try check(values, name)
        }
        do {
            return try recipe.score(series.first, series.second, rate: series.rate)
        } catch {
            throw failure(error, rate: series.rate)
        }
    }

    private struct Uniform {
        var first: [Double]
        var second: [Double]
        var rate: Double
    }

    private func uniform(_ recording: SeriesRecording) throws(Failure) -> Uniform {
        let (first, second) = (recording.tracks[0], recording.tracks[1])
        if recording.format == .mea, let rate {
            return Uniform(first: first[channel], second: second[channel], rate: rate)
        }
        let step = rate.map { 1 / $0 }
        try SessionTimes.check(
            recording.tracks, step: step,
            in: recording.sources.map(\.file).joined(separator: " and "))
        guard let grid = UniformGrid(covering: first.times, second.times, step: step) else {
            throw Failure.badInput(
                "there are fewer than two instants", remedy: "give longer series")
        }
        return Uniform(
            first: grid.resample(first[channel], at: first.times),
            second: grid.resample(second[channel], at: second.times), rate: 1 / grid.step)
    }

    private func check(_ values: [Double], _ name: String) throws(Failure) {
        let known = values.filter { !$0.isNaN }
        guard let first = known.first, known.contains(where: { $0 != first }) else {
            throw Failure.badInput(
                "\(channel.rawValue) of \(name) "
                    + (known.isEmpty ? "has no value" : "does not vary"),
                remedy: "give a series in which something moves, or another \(.channel)")
        }
    }

    private func failure(_ error: ReferenceError, rate: Double) -> Failure {
        switch error {
        case .tooShort(let given, let needed):
            func seconds(_ samples: Int) -> String {
                DecimalText.text(Double(samples) / rate, decimals: 2, atLeast: 0)
            }
            return Failure.badInput(
                "the series are too short for \(recipe.name): \(seconds(given)) s, "
                    + "and with these settings it needs \(seconds(needed)) s",
                remedy: "give longer series or shorter windows")
        case .setting(let text):
            return Failure.usage(
                "\(recipe.name): \(text)", remedy: "see \(.help(command: "score"))")
        }
    }
}
