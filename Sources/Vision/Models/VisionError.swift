import CVision

/// What the C edge reported.
package struct VisionError: Error, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The file is missing or may not be read.
        case unreadable
        /// The input is not what it must be.
        case badInput
        /// The file is of a format or codec that is not read; the words name it.
        case notRead
        /// The file has no video stream of the number that was asked for; in words, which it has.
        case noStream
        /// The camera cannot be used.
        case camera(CameraError)
        /// Anything else: out of memory, a model that does not load.
        case failed
        /// The disk does not take what is written.
        case unwritable
    }

    package var kind: Kind
    package var description: String

    init(_ trouble: CameraError, _ text: String) {
        kind = .camera(trouble)
        description = text
    }

    init(_ status: cv_status, _ text: String) {
        kind =
            switch status {
            case CV_UNREADABLE: .unreadable
            case CV_BAD_INPUT: .badInput
            case CV_NOT_READ: .notRead
            case CV_UNWRITABLE: .unwritable
            case CV_NO_STREAM: .noStream
            default: CameraError(status).map(Kind.camera) ?? .failed
            }
        description = text
    }
}

/// Calls a function of the C edge and turns its status and message into a thrown `VisionError`;
/// returns the status when it is no failure (`CV_OK`, `CV_END` or `CV_NOTHING`).
@discardableResult
func edge(_ call: (cv_message) -> cv_status) throws -> cv_status {
    try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        buffer.initialize(repeating: 0)
        let status = call(cv_message(text: buffer.baseAddress, capacity: buffer.count))
        guard status == CV_OK || status == CV_END || status == CV_NOTHING else {
            let text = buffer.baseAddress.map { String(cString: $0) } ?? ""
            throw VisionError(status, text)
        }
        return status
    }
}

/// What a function of the C edge writes into a buffer.
func text(capacity: Int, _ write: (cv_message) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        buffer.initialize(repeating: 0)
        write(cv_message(text: buffer.baseAddress, capacity: buffer.count))
        return buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
}
