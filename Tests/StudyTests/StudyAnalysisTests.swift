import Mimicry
import SessionModel
import Posture
import Base
import Foundation
import Testing

@testable import Study

@Suite struct StudyAnalysisTests {
    @Test func aMeasurementThatWasStoppedIsWarnedOf() throws {
        var session = try StudyFixture.session("S01")
        let none = DyadBlocks([session], dyads: ["S01"])
        #expect(!StudyWarnings([session], none).sentences.contains { $0.contains("stopped") })
        session.isWhole = false
        #expect(
            StudyWarnings([session], none).sentences.contains {
                $0.hasPrefix("the measurement of S01 was stopped") && $0.contains("resume it")
            })
    }

    private func study(_ effects: [Double?]) throws -> StudyAnalysis {
        StudyAnalysis(
            try effects.enumerated().map { index, effect in
                try StudyFixture.session(
                    "S\(index)", people: ["T\(index)", "C\(index)"], effect: effect)
            })
    }

    @Test func dyadsAreHeldAgainstChance() throws {
        let study = try study([0.5, 1, 1.5, 0.2, 0.8, -0.1])
        let combined = try #require(study.combined)
        #expect(abs(combined.test.mean - 0.65) < 1e-12)
        // Of 64 sign flips, none but the flip of −0.1 has as high a mean.
        #expect(abs(combined.pValue - 2.0 / 64) < 1e-12)
        #expect(study.channels.map(\.name) == ["head_tilt", "head_nod"])
        #expect(abs(study.channels[0].test.mean - 1.65) < 1e-12)
        for channel in study.channels { #expect(channel.qValue == 0.03125) }
    }

    @Test func sessionsOfTheSameTwoAreOneDyad() throws {
        let study = StudyAnalysis([
            try StudyFixture.session("S1", people: ["T1", "C1"], effect: 1),
            try StudyFixture.session(
                "S2", people: ["C1", "T1"], seats: ["client", "therapist"], effect: 3),
            try StudyFixture.session("S3", people: ["T2", "C2"], effect: 4),
        ])
        #expect(study.dyads == ["C1 + T1", "C2 + T2"])
        #expect(study.combined?.values == [2, 4])
        #expect(study.combined?.test.count == 2)
    }

    @Test func breathAndGaitOfBothHaveColumns() throws {
        var session = try StudyFixture.session("S1", people: ["T1", "C1"])
        session.breathRates = [15.126, nil]
        session.cadences = [nil, 98.5]
        session.chance?.gait = nil
        let rows = try text { output throws(Failure) in
            try StudyTables.writeSessions(StudyAnalysis([session]), to: &output)
        }
        let cells = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
        #expect(cells["first_breath_rate"] == "15.13" && cells["second_breath_rate"] == "")
        #expect(cells["first_cadence"] == "" && cells["second_cadence"] == "98.5")
        #expect(cells["gait_locking"] == "" && cells["gait_following_p_value"] == "")
    }

    @Test func whoLeadsIsToldBySeatAndNotByPlace() throws {
        let study = StudyAnalysis([
            try StudyFixture.session("S1", people: ["T1", "C1"], led: .first),
            try StudyFixture.session(
                "S2", people: ["C2", "T2"], seats: ["client", "therapist"], led: .second),
            try StudyFixture.session("S3", people: ["A", "B"], seats: ["left", "right"]),
            try StudyFixture.session("S4", people: ["T4", "C4"], episodes: 0),
        ])
        let leadership = try #require(study.leadership)
        #expect(leadership.values[0] == 1 && leadership.values[1] == 1)
        #expect(leadership.values[2].isNaN && leadership.values[3].isNaN)
        #expect(leadership.pValue == 0.5)
        #expect(study.warnings.contains { $0.hasPrefix("S3 has other seats") })
    }

    /// Somebody who holds postures for longer leads more by chance.
    @Test func whoLeadsIsHeldAgainstHoldingTimes() throws {
        let sessions = try (0..<8).map { index in
            try StudyFixture.session(
                "S\(index)", people: ["T\(index)", "C\(index)"],
                leadsByChance: index.isMultiple(of: 2) ? 1.1 : 0.9)
        }
        let leadership = try #require(StudyAnalysis(sessions).leadership)
        #expect(abs(leadership.test.mean) < 1e-9)
        #expect(leadership.pValue > 0.5)
        let old = try StudyFixture.session("S9", people: ["T9", "C9"], leadsByChance: nil)
        let study = StudyAnalysis(sessions + [old])
        #expect(study.leadership?.test.count == 8)
        #expect(study.warnings.contains { $0.contains("S9, left out of leadership") })
    }

    @Test func posturesHaveRates() throws {
        let study = StudyAnalysis([
            try StudyFixture.session("S1", people: ["T1", "C1"], episodes: 3),
            try StudyFixture.session("S2", people: ["T2", "C2"], episodes: 0, seconds: 3600),
        ])
        let rate = try #require(study.postures.first)
        #expect(rate.posture == "head_on_hand" && rate.episodes == 3 && rate.sessions == 1)
        #expect(abs(rate.perHour.mean - 3) < 1e-12)
        #expect(rate.finding?.qValue == rate.finding?.pValue)
        #expect(study.sessions[0].rate == 0.1)
    }

    @Test func sessionsWithoutChanceCountInTheTablesOnly() throws {
        let study = try study([1, nil, 2])
        #expect(study.combined?.test.count == 2)
        #expect(study.warnings.contains { $0.hasPrefix("S1 could not be tested against chance") })
        let none = try self.study([nil, nil])
        #expect(none.combined == nil && none.channels.isEmpty)
        #expect(StudySentences(none).headline == "2 sessions of 2 dyads, 1.0 h, 4 episodes.")
    }

    @Test func whatCannotBeComparedIsTold() throws {
        var sessions = try (0..<3).map {
            try StudyFixture.session("S\($0)", people: ["T1", "C\($0)"])
        }
        sessions[1].attune = "2.0"
        sessions[2].settings.episodes.maxLag = 5
        sessions[2].coverage[1] = 0.3
        let warnings = StudyAnalysis(sessions).warnings
        for start in [
            "3 dyads of 1 therapist cannot tell",
            "the sessions were analysed by different versions",
            "settings.episodes of S2 differs from that of S0",
            "in S2 the client was measured 30 % of the time",
        ] { #expect(warnings.contains { $0.hasPrefix(start) }, "\(start)") }
        #expect(warnings.count == 4)
    }

    @Test(arguments: ["mea", "belts"]) func whereThereCanBeNoEpisodesNothingIsSaidOfThem(
        series: String
    ) throws {
        let sessions = try (1...6).map {
            try StudyFixture.session("S\($0)", episodes: 0, series: series)
        }
        let study = StudyAnalysis(sessions)
        #expect(study.episodes == nil)
        let said = StudySentences(study)
        #expect(said.sentences.first?.hasPrefix("Nothing is said of episodes") == true)
        #expect(!said.sentences.contains { $0.contains("not shown to be more frequent") })
        #expect(!said.headline.contains("episode"))
        // One session of landmarks among them has episodes.
        let mixed = StudyAnalysis(try sessions + [StudyFixture.session("S7")])
        #expect(StudySentences(mixed).headline.contains("2 episodes"))
    }

    @Test func sentencesClaimNoMoreThanWasTested() throws {
        let found = StudySentences(try study([1, 1.2, 0.8, 1.1, 0.7, 0.9])).sentences
        #expect(found[0].hasPrefix("Episodes are more frequent than by chance"))
        #expect(found[0].contains("mean 0.95, 95 % interval 0.70 to 1.20, p = 0.016, 6 dyads"))
        let less = StudySentences(try study([-1, -1.2, -0.8, -1.1, -0.7, -0.9])).sentences
        #expect(less[1].hasPrefix("It is not shown that the two people mirror each other"))
        #expect(less[2].hasPrefix("The two people’s movements are not shown to follow each other"))
        #expect(less[2].contains("mean −0.95"))
    }

    @Test func whoIsLivelyTogetherIsNotSaidToMimic() throws {
        var sessions = try (0..<6).map {
            try StudyFixture.session("S\($0)", people: ["T\($0)", "C\($0)"])
        }
        func sentences(_ correlation: Double) -> [String] {
            for index in sessions.indices {
                sessions[index].chance?.activity = SharedActivity(
                    correlation: correlation + 0.01 * Double(index), pValue: 0.2)
            }
            return StudySentences(StudyAnalysis(sessions)).sentences
        }
        let together = sentences(0.2)
        #expect(
            together[0].hasPrefix(
                "Whether episodes are more frequent than by chance cannot be told"))
        #expect(together[1].hasPrefix("The two people mirror each other"))
        #expect(together[2].hasPrefix("The two people were lively at the same times"))
        #expect(!together.contains { $0.contains("stand out") || $0.contains("more closely") })
        let inTurn = sentences(-0.3)
        #expect(inTurn[0].hasPrefix("Episodes are more frequent than by chance"))
        #expect(inTurn[2].hasPrefix("The two people were lively in turn"))
    }

    // MARK: Files

    private func text(
        _ body: (inout FileWriter) throws(Failure) -> Void
    ) throws -> [[String]] {
        String(decoding: try FileWriter.bytes(body), as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func tablesHaveARowPerSessionEpisodeAndWindow() throws {
        let study = try study([1, nil])
        let sessions = try text { output throws(Failure) in
            try StudyTables.writeSessions(study, to: &output)
        }
        #expect(sessions.count == 3)
        #expect(sessions[0].starts(with: StudyTables.sessionColumns))
        #expect(
            Array(sessions[0].dropFirst(30).dropLast(StudyTables.togetherColumns.count)) == [
                "head_tilt_mirror_z", "head_tilt_mirror_excess", "head_tilt_mirror_chance_sd",
                "head_tilt_mirror_p_value", "head_tilt_mirror_p_adjusted", "head_nod_z",
                "head_nod_excess", "head_nod_chance_sd", "head_nod_p_value", "head_nod_p_adjusted",
            ])
        #expect(sessions[0].suffix(16) == StudyTables.togetherColumns[...])
        #expect(sessions.allSatisfy { $0.count == 56 })
        #expect(
            Array(sessions[1].prefix(12)) == [
                "S0", "C0 + T0", "therapist", "client", "S0.mp4", "1.0", "1800.000", "1800.000",
                "1", "0.9", "2", "0.0667",
            ])
        // Two standard deviations beyond chance, whatever these are.
        #expect(sessions[1][31] == "2" && sessions[2][31] == "")
        let episodes = try text { output throws(Failure) in
            try StudyTables.writeEpisodes(study, to: &output)
        }
        #expect(episodes.count == 5 && episodes[4][0] == "S1" && episodes[0][1] == "posture")
        let synchrony = try text { output throws(Failure) in
            try StudyTables.writeSynchrony(study, to: &output)
        }
        #expect(synchrony.count == 3 && synchrony[1].starts(with: ["S0", "head_tilt"]))
    }

    @Test func thePageCarriesItsFiguresAndAsksForNothing() throws {
        var sessions = [try StudyFixture.session("<b>&</script>", people: ["T\"1", "C1"])]
        sessions.append(try StudyFixture.session("S2", people: ["T2", "C2"]))
        let page = String(
            decoding: try FileWriter.bytes { output throws(Failure) in
                try StudyHTML(library: "var d3;").write(StudyAnalysis(sessions), to: &output)
            }, as: UTF8.self)
        #expect(!page.contains("{{") && !page.contains("<b>&"))
        #expect(page.contains("&lt;b&gt;&amp;"))
        #expect(page.contains("default-src 'none'"))
        #expect(!page.contains("src=\"") && !page.contains("url(") && !page.contains("http://"))
        #expect(page.contains("head tilt, mirror"))
    }
}
