package import Hummingbird
import NIOCore

extension Request {
    /// What was sent; `nil` when it is longer than that, bytes.
    package func body(atMost bytes: Int) async throws -> [UInt8]? {
        if let length = headers[.contentLength].flatMap(Int.init), length > bytes { return nil }
        do {
            return Array(try await body.collect(upTo: bytes).readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }
}
