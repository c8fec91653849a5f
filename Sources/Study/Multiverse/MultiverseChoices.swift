package import Base
import Mimicry
package import SessionModel

/// The settings that a multiverse tries, and every combination of them.
///
///     let choices = try MultiverseChoices(["window=15,30,60", "lag=3,5"])
///     choices.specifications(of: .combined, base: settings)
package struct MultiverseChoices: Sendable, Equatable {
    /// One setting with the values that are tried.
    package struct Choice: Sendable, Equatable {
        package var setting: ScoringChoice
        package var values: [Double]
    }

    package let choices: [Choice]
    /// What is computed under every combination that it depends on.
    package let figures: [MultiverseFigure]

    /// Most specifications of a figure; a convention. A curve of more cannot be looked at.
    package static let most = 1000

    /// - Parameter words: such as `window=15,30,60`, and `figure=combined,mirroring` for what is computed; without
    ///   that `combined` if any setting of synchrony is tried, and `episodes` if any of episodes is.
    /// - Throws: ``Failure/Kind/usage`` for an unknown name, or a value that it cannot have.
    package init(_ words: [String]) throws(Failure) {
        var choices: [Choice] = []
        var figures: [MultiverseFigure] = []
        for word in words {
            let (name, values) = try Self.parts(word)
            if name == Self.figureKey {
                guard figures.isEmpty else { throw Self.twice(name) }
                figures = try Self.figures(values)
                continue
            }
            let choice = try Self.choice(name, values)
            guard !choices.contains(where: { $0.setting == choice.setting }) else {
                throw Self.twice(name)
            }
            choices.append(choice)
        }
        guard !choices.isEmpty else {
            throw Failure.usage(
                "no setting is given to be tried", remedy: "give one such as window=15,30,60")
        }
        self.choices = choices
        if figures.isEmpty {
            if choices.contains(where: \.setting.isOfSynchrony) { figures.append(.combined) }
            if choices.contains(where: { !$0.setting.isOfSynchrony }) { figures.append(.episodes) }
        }
        self.figures = figures
        for figure in figures {
            let count = tried(for: figure).reduce(1) { $0.multipliedClamped(by: $1.values.count) }
            guard count <= Self.most else {
                throw Failure.usage(
                    "these settings have more than \(Self.most) combinations",
                    remedy: "give fewer values")
            }
        }
    }

    private static let figureKey = "figure"

    /// The settings that a figure depends on.
    func tried(for figure: MultiverseFigure) -> [Choice] {
        choices.filter { $0.setting.isOfSynchrony == figure.isOfSynchrony }
    }

    /// Every combination for a figure, the values of the last setting changing fastest, as far as settings go together.
    ///
    /// - Parameter base: the other settings.
    /// - Returns: and how many do not go together.
    package func specifications(
        of figure: MultiverseFigure, base: ScoringSettings
    ) -> (specifications: [Specification], leftOut: Int) {
        var all: [[ScoringChoice: Double]] = [[:]]
        for choice in tried(for: figure) {
            all = all.flatMap { values in
                choice.values.map { values.merging([choice.setting: $0]) { _, new in new } }
            }
        }
        let found = all.map { Specification(figure: figure, values: $0) }
        let possible = found.filter { specification in
            specification.scoring(base).map { $0.contradiction() == nil } ?? false
        }
        return (possible, found.count - possible.count)
    }

    // MARK: Reading

    private static func parts(_ word: String) throws(Failure) -> (String, [String]) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw Failure.usage(
                "“\(word)” is not a setting with its values",
                remedy: "write it as window=15,30,60, after the sessions")
        }
        let values = parts[1].split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
        return (String(parts[0]), values)
    }

    private static func twice(_ name: String) -> Failure {
        Failure.usage("\(name) is given twice", remedy: "give all of its values at once")
    }

    private static func figures(_ names: [String]) throws(Failure) -> [MultiverseFigure] {
        var figures: [MultiverseFigure] = []
        for name in names {
            guard let figure = MultiverseFigure(name) else {
                throw Failure.usage(
                    "there is no figure “\(name)”",
                    remedy:
                        "give combined, mirroring, episodes, or a channel as in sessions.csv, such as "
                        + "head_tilt_mirror")
            }
            guard !figures.contains(figure) else { throw twice("the figure \(name)") }
            figures.append(figure)
        }
        return figures
    }

    private static func choice(_ name: String, _ texts: [String]) throws(Failure) -> Choice {
        guard let setting = ScoringChoice(name) else {
            let known = ScoringChoice.all.map(\.name).joined(separator: ", ")
            throw Failure.usage(
                "“\(name)” is no setting that can be tried", remedy: "known are \(known) and figure"
            )
        }
        var values: [Double] = []
        for text in texts {
            guard let value = ClockTime(text)?.seconds else {
                throw Failure.usage(
                    "“\(text)” of \(name) is not a number", remedy: "write it as \(name)=15,30,60")
            }
            var scoring = ScoringSettings()
            do { try setting.set(value, in: &scoring) } catch {
                throw Failure.usage(
                    "\(name)=\(text) cannot be: \(error.what)", remedy: error.remedy)
            }
            guard !values.contains(value) else {
                throw Failure.usage(
                    "\(text) of \(name) is given twice", remedy: "give each value once")
            }
            values.append(value)
        }
        return Choice(setting: setting, values: values)
    }
}

/// One way to compute a figure.
package struct Specification: Sendable, Hashable {
    package var figure: MultiverseFigure
    /// The settings that are tried; all others are those of each session.
    package var values: [ScoringChoice: Double]

    /// All settings of scoring, with those of a session for what is not tried; `nil` where a value cannot be.
    func scoring(_ base: ScoringSettings) -> ScoringSettings? {
        var scoring = base
        for (setting, value) in values {
            do { try setting.set(value, in: &scoring) } catch { return nil }
        }
        return scoring
    }
}

extension Int {
    /// The product, or the largest number there is.
    fileprivate func multipliedClamped(by other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }
}
