import Base
import Consents
import Foundation
import SessionModel
import Synchronization
import VisionProtocol
import Workbench

/// Runs live sessions for the page, one at a time, each with a live page of its own.
final class PageLive: LiveRunner {
    private struct Running {
        var state: LiveState
        var control: LiveSessionControl
        var task: Task<Void, Never>?
    }

    private let running = Mutex<Running?>(nil)
    /// How a remedy names what can be done.
    private let words: @Sendable (Remedy.Action) -> String
    private static let mostRemarks = 40

    init(words: @escaping @Sendable (Remedy.Action) -> String) { self.words = words }

    var state: LiveState? { running.withLock { $0?.state } }

    func cameras() async throws(Failure) -> [KnownCamera] {
        // On its own thread: it waits for another process.
        let result = await withCheckedContinuation { continuation in
            DispatchQueue(label: "Cameras").async { continuation.resume(returning: Self.found()) }
        }
        return try result.get()
    }

    private static func found() -> Result<[KnownCamera], Failure> {
        var cameras: [CameraReport] = []
        do {
            var process = try AnswerProcess<CameraAnswer>(.list)
            try process.run { answer in
                if case .cameras(let found) = answer { cameras = found }
            }
        } catch let failure as Failure {
            return .failure(failure)
        } catch {
            return .failure(Failure.software("\(error)", remedy: "try again"))
        }
        return .success(
            cameras.map { camera in
                KnownCamera(
                    device: camera.device, name: camera.name,
                    problem: camera.chosen == nil
                        ? camera.problem
                            ?? Failure.unavailable(
                                "it offers no picture that can be read", remedy: "choose another")
                        : nil)
            })
    }

    func requireReady(for preset: String?, of library: Library) throws(Failure) {
        _ = try Self.settings(preset, of: library)
        try running.withLock { running throws(Failure) in
            if running?.task != nil { throw Self.isBusy }
        }
    }

    private static func settings(
        _ preset: String?, of library: Library
    ) throws(Failure) -> RunSettings {
        let file = try preset.map { name throws(Failure) in try library.preset(name) }
        let settings = try RunSettings(.init(), file)
        try settings.requireLive(in: file)
        try settings.requireMirroring(cameras: 1)
        return settings
    }

    private static var isBusy: Failure {
        Failure.unavailable("a live session is running already", remedy: "end it first")
    }

    func start(_ session: NewLive, of library: Library) throws(Failure) {
        let settings = try Self.settings(session.preset, of: library)
        let consent = try Consent.load(session.consent)
        let control = LiveSessionControl()
        var workflow = LiveWorkflow(
            source: session.source, consent: consent, seats: try consent.seats(requested: nil),
            settings: settings, output: session.folder, reporter: reporter())
        workflow.showsVideo = session.showsVideo
        workflow.control = control
        workflow.isAlone = false
        try begin(workflow, control, session.name)
    }

    private func begin(
        _ workflow: LiveWorkflow, _ control: LiveSessionControl, _ name: String
    ) throws(Failure) {
        try running.withLock { running throws(Failure) in
            guard running?.task == nil else { throw Self.isBusy }
            running = Running(state: LiveState(name: name), control: control)
            running?.task = Task { [self] in await run(workflow) }
        }
    }

    private func run(_ workflow: LiveWorkflow) async {
        var failure: Failure?
        do {
            try await workflow.run { [self] address in
                change {
                    $0.address = address
                    $0.phase = .running
                }
            }
        } catch let thrown as Failure { failure = thrown } catch {
            failure = Failure.software("\(error)", remedy: "try again")
        }
        running.withLock { running in
            running?.task = nil
            running?.state.address = nil
            running?.state.phase = failure == nil ? .done : .failed
            if let failure { running?.state.remarks.append(failure.sentence(words)) }
        }
    }

    func stop() async {
        let control = running.withLock { running -> LiveSessionControl? in
            guard running?.task != nil else { return nil }
            running?.state.phase = .ending
            return running?.control
        }
        await control?.stop()
    }

    /// Ends what runs, and waits until its results are on the disk.
    func close() async {
        await stop()
        await running.withLock { $0?.task }?.value
    }

    private func change(_ body: (inout LiveState) -> Void) {
        running.withLock { running in
            guard var live = running else { return }
            body(&live.state)
            running = live
        }
    }

    private func reporter() -> JobReporter {
        JobReporter(
            report: JobReport(
                progress: { _, _ in },
                remark: { [self] text in
                    change { state in
                        guard state.remarks.count < Self.mostRemarks else { return }
                        state.remarks.append(text)
                    }
                }), words: words)
    }
}

extension Failure {
    fileprivate func sentence(_ words: (Remedy.Action) -> String) -> String {
        "\(what); \(remedy.text(words))"
    }
}
