import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Study

@Suite struct MultiverseTests {
    // MARK: What is tried

    @Test func everyCombinationIsASpecification() throws {
        let choices = try MultiverseChoices(["window=15,0:30", "lag=3,5,10", "figure=combined"])
        let plan = choices.specifications(of: .combined, base: ScoringSettings())
        #expect(plan.specifications.count == 6 && plan.leftOut == 0)
        let settings = try plan.specifications.map { try #require($0.scoring(ScoringSettings())) }
        #expect(settings.map(\.synchrony.window) == [15, 15, 15, 30, 30, 30])
        #expect(settings.map(\.synchrony.maxLag) == [3, 5, 10, 3, 5, 10])
        #expect(settings.allSatisfy { $0.synchrony.step == 5 })
    }

    @Test func settingsHaveTheNamesOfSettingsFiles() throws {
        for name in ["max_lag", "max-lag", "lag", "synchrony.max_lag", "synchrony_max_lag"] {
            let choices = try MultiverseChoices(["\(name)=3"])
            #expect(choices.choices[0].setting.name == "max_lag")
        }
        let episodes = try MultiverseChoices(["episodes.max_lag=5,10"])
        #expect(episodes.choices[0].setting.name == "episodes_max_lag")
        #expect(episodes.figures == [.episodes])
        #expect(
            try MultiverseChoices(["window=20", "episodes_grace=1"]).figures == [
                .combined, .episodes,
            ])
    }

    /// Settings that a figure does not depend on give it no further specifications.
    @Test func aFigureHasTheSettingsThatItDependsOn() throws {
        let choices = try MultiverseChoices(["window=15,30", "episodes.max_lag=5,10,15"])
        let base = ScoringSettings()
        #expect(choices.specifications(of: .combined, base: base).specifications.count == 2)
        #expect(choices.specifications(of: .episodes, base: base).specifications.count == 3)
    }

    @Test func whatDoesNotGoTogetherIsLeftOut() throws {
        let choices = try MultiverseChoices(["window=5,30", "lag=3,10"])
        let plan = choices.specifications(of: .combined, base: ScoringSettings())
        #expect(plan.specifications.count == 3 && plan.leftOut == 1)
    }

