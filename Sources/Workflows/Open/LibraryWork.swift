import Base
import Exports
import Foundation
import SessionModel
import Study
import Workbench

/// What the page has done with its sessions, by the workflows of the commands.
struct LibraryWork: FolderWork {
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    func make(_ study: NewStudy, telling report: JobReport) async throws -> DrawnStudy {
        let reporter = JobReporter(report: report, words: words)
        var workflow = StudyWorkflow(
            study.sessions, input: StudyInput(reviewedBy: study.reviewer, reporter: reporter),
            reporter: reporter)
        workflow.manifest = try study.table.map { table throws(Failure) in
            try StudyManifest(table.path, bytes: table.bytes, isMeasured: true)
        }
        workflow.leavesOut = study.leavesOut
        workflow.recombines = study.recombines
        workflow.simulates = study.simulates
        return try drawn(await workflow.run(into: study.folder, replaces: study.replaces))
    }

    func draw(
        _ folder: String, of sessions: [String: String], telling report: JobReport
    ) async throws -> DrawnStudy {
        let (recipe, summary) = try StudyRecipe.read(folder)
        let missing = recipe.sessions.filter { sessions[$0] == nil }
        guard missing.isEmpty else {
            let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
            throw Failure.noInput(
                "the study was made of \(missing.prefix(5).map(\.oneLine).joined(separator: ", "))\(more), "
                    + "which cannot be told in the folder that is shown",
                remedy: "put the sessions there, each once, or make the study of others")
        }
        let reporter = JobReporter(report: report, words: words)
        var workflow = StudyWorkflow(
            recipe.sessions.compactMap { sessions[$0] },
            input: StudyInput(reviewedBy: recipe.reviewer, reporter: reporter), reporter: reporter)
        workflow.recombines = recipe.isRecombined
        workflow.simulates = recipe.hasPower
        let study = try await workflow.analysis()
        if recipe.hasMultiverse {
            report.remark("what the study found under other settings is in its folder, not here")
        }
        let differences = StudyRecipe.differences(summary, from: study)
        if !differences.isEmpty {
            report.remark(
                "the files in the study’s folder say something else of \(differences.joined(separator: ", ")): the "
                    + "sessions have changed since, it was made with a table of therapists, or somebody has changed the files"
            )
        }
        return try drawn(study)
    }

    private func drawn(_ study: StudyAnalysis) throws(Failure) -> DrawnStudy {
        DrawnStudy(
            text: try StudyWorkflow.text(of: study), headline: StudySentences(study).headline,
            sessions: study.sessions.map(\.folder))
    }

    var formats: [String] { ExportFormat.all.map(\.name) }

    func export(
        _ folder: String, _ choice: ExportChoice, telling report: JobReport
    ) async throws -> [String] {
        let formats = ExportFormat.all.filter { choice.formats.contains($0.name) }
        let paths = try await SessionExport(
            folder, force: choice.replaces, reviewedBy: choice.reviewer,
            reporter: JobReporter(report: report, words: words)
        ).write(formats)
        return paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    }
}

extension LibraryWork {
    var measuring: [ListedSetting] { RunSettings.listed }

    func preview(
        _ folder: String, with file: SettingsFile, telling report: JobReport
    ) async throws -> JSONValue {
        let (now, then) = try await Rescoring(
            folder, with: file, reporter: JobReporter(report: report, words: words)
        ).preview()
        return SettingsPreview(now: now, then: then).json
    }

    func score(
        _ folder: String, with file: SettingsFile, telling report: JobReport
    ) async throws {
        let reporter = JobReporter(report: report, words: words)
        let session = try await Rescoring(folder, with: file, reporter: reporter).run()
        for warning in session.warnings { reporter.warning(warning) }
    }
}

/// What a workflow says goes to the line of its job on the page.
struct JobReporter: Reporter {
    let report: JobReport
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    func note(_ text: String) {}

    func warning(_ text: String, remedy: Remedy?) {
        report.remark(text + (remedy.map { ": " + $0.text(words) } ?? ""))
    }

    func found(_ session: Session, report: String) {}

    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter {
        JobMeter(task: task, duration: duration, report: report)
    }
}

private struct JobMeter: ProgressMeter {
    let task: String
    let duration: Double
    let report: JobReport

    func step(to time: Double) {
        report.progress(task, duration > 0 ? time / duration : 0)
    }

    func finish(at time: Double) { report.progress(task, 1) }
}
