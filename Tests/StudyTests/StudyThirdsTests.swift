import Base
import Exports
import Foundation
import Mimicry
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Archive
@testable import Study

/// A row per session, third and direction, for a model of many sessions.
@Suite struct StudyThirdsTests {
    /// Both can hold `head_on_hand` at any time but from 100 to 160 s.
    private func session(_ id: String, _ people: [String] = []) throws -> StudySession {
        var session = try StudyFixture.session(id, people: people, episodes: 5, seconds: 300)
        session.knownSpans = [TimeSpan(start: 0, end: 100), TimeSpan(start: 160, end: 300)]
        session.episodes[0].congruence = .identical
        session.episodes[1].leader = .second
        session.episodes[1].congruence = .unsided
        // At the very end.
        session.episodes[4].followerOnset = 300
        return session
    }

    private func table(
        _ sessions: [StudySession], _ manifest: StudyManifest? = nil
    ) throws -> [[String: String]] {
        try TemporaryFolder.with { folder in
            let thirds = try StudyThirds(StudyAnalysis(sessions), manifest)
            try SessionFolder(folder.path).write(StudyFile.thirds.name) { output throws(Failure) in
                try thirds.write(to: &output)
            }
            let text = try String(
                contentsOf: folder.appendingPathComponent("thirds.csv"), encoding: .utf8)
            let lines = text.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            return lines.dropFirst().map {
                Dictionary(uniqueKeysWithValues: zip(lines[0], $0))
            }
        }
    }

