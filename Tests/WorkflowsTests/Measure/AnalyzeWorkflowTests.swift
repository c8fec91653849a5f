import Archive
import Base
import Consents
import Foundation
import SessionModel
import TestSupport
import Testing
import VisionProtocol

@testable import Workflows

/// What `AnalyzeWorkflow` makes of a folder that holds a measurement: nothing here is measured.
@Suite struct AnalyzeWorkflowTests {
    private let reports = CollectedReports()

    /// A folder with the record of a file that is there, in the given state.
    private func inSession(
        _ state: RecordState = .complete,
        _ body: (_ workflow: AnalyzeWorkflow, _ session: StoredSession) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let video = folder.appendingPathComponent(StoredSession.file)
            try Data("not looked at".utf8).write(to: video)
            let consent = try ConsentFile.make(folder)
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: consent.summary,
                digest: try Digest.sha256(ofFile: video.path), state: state)
            let settings = try RunSettings(.init(rate: .native, precision: .f32), nil)
            try await body(
                AnalyzeWorkflow(
                    footage: [Footage([video.path])], consent: consent,
                    seats: ["therapist", "client"],
                    settings: settings, output: session.folder.path, reporter: reports), session)
        }
    }

    private func expectFailure(
        _ kind: Failure.Kind, _ words: String, _ workflow: AnalyzeWorkflow,
        location: SourceLocation = #_sourceLocation
    ) async {
        let failure = await #expect(throws: Failure.self, sourceLocation: location) {
            try await workflow.run()
        }
        #expect(failure?.kind == kind, sourceLocation: location)
        #expect(
            failure?.description.contains(words) == true, "\(String(describing: failure))",
            sourceLocation: location)
    }

    @Test func resultsAreNotReplacedUnasked() async throws {
        try await inSession { workflow, session in
            try Data("mine".utf8).write(to: session.folder.appendingPathComponent("episodes.csv"))
            await expectFailure(.cannotCreate, "episodes.csv", workflow)
            #expect(try session.text("episodes.csv") == "mine")
        }
    }

    @Test func aCorrectionIsScoredFromTheRecord() async throws {
        try await inSession { workflow, session in
            var workflow = workflow
            workflow.corrects = true
            workflow.settings = try RunSettings(
                .init(rate: .native, precision: .f32, swapAt: [2, 1000]), nil)
            let clip = try await workflow.run()
            #expect(clip == nil)
            #expect(reports.notes.first?.hasPrefix("nothing is measured again") == true)
            #expect(reports.reports == [session.folder.path + "/report.html"])
            let json = try session.text("session.json").filter { !$0.isWhitespace }
            #expect(json.contains("\"swap_at\":[2,1000]"))
            #expect(json.contains("\\\"swap_at\\\"1000isaftertheend"))
            #expect(json.contains("\"media\"") || json.contains(StoredSession.file))
            // Nothing is left to be done; the folder's own results may be made again on request.
            workflow.corrects = false
            await expectFailure(.cannotCreate, "is there already", workflow)
            workflow.resumes = true
            await expectFailure(.cannotCreate, "there is nothing to resume", workflow)
            workflow.replaces = true
            _ = try await workflow.run()
        }
    }

    @Test func aRecordOfAnotherRecordingOrOtherSettingsIsNotUsed() async throws {
        try await inSession { workflow, session in
            var workflow = workflow
            workflow.corrects = true
            workflow.settings = try RunSettings(.init(rate: .hertz(25), precision: .f32), nil)
            await expectFailure(.usage, "25", workflow)
            workflow.settings = try RunSettings(.init(rate: .native, precision: .f32), nil)
            try Data("changed".utf8).write(to: URL(fileURLWithPath: workflow.videos[0]))
            await expectFailure(.cannotCreate, "earlier content", workflow)
            #expect(try session.names == ["session.sqlite"])
        }
    }

    @Test func whatWasStoppedIsResumedOnlyWhenAskedFor() async throws {
        try await inSession(.stopped) { workflow, session in
            await expectFailure(.cannotCreate, "was not finished", workflow)
            #expect(MeasurementPlan.isHalf(session.folder.path + "/session.sqlite"))
        }
    }

    @Test func thePlanFollowsFromTheRecord() async throws {
        try await inSession(.stopped) { workflow, session in
            let folder = try SessionFolder(session.folder.path)
            func plan(
                resumes: Bool, sha256: String? = nil, seats: [String] = ["therapist", "client"]
            ) throws -> MeasurementPlan {
                MeasurementPlan(
                    folder: folder,
                    sources: [
                        .init(
                            file: StoredSession.file,
                            sha256: try sha256 ?? Digest.sha256(ofFile: workflow.videos[0]))
                    ], request: .init(rate: "native", layout: "auto", precision: "f32"),
                    seats: seats, resumes: resumes, corrects: false, outputs: ["features.csv"],
                    reporter: reports)
            }
            #expect(throws: Failure.self) { try plan(resumes: false).way() }
            #expect(throws: Failure.self) { try plan(resumes: true, sha256: "00").way() }
            // Whoever was begun as the first stays the first.
            #expect {
                try plan(resumes: true, seats: ["client", "therapist"]).way()
            } throws: {
                "\($0)".contains("begun with the seats therapist,client in this order")
            }
            // Without a checkpoint it starts over.
            guard case .measure = try plan(resumes: true).way() else {
                Issue.record("not measured")
                return
            }
            #expect(reports.notes.last?.contains("cannot be resumed yet; starting over") == true)
            try Self.addCheckpoint(session)
            guard case .resume(let record, let checkpoint) = try plan(resumes: true).way() else {
                Issue.record("not resumed")
                return
            }
            #expect(checkpoint.time == 3.96 && checkpoint.state == Data("state".utf8))
            try record.close()
        }
    }

    private static func addCheckpoint(_ session: StoredSession) throws {
        let record = try SessionRecord.open(
            session.folder.path + "/session.sqlite", for: .writing)
        let writer = try RecordWriter(record)
        try writer.append(checkpoint: Data("state".utf8), time: 3.96)
        try writer.finish(.stopped, MeasurementOutcome(sources: []))
        try record.close()
    }

    @Test func otherPeopleAreRefused() async throws {
        try await inSession { workflow, session in
            var workflow = workflow
            workflow.corrects = true
            workflow.consent = try ConsentFile.make(
                session.folder.deletingLastPathComponent(), "other.json", client: "C02")
            await expectFailure(.noConsent, "C01", workflow)
        }
    }
}
