import Base
import HTTPTypes
import Hummingbird
import Loopback
import NIOCore
import Synchronization

/// A recording, or a stretch of it, sent from the disk piece by piece.
struct RecordingAnswer: Sendable {
    /// Sent at once; a reader that does not read is waited for.
    private static let piece = 256 << 10
    /// How often it is asked whether the recording may still be shown, seconds.
    static let askedEvery = 1.0

    let file: HeldFile
    let name: String
    /// SHA-256 of its content.
    let digest: String
    /// Kept as long as bytes may be sent.
    let place: StreamPlaces.Place
    /// Asked at least every ``askedEvery`` seconds.
    let isAllowed: @Sendable () -> Bool

    /// Why a stretch ends before its end.
    struct Ended: Error {}

    func response(to request: Request) -> Response {
        let tag = "\"\(digest)\""
        var headers: HTTPFields = [
            .contentType: Self.type(of: name), .acceptRanges: "bytes", .eTag: tag,
        ]
        let asked = request.headers[.ifRange].map { $0 == tag } ?? true
        let range = ByteRange(asked ? request.headers[.range] : nil, of: file.size)
        let response: Response
        switch range {
        case .whole:
            response = Response(status: .ok, headers: headers, body: body(0..<file.size))
        case .part(let bytes):
            headers[.contentRange] =
                "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(file.size)"
            response = Response(status: .partialContent, headers: headers, body: body(bytes))
        case .impossible:
            headers[.contentRange] = "bytes */\(file.size)"
            response = Response(status: .rangeNotSatisfiable, headers: headers)
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func body(_ bytes: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: bytes.count) { [self] writer in
            var at = bytes.lowerBound
            var asked = ContinuousClock.now
            while at < bytes.upperBound {
                if asked.duration(to: .now) >= .seconds(Self.askedEvery) {
                    guard isAllowed() else { throw Ended() }
                    asked = .now
                }
                let piece = try file.read(from: at, atMost: min(Self.piece, bytes.upperBound - at))
                try await writer.write(ByteBuffer(bytes: piece))
                at += piece.count
            }
            try await writer.finish(nil)
            withExtendedLifetime(place) {}
        }
    }

    /// What the file's ending says. Browsers look into it all the same.
    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last?.lowercased() {
        case "mp4", "m4v", "mov": "video/mp4"
        case "webm": "video/webm"
        case "mkv": "video/x-matroska"
        case "3gp": "video/3gpp"
        default: "application/octet-stream"
        }
    }
}

/// How many recordings may be sent at a time.
final class StreamPlaces: Sendable {
    /// Two cameras, and for each a stretch that its player has given up and one that it begins, twice.
    static let most = 8

    private let taken = Atomic<Int>(0)

    /// Taken as long as somebody has it.
    final class Place: Sendable {
        private let places: StreamPlaces

        fileprivate init(_ places: StreamPlaces) { self.places = places }

        deinit { places.taken.subtract(1, ordering: .relaxed) }
    }

    /// `nil` when all are taken.
    func take() -> Place? {
        guard taken.add(1, ordering: .relaxed).newValue <= Self.most else {
            taken.subtract(1, ordering: .relaxed)
            return nil
        }
        return Place(self)
    }
}
