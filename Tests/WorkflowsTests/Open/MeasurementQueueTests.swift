import Base
import Consents
import Foundation
import TestSupport
import Synchronization
import Testing
import Workbench

@testable import Workflows

/// Sessions that wait, are measured, stop and go on.
@Suite struct MeasurementQueueTests {
    /// Measures until it is told to end; says what runs.
    private final class Work: Sendable {
        struct State {
            var running: Set<String> = []
            var most = 0
            var begun: [String] = []
            var ending: [String: Result<Void, Failure>] = [:]
        }

        let state = Mutex(State())

        func end(_ name: String, _ result: Result<Void, Failure> = .success(())) {
            state.withLock { $0.ending[name] = result }
        }

        func measure(_ session: NewSession, _ reporter: any Reporter) async throws {
            state.withLock {
                $0.running.insert(session.name)
                $0.begun.append(session.name)
                $0.most = max($0.most, $0.running.count)
            }
            defer { state.withLock { _ = $0.running.remove(session.name) } }
            var meter = reporter.progress(of: "measuring", duration: 100, from: 0)
            meter.step(to: 25)
            reporter.warning("dark", remedy: nil)
            reporter.warning(ofFolder: "old.consent.json cannot be read")
            while !Interruption.isRequested {
                let result = state.withLock { $0.ending.removeValue(forKey: session.name) }
                if let result { return try result.get() }
                try? await Task.sleep(for: .milliseconds(5))
            }
            throw Failure.interrupted(while: "measuring", remedy: "go on")
        }
    }

    private static func queue(
        _ work: Work, jobs: Int = 1, file: QueueFile? = nil
    ) -> MeasurementQueue {
        MeasurementQueue(jobs: jobs, file: file, words: { "\($0)" }, measure: work.measure)
    }

    private static func session(_ name: String) -> NewSession {
        NewSession(name: name, folder: name, recordings: ["\(name).mp4"])
    }

    private static func until(
        _ queue: MeasurementQueue, _ states: [QueuedSession.State]
    ) async -> Bool {
        for _ in 0..<2000 {
            if queue.sessions.map(\.state) == states { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    @Test func oneAfterTheOther() async throws {
        let work = Work()
        let queue = Self.queue(work)
        try queue.add(Self.session("S1"))
        try queue.add(Self.session("S2"))
        #expect(await Self.until(queue, [.measuring, .waiting]))
        work.end("S1")
        #expect(await Self.until(queue, [.done, .measuring]))
        #expect(queue.sessions[0].share == 1)
        work.end("S2", .failure(.badInput("no people were found", remedy: "look at it")))
        #expect(await Self.until(queue, [.done, .failed]))
        #expect(queue.sessions[1].remarks == ["dark", "no people were found; look at it"])
        #expect(work.state.withLock(\.most) == 1)
        // What is of the folder is named once, and under no session.
        #expect(queue.remarks == ["old.consent.json cannot be read"])
    }

    @Test func aPausedOneMakesRoomAndGoesOn() async throws {
        let work = Work()
        let queue = Self.queue(work)
        try queue.add(Self.session("S1"))
        try queue.add(Self.session("S2"))
        #expect(await Self.until(queue, [.measuring, .waiting]))
        queue.pause("S1")
        #expect(await Self.until(queue, [.paused, .measuring]))
        #expect(!queue.sessions[0].remarks.contains { $0.contains("go on") })
        #expect(queue.resume("S1"))
        #expect(!queue.resume("S9"))
        work.end("S2")
        #expect(await Self.until(queue, [.measuring, .done]))
        work.end("S1")
        #expect(await Self.until(queue, [.done, .done]))
        #expect(work.state.withLock(\.begun) == ["S1", "S2", "S1"])
    }

    @Test func severalAtOnceAndAllEndOnClosing() async throws {
        let work = Work()
        let queue = Self.queue(work, jobs: 2)
        for name in ["S1", "S2", "S3"] { try queue.add(Self.session(name)) }
        #expect(await Self.until(queue, [.measuring, .measuring, .waiting]))
        await queue.close()
        #expect(queue.sessions.map(\.state) == [.paused, .paused, .paused])
        #expect(work.state.withLock(\.running).isEmpty)
        #expect(work.state.withLock(\.begun).count == 2)
    }

    @Test func theSameFolderTwiceIsRefused() async throws {
        let work = Work()
        let queue = Self.queue(work)
        try queue.add(Self.session("S1"))
        #expect(throws: Failure.self) { try queue.add(Self.session("S1")) }
        await queue.close()
        try queue.add(Self.session("S1"))
        #expect(await Self.until(queue, [.measuring]))
        await queue.close()
    }

    /// The computer may fail at any time.
    @Test func whatIsNotDoneIsKeptOnTheDisk() async throws {
        let root = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-queue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: root) }
        let (work, file) = (Work(), QueueFile(in: root.path))
        let queue = Self.queue(work, file: file)
        for name in ["S1", "S2", "S3"] { try queue.add(Self.session(name)) }
        #expect(await Self.until(queue, [.measuring, .waiting, .waiting]))
        work.end("S1")
        #expect(await Self.until(queue, [.done, .measuring, .waiting]))
        queue.pause("S3")
        queue.remove("S3")
        #expect(file.read() == [Self.session("S2")])
        // Another program, after a crash: nothing begins by itself.
        let again = Self.queue(work, file: file)
        #expect(again.sessions == [QueuedSession(Self.session("S2"), state: .paused)])
        await queue.close()
    }

    /// The same folder opened twice: neither forgets what the other was asked for.
    @Test func twoProgramsShareAFolder() async throws {
        try await TemporaryFolder.with { root in
            let file = QueueFile(in: root.path)
            try file.write([Self.session("S1"), Self.session("S2")])
            let work = Work()
            let (one, other) = (Self.queue(work, file: file), Self.queue(work, file: file))
            try one.add(Self.session("S3"))
            try other.add(Self.session("S4"))
            #expect(file.read().map(\.name) == ["S1", "S2", "S3", "S4"])
            // What one removed or finished does not come back by the other.
            one.remove("S1")
            work.end("S3")
            #expect(await Self.until(one, [.paused, .done]))
            other.pause("S4")
            #expect(await Self.until(other, [.paused, .paused, .paused]))
            #expect(file.read().map(\.name) == ["S2", "S4"])
            // Unless somebody asks for it again.
            #expect(other.resume("S1"))
            #expect(Set(file.read().map(\.name)) == ["S1", "S2", "S4"])
            await one.close()
            await other.close()
        }
    }

    /// Many changes at once: the list on the disk is the last one.
    @Test func anOlderListReplacesNoNewerOne() async throws {
        try await TemporaryFolder.with { root in
            let (work, file) = (Work(), QueueFile(in: root.path))
            let queues = [Self.queue(work, file: file), Self.queue(work, file: file)]
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask { try? queues[number % 2].add(Self.session("S\(number)")) }
                }
            }
            #expect(Set(file.read().map(\.name)) == Set((0..<12).map { "S\($0)" }))
            for queue in queues { await queue.close() }
        }
    }
}
