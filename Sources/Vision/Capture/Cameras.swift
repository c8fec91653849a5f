import Base
import Foundation
package import VisionProtocol

/// Answers questions about cameras.
package enum Cameras {
    /// - Parameters:
    ///   - files: the video that is to be watched, if it is one.
    ///   - confine: called before what is watched is looked at; see ``LiveSources``.
    package static func answer(
        _ request: CameraRequest, files: RequestedFiles = RequestedFiles(),
        confine: (Confinement.Input) throws -> Void = { _ in },
        emit: (CameraAnswer) throws -> Void
    ) throws {
        switch request {
        case .list: try emit(.cameras(list()))
        case .watch(let path, let seconds, let width, let height, let rate):
            let wish = CameraPreference(width: width, height: height, rate: rate)
            do {
                let source = try LiveSources.open(
                    path, wish: wish, files: files, confine: confine)
                try emit(.watching(words(for: source, path)))
                try watch(source, seconds, emit: emit)
            } catch let failure as Failure {
                try emit(.failure(failure))
            } catch let error as VisionError {
                try emit(.failure(Tracking.failure(for: error, path)))
            }
        }
    }

    // MARK: Listing

    /// Every device that captures pictures, and those that cannot be opened to find out.
    static func list() -> [CameraReport] { CameraLocator.devices().compactMap(report) }

    private static func report(_ device: String) -> CameraReport? {
        do {
            let camera = try Camera(path: device)
            return report(camera, device)
        } catch let error as VisionError {
            guard case .camera(let trouble) = error.kind else {
                return CameraReport(
                    device: device, name: name(of: device),
                    problem: CameraError.refused.failure(device, error.description))
            }
            // Outputs, codecs and the like are no cameras, and what has just gone is not there.
            if [.unsuitable, .missing, .lost].contains(trouble) { return nil }
            return CameraReport(
                device: device, id: CameraLocator.lastingPath(of: device), name: name(of: device),
                problem: trouble.failure(device, error.description))
        } catch {
            return nil
        }
    }

    private static func report(_ camera: Camera, _ device: String) -> CameraReport {
        let chosen = CameraMode.best(of: camera.modes, for: .usual)
        var report = CameraReport(
            device: device, id: CameraLocator.lastingPath(of: device), name: camera.name,
            driver: camera.driver, bus: camera.bus,
            modes: camera.modes.map {
                CameraReport.Mode(
                    format: $0.format.description, readable: $0.format.isReadable,
                    converted: $0.isConverted, widths: $0.widths,
                    heights: $0.heights, rates: $0.rates)
            })
        if var chosen {
            // Only now the driver says that another program has it, or that nothing is plugged in.
            do {
                _ = try camera.configure(&chosen)
                report.chosen = CameraReport.Setting(
                    format: chosen.format.description, width: chosen.width,
                    height: chosen.height, rate: chosen.rate)
            } catch let error as VisionError {
                report.problem = Tracking.failure(for: error, device)
            } catch {}
        } else {
            report.problem = CameraError.refused.failure(
                device, "none of its formats can be read")
        }
        return report
    }

    /// What the system calls a device that cannot be opened.
    private static func name(of device: String) -> String {
        let file = "/sys/class/video4linux/\(URL(fileURLWithPath: device).lastPathComponent)/name"
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    // MARK: Watching

    private static func watch(
        _ source: any LiveFrameSource, _ seconds: Double, emit: (CameraAnswer) throws -> Void
    ) throws {
        let frame = try Frame()
        let clock = MonotonicClock()
        let end = clock.now + seconds
        var damaged = 0
        while clock.now < end {
            switch try source.read(into: frame, within: min(0.2, max(0, end - clock.now))) {
            case .frame(let live):
                try emit(
                    .frame(
                        WatchedFrame(
                            time: live.time, captured: live.captured,
                            delay: clock.now - live.captured,
                            sequence: (source as? CameraSource)?.sequence ?? 0,
                            skipped: live.skipped, dropped: live.dropped,
                            damaged: source.damaged - damaged)))
                damaged = source.damaged
            case .event(let event): try emit(.event(event.description))
            case .nothing: continue
            case .end: return
            }
        }
    }

    private static func words(for source: any LiveFrameSource, _ path: String) -> String {
        guard let camera = source as? CameraSource else { return "\(path), played in real time" }
        let setting = camera.setting
        let rate = setting.rate > 0 ? String(format: ", %.4g frames/s", setting.rate) : ""
        return "\(path): \(setting.format) \(setting.width)x\(setting.height)\(rate)"
    }
}
