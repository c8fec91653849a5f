import Foundation
import SessionStore
import VisionLink

/// The vision process, asked about cameras; its answers come as lines.
struct CameraProcess {
    private let process = Process()
    private let output = Pipe()

    init(_ request: CameraRequest) throws {
        process.executableURL = try Installation.visionProgram()
        process.arguments = [String(decoding: try JSONEncoder().encode(request), as: UTF8.self)]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
    }

    /// Hands every answer to `handle` until there are no more or the user asks to stop.
    /// - Throws: ``SessionStore/Failure`` when the process says that it cannot, or dies.
    func run(_ handle: (CameraAnswer) throws -> Void) throws {
        defer { stop() }
        var rest = Data()
        while !Interruption.isRequested {
            guard isReadable(within: 200) else { continue }
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            rest += data
            while let end = rest.firstIndex(of: 0x0A) {
                try take(rest[rest.startIndex..<end], handle)
                rest = Data(rest[rest.index(after: end)...])
            }
        }
        guard !Interruption.isRequested else { return }
        process.waitUntilExit()
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            throw Failure(
                exitCode: ExitCode.software,
                what: "the process that reads cameras died (status \(process.terminationStatus))",
                todo: "run `make setup`, then try again")
        }
    }

    /// True when there is something to read, or the other end is closed.
    private func isReadable(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(
            fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    private func take(_ line: Data, _ handle: (CameraAnswer) throws -> Void) throws {
        guard let answer = try? JSONDecoder().decode(CameraAnswer.self, from: line) else {
            throw Failure(
                exitCode: ExitCode.software, what: "attune-vision is of another build",
                todo: "build both: swift build --product attune-vision")
        }
        if case .failure(let failure) = answer {
            throw Failure(exitCode: failure.exitCode, what: failure.what, todo: failure.todo)
        }
        try handle(answer)
    }

    private func stop() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}
