import Base
import Foundation
package import VisionProtocol

/// The vision process, asked about cameras; it answers in lines of JSON.
package struct CameraProcess {
    private let child: VisionChild
    /// How long it may take in all.
    private var timeout: Timeout

    /// Longest time that it may take for opening devices, seconds.
    private static let opening = 60.0
    /// Longest line, bytes: a camera with a thousand modes takes a tenth.
    private static let longestLine = 1 << 20

    package init(_ request: CameraRequest) throws {
        child = try VisionChild(request)
        timeout = Timeout(Self.opening + request.seconds)
    }

    /// Hands every answer to `handle` until there are no more or the user asks to stop.
    ///
    /// - Throws: ``Failure`` when the process says that it cannot, dies or hangs.
    package mutating func run(_ handle: (CameraAnswer) throws -> Void) throws {
        defer { child.stop() }
        var rest = Data()
        var hasAnswered = false
        while !Interruption.isRequested {
            guard !timeout.isOver() else {
                throw Self.failure("hung (it took more than \(Int(timeout.limit)) s)")
            }
            guard let data = child.read(within: 200) else { continue }
            if data.isEmpty { break }
            hasAnswered = true
            rest += data
            while let end = rest.firstIndex(of: 0x0A) {
                try take(rest[rest.startIndex..<end], handle)
                rest = Data(rest[rest.index(after: end)...])
            }
            guard rest.count <= Self.longestLine else { throw Self.failure("said too much") }
        }
        guard !Interruption.isRequested, let how = child.ending() else { return }
        let reason = [how, hasAnswered ? nil : child.complaint].compactMap { $0 }
        throw Self.failure("died (\(reason.joined(separator: ": ")))")
    }

    private func take(_ line: Data, _ handle: (CameraAnswer) throws -> Void) throws {
        guard let answer = try? JSONDecoder().decode(CameraAnswer.self, from: line).admitted()
        else {
            throw Failure.software(
                "attune-vision is of another build",
                remedy: "build both programs again")
        }
        if case .failure(let failure) = answer { throw failure.reported }
        try handle(answer)
    }

    private static func failure(_ how: String) -> Failure {
        Failure.software(
            "the process that reads cameras \(how)", remedy: "run `make setup`, then try again")
    }
}

extension CameraRequest {
    /// How long it is to be watched, seconds.
    fileprivate var seconds: Double {
        if case .watch(_, let seconds, _, _, _) = self { seconds } else { 0 }
    }
}
