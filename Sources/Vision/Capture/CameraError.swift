package import Base
import CVision

/// Why a camera cannot be used.
package enum CameraError: Sendable, Equatable, CaseIterable {
    /// There is no such device.
    case missing
    /// This user may not open it.
    case denied
    /// Another program has it.
    case busy
    /// The device is something else than a camera.
    case unsuitable
    /// The driver refuses a format, its buffers or the start of the stream.
    case refused
    /// Nothing is plugged into its input.
    case noSignal
    /// It was there and has been unplugged.
    case lost
    /// The driver has ended the stream; the device is still there.
    case stopped

    init?(_ status: cv_status) {
        switch status {
        case CV_CAMERA_MISSING: self = .missing
        case CV_CAMERA_DENIED: self = .denied
        case CV_CAMERA_BUSY: self = .busy
        case CV_CAMERA_UNSUITABLE: self = .unsuitable
        case CV_CAMERA_REFUSED: self = .refused
        case CV_CAMERA_NO_SIGNAL: self = .noSignal
        case CV_CAMERA_LOST: self = .lost
        case CV_CAMERA_STOPPED: self = .stopped
        default: return nil
        }
    }

    /// What is wrong with the camera at `path`; `detail` is what the driver said.
    package func what(_ path: String, _ detail: String) -> String {
        let said = detail.isEmpty ? "" : " (\(detail))"
        switch self {
        case .missing: return "there is no camera at \(path)\(said)"
        case .denied: return "the camera \(path) may not be opened by this user\(said)"
        case .busy: return "the camera \(path) is in use by another program\(said)"
        case .unsuitable: return "\(path) is not a camera: \(detail)"
        case .refused: return "the camera \(path) cannot be started: \(detail)"
        case .noSignal: return "the camera \(path) shows nothing: \(detail)"
        case .lost: return "the camera \(path) has been unplugged\(said)"
        case .stopped: return "the camera \(path) has stopped\(said)"
        }
    }

    /// What the user can do about it.
    package var remedy: Remedy {
        switch self {
        case .missing, .unsuitable:
            "see \(.listCameras) for what is there, and give one with \(.camera)"
        case .denied:
            "add this user to the group video (sudo usermod -aG video USER) and log in again"
        case .busy: "close the program that shows its picture (a call, a browser tab) and try again"
        case .refused: "see \(.listCameras) for what it offers; unplug it and plug it in again"
        case .noSignal: "plug in and switch on what it is to show"
        case .lost: "plug it in again"
        case .stopped: "unplug it and plug it in again, or try another port"
        }
    }

    /// For the user, with the exit code for a camera that cannot be used.
    package func failure(_ path: String, _ detail: String) -> Failure {
        Failure.unavailable(what(path, detail), remedy: remedy)
    }
}