    private func manifest(_ text: String) throws -> StudyManifest {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("study.csv")
            try Data(text.utf8).write(to: path)
            return try StudyManifest(path.path, isMeasured: true)
        }
    }

    @Test func aRowIsAThirdAndADirection() throws {
        let rows = try table([session("S1", ["T1", "C1"]), session("S2")])
        #expect(rows.count == 12)
        let first = rows.prefix(6)
        #expect(first.map { $0["third"] } == ["1", "1", "2", "2", "3", "3"])
        #expect(
            first.map { $0["leader"] } == [
                "therapist", "client", "therapist", "client",
                "therapist", "client",
            ])
        #expect(first.map { $0["leader_code"] } == ["T1", "C1", "T1", "C1", "T1", "C1"])
        #expect(first.map { $0["follower_code"] } == ["C1", "T1", "C1", "T1", "C1", "T1"])
        // Onsets of followers at 4, 64, 124, 184 and 300 s.
        #expect(first.map { $0["episodes"] } == ["1", "1", "2", "0", "1", "0"])
        #expect(first.map { $0["identical"] } == ["1", "0", "0", "0", "0", "0"])
        #expect(first.map { $0["none"] } == ["0", "1", "0", "0", "0", "0"])
        #expect(first.map { $0["mirror"] } == ["0", "0", "2", "0", "1", "0"])
        #expect(
            first.map { $0["known_seconds"] } == [
                "100.000", "100.000", "40.000", "40.000", "100.000", "100.000",
            ])
        #expect(first.map { $0["surrogate_mean"] } == Array(repeating: "19.5", count: 6))
        #expect(first.allSatisfy { $0["dyad"] == "C1 + T1" && $0["session_episodes"] == "5" })
        #expect(rows[6]["leader_code"] == "" && rows[6]["dyad"] == "S2")
        #expect(Set(rows.map { $0["settings_digest"] }).count == 1)
    }

    @Test func anotherMethodHasAnotherDigest() throws {
        var second = try session("S2")
        second.settings.synchrony.window = 60
        var third = try session("S3")
        // What happened in a session is no method.
        third.settings.covariates = Covariates(excluded: [TimeSpan(start: 1, end: 2)])
        third.settings.offset = 1.5
        let rows = try table([session("S1"), second, third])
        #expect(rows[0]["settings_digest"] != rows[6]["settings_digest"])
        #expect(rows[0]["settings_digest"] == rows[12]["settings_digest"])
        #expect(rows[0]["settings_digest"]?.count == 16)
    }

    /// What is said of a posture, and of how it was validated, is no method either.
    @Test func otherWordsAreTheSameMethod() throws {
        var second = try session("S2")
        for index in second.settings.postures.indices {
            second.settings.postures[index].about = "in other words"
            second.settings.postures[index].validation = nil
            for place in second.settings.postures[index].requirements.indices {
                second.settings.postures[index].requirements[place].reason = "in other words"
            }
        }
        #expect(second.settings.postures.contains { !$0.requirements.isEmpty })
        #expect(second.settings.postures != Settings().postures)
        var third = try session("S3")
        third.settings.postures[0].minimumHold += 1
        let study = [try session("S1"), second, third]
        let rows = try table(study)
        #expect(rows[0]["settings_digest"] == rows[6]["settings_digest"])
        #expect(rows[0]["settings_digest"] != rows[12]["settings_digest"])
        let warnings = StudyAnalysis(study).warnings.filter { $0.contains("settings.postures") }
        #expect(warnings.count == 1 && warnings[0].contains("of S3 differs"))
    }

    @Test func whatATableTellsOfSessionsGoesAlong() throws {
        let listed = try manifest(
            """
            session,group,session_number,date,change,note
            S1,treated,3,2026-05-31,-0.25,=1+2
            S9,,,,,
            """)
        let sessions = [try session("S1"), try session("S2")]
        let rows = try table(sessions, listed)
        #expect(rows[0]["group"] == "treated" && rows[0]["session_number"] == "3")
        #expect(rows[5]["date"] == "2026-05-31" && rows[5]["change"] == "-0.25")
        // No text is a formula, and what is not known is empty.
        #expect(rows[0]["note"] == "'=1+2")
        #expect(rows[6]["group"] == "" && rows[6]["change"] == "")
        #expect(try StudyThirds(StudyAnalysis(sessions), listed).unlisted == ["S2"])
        #expect(try StudyThirds(StudyAnalysis(sessions)).unlisted == [])
        let failure = #expect(throws: Failure.self) {
            _ = try StudyThirds(
                StudyAnalysis(sessions), try manifest("session,episodes\nS1,2\n"))
        }
        #expect(failure?.what.contains("the outcome episodes") == true)
        #expect(throws: Failure.self) { try manifest("code,group\nS1,a\n") }
    }

    /// Known time in thirds is that which rates are divided by.
    @Test func knownTimeIsThatOfTheComparisonWithChance() throws {
        let held = Seat.allCases.map { seat in
            var record = PostureRecord(seat: seat)
            record.held = (0..<20).map { index in
                PostureInterval(
                    seat: seat, posture: "head_on_hand",
                    onset: Double(30 * index) + Double(3 * seat.rawValue),
                    offset: Double(30 * index + 10))
            }
            record.unknown["head_on_hand"] = [
                TimeSpan(start: 310, end: 325 + 10 * Double(seat.rawValue))
            ]
            return record
        }
        var tracks = [FeatureTrack(), FeatureTrack()]
        let row = [Double](repeating: .nan, count: Channel.allCases.count)
        for seat in 0..<2 {
            for time in [0.0, 600] { tracks[seat].append(time: time, presence: 1, row: row) }
        }
        var session = Session(
            source: [], seats: ["a", "b"], consent: nil, settings: Settings(), features: tracks,
            postures: held, episodes: [], synchrony: [], timeline: [],
            quality: Quality(coverage: [1, 1]), warnings: [])
        let recording = TimeSpan(start: 0, end: 600)
        let chance = EpisodeSignificance(
            held[0], held[1], recording: recording, settings: session.settings.episodeRules,
            surrogates: SurrogateSettings(count: 19))
        session.chance = SurrogateTests(episodes: chance)
        let study = StudySession(session, folder: "S1")
        #expect(study.known == 575)
        #expect(study.knownSpans.reduce(0) { $0 + $1.duration } == 575)
    }

    // MARK: What reads it

    private static let python =
        ProcessInfo.processInfo.environment["ATTUNE_TEST_PYTHON"]
        ?? Repository.path(".deps/test-venv/bin/python")

    private static func runs(_ words: [String]) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        guard (try? process.run()) != nil else { return (127, "") }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static let hasPython = runs([python, "-c", "import pandas, statsmodels"]).status == 0
    private static let hasR = runs(["Rscript", "-e", "library(lme4)"]).status == 0

    /// Eight dyads of whom the therapist leads three times as often.
    private func example(_ program: [String]) throws -> (status: Int32, output: String) {
        try TemporaryFolder.with { folder in
            let sessions = try (1...8).map { number in
                var session = try StudyFixture.session(
                    "S\(number)", people: ["T\(number)", "C\(number)"], episodes: 24,
                    seconds: 1500)
                for index in session.episodes.indices where (index + number) % 4 == 0 {
                    session.episodes[index].leader = .second
                }
                return session
            }
            let thirds = try StudyThirds(StudyAnalysis(sessions))
            try SessionFolder(folder.path).write(StudyFile.thirds.name) { output throws(Failure) in
                try thirds.write(to: &output)
            }
            return Self.runs(program + [folder.path + "/thirds.csv"])
        }
    }

    @Test(.enabled(if: hasPython, "make test puts .deps/test-venv in place"))
    func theExampleInPythonReadsIt() throws {
        let (status, output) = try example([Self.python, Repository.path("Examples/thirds.py")])
        #expect(status == 0, "\(output)")
        #expect(output.contains("adoptions a minute") && output.contains("T8"))
        // 18 of the therapist to 6 of the client.
        #expect(output.contains("C(leader)[T.therapist]") && output.contains("3.0000"), "\(output)")
    }

    private static let workflowPython = Repository.path(".deps/workflow-venv/bin/python")
    private static let hasDuckDB =
        runs([workflowPython, "-c", "import duckdb, pyarrow"]).status == 0

    /// The question of the documentation, and one of one's own, of the same table as Parquet.
    @Test(.enabled(if: hasDuckDB, "make test puts .deps/workflow-venv in place"))
    func duckDBAnswersFromParquet() throws {
        let tables = { (words: String) in
            [
                "sh", "-c",
                "t=$(dirname $0)/tables; p='\(Self.workflowPython) "
                    + "\(Repository.path("workflow/scripts/tables.py"))'; "
                    + "$p study $t --study $(dirname $0) && $p \(words)",
            ]
        }
        let (status, output) = try example(tables("adoption $t"))
        #expect(status == 0, "\(output)")
        let lines = output.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(lines.first?.joined(separator: ",") == "led_by,third,episodes,per_minute")
        #expect(lines.count == 1 + 16 * 3)
        // As Examples/thirds.py prints it.
        let (_, printed) = try example([Self.python, Repository.path("Examples/thirds.py")])
        for third in 1...3 {
            let mine = lines.first { $0[0] == "T8" && $0[1] == "\(third)" }.flatMap {
                Double($0[3])
            }
            let row = printed.split(separator: "\n").first { $0.hasPrefix("T8 ") }
            let theirs = row.flatMap { Double($0.split(separator: " ")[third]) }
            #expect(
                mine != nil && abs((mine ?? 0) - (theirs ?? -1)) < 0.00006, "\(output)\(printed)")
        }
        // 18 of 24 of each of eight.
        let sum =
            "query $t \"SELECT sum(episodes)::INT AS n FROM thirds WHERE leader = 'therapist'\""
        #expect(try example(tables(sum)).output == "n\n144\n")
    }

    @Test(.enabled(if: hasR)) func theExampleInRReadsIt() throws {
        let (status, output) = try example(["Rscript", Repository.path("Examples/thirds.R")])
        #expect(status == 0, "\(output)")
        #expect(output.contains("adoptions a minute") && output.contains("T8"))
        // 18 of the therapist to 6 of the client.
        let row = output.split(separator: "\n").first { $0.hasPrefix("leadertherapist") }
        let estimate = row?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        #expect(abs((estimate ?? 0) - 1.0986) < 0.001, "\(output)")
    }
}
