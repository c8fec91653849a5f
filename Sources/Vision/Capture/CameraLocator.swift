import Foundation

/// Where a camera is, and where to look for it when it has been unplugged and comes back.
final class CameraLocator {
    /// The path that it was opened by.
    let path: String
    /// The path under `/dev/v4l/by-id` that keeps naming it when its number changes.
    let lasting: String?
    /// Other devices that were there when it went: its twins, not it.
    private var bystanders: Set<String> = []
    private let folder: String

    init(_ path: String, in folder: String = "/dev") {
        self.path = path
        self.folder = folder
        lasting = Self.lastingPath(of: path, in: folder + "/v4l/by-id")
    }

    /// Call it when the camera has gone.
    func noteBystanders() {
        let own = Self.resolved(path)
        bystanders = Set(Self.devices(in: folder).filter { Self.resolved($0) != own })
    }

    /// Where the camera may be, the likeliest place first.
    func candidates() -> [String] {
        var places: [String] = []
        let others = Self.devices(in: folder).filter { !bystanders.contains($0) }
        for place in [lasting, path].compactMap({ $0 }) + others where !places.contains(place) {
            places.append(place)
        }
        return places
    }

    /// Paths of the video devices, `/dev/video2` before `/dev/video10`.
    static func devices(in folder: String = "/dev") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let numbers = names.filter { $0.hasPrefix("video") }.compactMap { Int($0.dropFirst(5)) }
        return numbers.sorted().map { "\(folder)/video\($0)" }
    }

    /// The path in `folder` that stands for a device; `nil` when there is none.
    static func lastingPath(of device: String, in folder: String = "/dev/v4l/by-id") -> String? {
        let target = resolved(device)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder + "/" + $0 }.first { resolved($0) == target }
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
