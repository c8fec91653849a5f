import HTTPTypes
import Hummingbird
import Loopback
import Synchronization

/// `GET /video`: the camera's pictures, each replacing the one before.
///
/// Pictures go from memory to the page and are kept nowhere; a slow viewer misses some.
final class VideoStream: Sendable {
    static let limit = 4
    /// Separates the pictures.
    private static let boundary = "picture"

    private let pictures: LatestPicture
    private let viewers = Atomic<Int>(0)

    init(pictures: LatestPicture) { self.pictures = pictures }

    func open() -> Response {
        guard viewers.load(ordering: .relaxed) < Self.limit else {
            return .text(.serviceUnavailable, "Too many pages show the video; close one.")
        }
        let body = ResponseBody { [self] writer in
            viewers.add(1, ordering: .relaxed)
            defer { viewers.subtract(1, ordering: .relaxed) }
            var number = 0
            try await writer.write(ByteBuffer(string: "--\(Self.boundary)\r\n"))
            while let picture = await pictures.next(after: number) {
                number = picture.number
                try await writer.write(Self.part(picture.jpeg))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "multipart/x-mixed-replace; boundary=\(Self.boundary)"],
            body: body)
    }

    /// A picture with the boundary that begins the next one: browsers show a picture when they see its
    /// end, and would otherwise be one behind.
    private static func part(_ jpeg: [UInt8]) -> ByteBuffer {
        var part = ByteBuffer(
            string: "Content-Type: image/jpeg\r\nContent-Length: \(jpeg.count)\r\n\r\n")
        part.writeBytes(jpeg)
        part.writeString("\r\n--\(Self.boundary)\r\n")
        return part
    }
}
