import Foundation
import Posture
import Testing

@testable import VisionProtocol

/// A request goes through a socket or a pipe, with the files that it names, and what comes after it stays there.
@Suite struct RequestLineTests {
    private func throughPipe(_ data: Data) throws -> (line: Data?, rest: Data) {
        let pipe = Pipe()
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, 1024 + 7, Int32(1 << 19))
        try pipe.fileHandleForWriting.write(contentsOf: data)
        try pipe.fileHandleForWriting.close()
        let line = RequestLine.read(from: pipe.fileHandleForReading.fileDescriptor)
        return (line?.line, try pipe.fileHandleForReading.readToEnd() ?? Data())
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

    private func sockets() throws -> (near: FileHandle, far: FileHandle) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        return (
            FileHandle(fileDescriptor: ends[0], closeOnDealloc: true),
            FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        )
    }

    /// As many as two cameras can have, each the one that it is.
    @Test(arguments: [1, 3, RequestLine.mostFiles]) func filesComeAlongOpen(count: Int) throws {
        let (near, far) = try sockets()
        let pipes = (0..<count).map { _ in Pipe() }
        for (number, pipe) in pipes.enumerated() {
            try pipe.fileHandleForWriting.write(contentsOf: Data([UInt8(number)]))
        }
        let request = TrackingRequest(videos: ["a.mp4"])
        try withExtendedLifetime(pipes) {
            RequestLine.send(
                try RequestLine.encode(request),
                files: pipes.map(\.fileHandleForReading.fileDescriptor), over: near.fileDescriptor)
        }
        try near.write(contentsOf: Data("sp".utf8))
        try near.close()
        let got = try #require(RequestLine.read(from: far.fileDescriptor))
        #expect(try JSONDecoder().decode(TrackingRequest.self, from: got.line) == request)
        #expect(try far.readToEnd() == Data("sp".utf8))
        let bytes = try got.files.map { file in
            try FileHandle(fileDescriptor: file, closeOnDealloc: true).read(upToCount: 1)
        }
        #expect(bytes == (0..<count).map { Data([UInt8($0)]) })
    }

    /// Nobody waits for a process that does not read, nor for one that is gone.
    @Test func nobodyIsWaitedFor() throws {
        let (near, far) = try sockets()
        var size: Int32 = 1 << 19
        setsockopt(
            near.fileDescriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        let line = Data(repeating: 0x20, count: 120_000)
        let begun = ContinuousClock.now
        RequestLine.send(line, files: [], over: near.fileDescriptor)
        try far.close()
        RequestLine.send(line, files: [], over: near.fileDescriptor)
        #expect(ContinuousClock.now - begun < .seconds(5))
    }

    @Test func aLineThatDoesNotEndIsNone() throws {
        #expect(try throughPipe(Data("{\"footage\"".utf8)).line == nil)
        #expect(try throughPipe(Data()).line == nil)
    }
}
