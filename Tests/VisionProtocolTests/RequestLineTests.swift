import Foundation
import Posture
import Testing

@testable import VisionProtocol

/// A request goes through a pipe, and what comes after it stays there.
@Suite struct RequestLineTests {
    private func throughPipe(_ data: Data) throws -> (line: Data?, rest: Data) {
        let pipe = Pipe()
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, 1024 + 7, Int32(1 << 19))
        try pipe.fileHandleForWriting.write(contentsOf: data)
        try pipe.fileHandleForWriting.close()
        let line = RequestLine.read(from: pipe.fileHandleForReading.fileDescriptor)
        return (line, try pipe.fileHandleForReading.readToEnd() ?? Data())
    }

    /// Longer than an argument may be: 128 KiB on Linux.
    @Test func aLongCheckpointArrivesWhole() throws {
        let state = Data((0..<120_000).map { UInt8(truncatingIfNeeded: $0) })
        let request = TrackingRequest(
            videos: ["a \"video\"\nof two.mp4"],
            checkpoint: TrackingCheckpoint(time: 2, state: state))
        let got = try throughPipe(RequestLine.encode(request) + Data("sp".utf8))
        let line = try #require(got.line)
        #expect(line.count > 128 << 10)
        #expect(try JSONDecoder().decode(TrackingRequest.self, from: line) == request)
        #expect(got.rest == Data("sp".utf8))
    }

    @Test func aLineThatDoesNotEndIsNone() throws {
        #expect(try throughPipe(Data("{\"footage\"".utf8)).line == nil)
        #expect(try throughPipe(Data()).line == nil)
    }
}
