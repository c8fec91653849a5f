import Foundation
import Synchronization
import Testing

@testable import Base
@testable import Workbench

/// What was begun on the page is done in turn, can be stopped, and says why it failed.
@Suite struct JobListTests {
    private static func until(_ jobs: JobList, _ states: [Job.State]) async -> Bool {
        for _ in 0..<2000 {
            if jobs.jobs.map(\.state) == states { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    private static let forever: JobList.Work = { report in
        report.progress("reading", 0.25)
        while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
        throw Failure.interrupted(while: "reading")
    }

    @Test func twoAtOnceAndTheOthersInTurn() async throws {
        let jobs = JobList(words: { "\($0)" })
        let ids = try (0..<3).map {
            try jobs.begin(.study, "S\($0)", folder: "f\($0)", Self.forever)
        }
        #expect(await Self.until(jobs, [.running, .running, .waiting]))
        jobs.stop(ids[0])
        #expect(await Self.until(jobs, [.stopped, .running, .running]))
        #expect(jobs.jobs[0].remarks.isEmpty)
        jobs.remove(ids[0])
        jobs.remove(ids[1])
        #expect(jobs.jobs.map(\.id) == Array(ids[1...]))
        await jobs.close()
        #expect(jobs.jobs.map(\.state) == [.stopped, .stopped])
    }

    @Test func outcomesAndFailuresAreTold() async throws {
        let jobs = JobList(words: { _ in "the button" })
        _ = try jobs.begin(.export, "S01", folder: "a") { report in
            report.progress("writing", 7)
            report.remark("dark")
            report.remark("dark")
            return ["files": ["x.csv"]]
        }
        _ = try jobs.begin(.export, "S02", folder: "b") { _ in
            throw Failure.noConsent("nobody agreed", remedy: "press \(.open)")
        }
        #expect(await Self.until(jobs, [.done, .failed]))
        #expect(jobs.jobs[0].share == 1 && jobs.jobs[0].remarks == ["dark"])
        #expect(jobs.jobs[0].result == ["files": ["x.csv"]])
        #expect(jobs.jobs[1].remarks == ["Nobody agreed. Press the button."])
    }

    @Test func theSameTwiceIsRefusedUntilItHasEnded() async throws {
        let jobs = JobList(words: { "\($0)" })
        let id = try jobs.begin(.study, "S01", folder: "a", Self.forever)
        #expect(throws: Failure.self) { try jobs.begin(.study, "S01", folder: "a", Self.forever) }
        _ = try jobs.begin(.export, "S01", folder: "a", Self.forever)
        jobs.stop(id)
        #expect(await Self.until(jobs, [.stopped, .running]))
        // What came of it before gives way.
        _ = try jobs.begin(.study, "S01", folder: "a", Self.forever)
        #expect(await Self.until(jobs, [.running, .running]))
        await jobs.close()
    }

    @Test func notEverythingWaits() async throws {
        let jobs = JobList(words: { "\($0)" })
        for number in 0..<20 {
            _ = try jobs.begin(.study, "S", folder: "\(number)", Self.forever)
        }
        #expect(throws: Failure.self) { try jobs.begin(.study, "S", folder: "x", Self.forever) }
        await jobs.close()
    }
}
