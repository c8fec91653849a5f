import Base
import Foundation
package import VisionProtocol

/// The vision process, asked a question; it answers in lines of JSON.
package struct AnswerProcess<Answer: VisionAnswer> {
    private let child: VisionChild
    /// What it reads, for messages, such as `cameras`.
    private let subject: String
    /// How long it may take in all.
    private var timeout: Timeout

    /// Longest line, bytes: a camera with a thousand modes takes a tenth.
    private let longestLine = 1 << 20

    /// - Parameter files: those that the request names, in its order.
    init(
        _ request: some Encodable, files: [OpenRecording] = [], reading subject: String,
        seconds: Double
    ) throws {
        child = try VisionChild(request, files: files)
        self.subject = subject
        timeout = Timeout(seconds)
    }

    /// Hands every answer to `handle` until there are no more or the user asks to stop.
    ///
    /// - Throws: ``Failure`` when the process says that it cannot, dies or hangs.
    package mutating func run(_ handle: (Answer) throws -> Void) throws {
        defer { child.stop() }
        var rest = Data()
        var hasAnswered = false
        while !Interruption.isRequested {
            guard !timeout.isOver() else {
                throw failure("hung (it took more than \(Int(timeout.limit)) s)")
            }
            guard let data = child.read(within: 200) else { continue }
            if data.isEmpty { break }
            hasAnswered = true
            rest += data
            while let end = rest.firstIndex(of: 0x0A) {
                try take(rest[rest.startIndex..<end], handle)
                rest = Data(rest[rest.index(after: end)...])
            }
            guard rest.count <= longestLine else { throw failure("said too much") }
        }
        guard !Interruption.isRequested, let how = child.ending() else { return }
        let reason = [how, hasAnswered ? nil : child.complaint].compactMap { $0 }
        throw failure("died (\(reason.joined(separator: ": ")))")
    }

    private func take(_ line: Data, _ handle: (Answer) throws -> Void) throws {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: line).admitted() else {
            throw Failure.software(
                "attune-vision is of another build",
                remedy: Installation.current.repair)
        }
        if let failure = answer.failure { throw failure.reported }
        try handle(answer)
    }

    private func failure(_ how: String) -> Failure {
        Failure.software(
            "the process that reads \(subject) \(how)", remedy: Installation.current.repair)
    }
}

extension AnswerProcess<CameraAnswer> {
    /// Longest time that it may take for opening devices, seconds.
    private static var opening: Double { 60 }

    package init(_ request: CameraRequest) throws {
        try self.init(
            request, files: try request.files(), reading: "cameras",
            seconds: Self.opening + request.seconds)
    }
}

extension CameraRequest {
    /// The video that is to be watched, open; nothing for a camera, or where there is no file: the vision process
    /// says what is wrong with that.
    fileprivate func files() throws(Failure) -> [OpenRecording] {
        guard case .watch(let path, _, _, _, _) = self, RegularFile.isRegular(path) else {
            return []
        }
        return [try OpenRecording(path)]
    }

    /// How long it is to be watched, seconds.
    fileprivate var seconds: Double {
        if case .watch(_, let seconds, _, _, _) = self { seconds } else { 0 }
    }
}