    @Test(arguments: [
        (["detrend=1"], "“detrend” is no setting", "window, step, max_lag"),
        (["window=15,x"], "“x” of window is not a number", "window=15,30,60"),
        (["window=15,1"], "window=1 cannot be", "2 to 600 seconds"),
        (["window=15,15"], "15 of window is given twice", "once"),
        (["window=15", "synchrony.window=30"], "synchrony.window is given twice", "at once"),
        (["window"], "“window” is not a setting", "window=15,30,60"),
        (["window="], "“” of window is not a number", "window=15,30,60"),
        (["figure=combined"], "no setting is given", "window=15,30,60"),
        (["window=15", "figure=joy"], "there is no figure “joy”", "head_tilt_mirror"),
        (["S01"], "“S01” is not a setting", "after the sessions"),
    ]) func oneLineSaysWhatIsWrong(_ words: [String], _ what: String, _ remedy: String) throws {
        let failure = #expect(throws: Failure.self) { try MultiverseChoices(words) }
        #expect(failure?.kind == .usage)
        #expect(failure?.what.contains(what) == true, "\(failure?.what ?? "")")
        #expect(
            failure?.remedy.description.contains(remedy) == true,
            "\(failure?.remedy.description ?? "")")
    }

    // MARK: What comes of it

    /// Two people's motion energy, of whom the second repeats some of what the first does.
    static func session(_ id: Int, coupled: Double, seconds: Int = 240) -> Session {
        var generator = SplitMix64(seed: UInt64(id))
        var tracks = [FeatureTrack(), FeatureTrack()]
        var level = [0.3, 0.3]
        var past: [Double] = []
        for index in 0..<seconds * 5 {
            for seat in 0..<2 {
                level[seat] += 0.2 * (0.3 - level[seat]) + 0.1 * normal(&generator)
            }
            past.append(level[0])
            let echo = past[max(0, index - 5)]
            for (seat, value) in [level[0], coupled * echo + (1 - coupled) * level[1]].enumerated()
            {
                var row = [Double](repeating: .nan, count: Channel.allCases.count)
                row[Channel.motionEnergy.index] = value
                tracks[seat].append(time: Double(index) / 5, presence: 1, row: row)
            }
        }
        var settings = Settings()
        settings.series = SeriesSettings(format: "mea")
        return Session(
            source: [
                SourceInfo(
                    file: "S\(id).txt", sha256: "\(id)", duration: Double(seconds),
                    frames: seconds * 5, rate: 5)
            ], seats: ["a", "b"], consent: nil, settings: settings, features: tracks,
            postures: Seat.allCases.map { PostureRecord(seat: $0) }, episodes: [], synchrony: [],
            timeline: [], quality: Quality(coverage: [1, 1]), warnings: [])
    }

    private func study(_ sessions: [Session]) -> StudyAnalysis {
        StudyAnalysis(sessions.enumerated().map { StudySession($1, folder: "S\($0)") })
    }

    @Test func aSpecificationIsWhatTheSessionWouldHaveBeenScoredAs() async throws {
        let session = Self.session(1, coupled: 0.5)
        let choices = try MultiverseChoices([
            "window=20", "step=4", "lag=3", "figure=combined,motion_energy",
        ])
        let study = study([session])
        let multiverse = try #require(
            try await Multiverse(
                choices, of: study, load: { _ async throws(Failure) in session }))
        let tested = try #require(
            await SynchronySignificance.test(
                first: session.features[0], second: session.features[1],
                settings: SynchronySettings(window: 20, step: 4, maxLag: 3),
                surrogates: SurrogateSettings(count: SpecifiedSession.surrogates)))
        #expect(multiverse.curves[0].results[0].test?.mean == tested.combined?.excess)
        #expect(
            multiverse.curves[1].results[0].test?.mean == tested.channels[0].significance.excess)
        #expect(multiverse.curves[0].joint == nil)
    }

    @Test func couplingIsFoundUnderAllSettings() async throws {
        let sessions = (0..<7).map { Self.session($0, coupled: 0.5) }
        var study = study(sessions)
        let choices = try MultiverseChoices(["window=10,30", "lag=2,4"])
        let plan = RecombinationPlan(study.sessions, seats: study.seats)
        var steps: [Int] = []
        let found = try await Multiverse(
            choices, of: study, recombining: plan,
            load: { number async throws(Failure) in sessions[number] },
            step: { done, total in
                steps.append(done)
                #expect(total == 4 * 7 + 49)
            })
        let multiverse = try #require(found)
        #expect(steps == Array(1...77))
        let curve = multiverse.curves[0]
        #expect(curve.results.count == 4)
        #expect(curve.results.allSatisfy { $0.sessions == 7 && ($0.test?.greater ?? 1) <= 0.05 })
        let joint = try #require(curve.joint)
        #expect(joint.draws == 128 && joint.medianPValue <= 0.05 && joint.significant == 1)
        #expect(try #require(curve.recombined).medianPValue <= 0.05)
        #expect(curve.results.allSatisfy { $0.recombined?.pairs == 42 })
        study.multiverse = multiverse
        #expect(
            StudySentences(study).sentences.contains {
                $0.contains("together they show more than chance")
            })
        let text = String(
            decoding: try FileWriter.bytes { output throws(Failure) in
                try multiverse.write(to: &output)
            }, as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(
            lines[0].hasPrefix(
                "specification,figure,window,step,max_lag,min_valid,peak_region,peak_share,surrogates_rate,episodes_max_lag,"
            ))
        #expect(lines[1].hasPrefix("1,combined,10,5,2,0.5,0.5,0.5,5,,,,,,7,7,7,"))
        #expect(
            lines.allSatisfy {
                $0.split(separator: ",", omittingEmptySubsequences: false).count == 27
            })
        let json = StudyJSON.value(study)["multiverse"]
        #expect(json?["curves"] != nil)
    }

    @Test func nothingIsFoundWhereNothingIs() async throws {
        let sessions = (0..<7).map { Self.session(50 + $0, coupled: 0) }
        let choices = try MultiverseChoices(["window=10,30", "lag=2,4"])
        let found = try await Multiverse(
            choices, of: study(sessions),
            load: { number async throws(Failure) in sessions[number] })
        #expect(try #require(found?.curves[0].joint).medianPValue > 0.05)
    }

    @Test func allCombinationsThatCannotBeAreOneError() async throws {
        let session = Self.session(1, coupled: 0)
        let choices = try MultiverseChoices(["window=5", "lag=10,20"])
        await #expect(throws: Failure.self) {
            try await Multiverse(
                choices, of: study([session]), load: { _ async throws(Failure) in session })
        }
    }
}
