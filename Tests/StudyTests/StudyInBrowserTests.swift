import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Study

/// The page of a study in a real browser, used by `Tests/Browser/open_study.py`. What it needs is put in place by
/// `scripts/setup --test`; without it this test fails and says so.
@Suite(.serialized) struct StudyInBrowserTests {
    @Test func everythingIsDrawnAtBothWidthsAndInBothSchemes() async throws {
        let study = try await study()
        let page = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString).html")
        defer { try? FileManager.default.removeItem(at: page) }
        let library = try String(
            contentsOfFile: Repository.path(".deps/js/d3.min.js"), encoding: .utf8)
        let bytes = try FileWriter.bytes { output throws(Failure) in
            try StudyHTML(library: library).write(study, to: &output)
        }
        try Data(bytes).write(to: page)
        let python = Repository.path(".deps/test-venv/bin/python")
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "\(python) is not there; run scripts/setup --test")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [Repository.path("Tests/Browser/open_study.py"), page.path]
        if let pictures = ProcessInfo.processInfo.environment["ATTUNE_TEST_PICTURES"] {
            process.arguments? += ["--pictures", pictures]
        }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }

    /// Twelve dyads of eight therapists, with names full of markup, under 12 specifications.
    private func study() async throws -> StudyAnalysis {
        let sessions = (0..<12).map {
            MultiverseTests.session($0, coupled: $0 % 3 == 0 ? 0.1 : 0.3)
        }
        var own = sessions.enumerated().map { StudySession($1, folder: "S\($0)<b>&\"") }
        for index in own.indices { own[index].therapist = "T\(index % 8)" }
        var study = StudyAnalysis(own)
        let plan = RecombinationPlan(own, seats: study.seats)
        let choices = try MultiverseChoices([
            "window=10,15,20", "step=2,5", "lag=2,4", "figure=combined,motion_energy",
        ])
        let load = { (number: Int) async throws(Failure) -> Session in sessions[number] }
        study.recombination = try await Recombination(plan, of: .attune, load: load)
        study.multiverse = try await Multiverse(choices, of: study, recombining: plan, load: load)
        for index in own.indices {
            own[index].chance = SurrogateTests(
                synchrony: await SynchronySignificance.test(
                    first: sessions[index].features[0], second: sessions[index].features[1],
                    surrogates: SurrogateSettings(count: 99)))
        }
        var tested = StudyAnalysis(own)
        (tested.recombination, tested.multiverse) = (study.recombination, study.multiverse)
        tested.power = await StudyPower(tested, studies: 100)
        return tested
    }
}
