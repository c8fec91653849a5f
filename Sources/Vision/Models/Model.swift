import Base
import CVision
import Foundation
import Synchronization

/// Where the networks come from and how they compute.
package struct ModelPlace: Sendable {
    /// Folder of the model files.
    package var folder: String
    /// Single precision on every processor; otherwise bfloat16 where that is faster.
    package var singlePrecision: Bool

    /// Folder in which compiled networks are kept, so that the next start is quicker; `nil` keeps
    /// none.
    package var cache: String?

    /// - Parameters:
    ///   - folder: by default `ATTUNE_MODELS`, or where they were installed.
    ///   - cache: by default `ATTUNE_CACHE`, or `attune` in the user's cache folder; none when that
    ///     cannot be made, is another user's, or can be written to by others.
    package init(folder: String? = nil, singlePrecision: Bool = false, cache: String? = nil) {
        let environment = ProcessInfo.processInfo.environment
        self.folder =
            folder ?? environment["ATTUNE_MODELS"] ?? Installation.current.models
        self.singlePrecision = singlePrecision
        self.cache = Self.made(cache ?? Self.cacheFolder(environment))
    }

    /// The names of the model files.
    var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".tflite") }
    }

    /// The paths of the model files.
    var files: [String] { names.map { folder + "/" + $0 } }

    /// SHA-256 of every model file that can be read, by file name.
    var digests: [String: String] {
        names.reduce(into: [:]) { $0[$1] = try? Digest.sha256(ofFile: folder + "/" + $1) }
    }

    /// As the XDG base directory specification has it.
    static func cacheFolder(_ environment: [String: String]) -> String? {
        func set(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        return set("ATTUNE_CACHE") ?? set("XDG_CACHE_HOME").map { $0 + "/attune" }
            ?? set("HOME").map { $0 + "/.cache/attune" }
    }

    private static func made(_ folder: String?) -> String? {
        guard let folder else { return nil }
        let isThere: Void? = try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return isThere == nil || !isOwn(folder) ? nil : folder
    }

    /// Whether nobody else can put files there: compiled networks are code that is run.
    private static func isOwn(_ folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            && status.st_uid == geteuid() && status.st_mode & (S_IWGRP | S_IWOTH) == 0
    }
}

/// A network that looks at a region of a frame. Several requests (slots) run at once; a slot is used by one
/// thread at a time.
final class Model {
    private let handle: OpaquePointer
    /// How often it was run.
    let inferences = Atomic(0)
    let inputWidth: Int
    let inputHeight: Int
    /// The file's name, and the SHA-256 of the bytes that were loaded.
    let file: String
    let digest: String

    /// How a network is fed and what is kept of it; see `models/models.json`.
    struct Recipe {
        var file: String
        /// Indices of the outputs in the file; the others are never computed.
        var outputs: [Int32]
        /// The network sees (value / 255 − mean) / deviation.
        var mean: Float
        var deviation: Float
        /// Outside the picture: black, or the picture's edge repeated.
        var blackBorder: Bool
    }

    init(_ recipe: Recipe, _ place: ModelPlace, slots: Int) throws {
        let path = place.folder + "/" + recipe.file
        file = recipe.file
        var loaded: OpaquePointer?
        do {
            let digest = try Digest.sha256(ofFile: path)
            self.digest = digest
            try recipe.outputs.withUnsafeBufferPointer { outputs in
                try Self.withCString(place.cache) { cache in
                    try digest.withCString { digest in
                        var options = cv_model_options(
                            outputs: outputs.baseAddress, output_count: Int32(outputs.count),
                            mean: recipe.mean, deviation: recipe.deviation,
                            black_border: recipe.blackBorder ? 1 : 0, slots: Int32(slots),
                            single_precision: place.singlePrecision ? 1 : 0, cache: cache,
                            digest: digest)
                        _ = try edge { cv_model_load(path, &options, &loaded, $0) }
                    }
                }
            }
        } catch let failure as Failure {
            throw VisionError(CV_FAILED, "model \(recipe.file) does not load: \(failure.what)")
        } catch let error as VisionError {
            throw VisionError(CV_FAILED, "model \(recipe.file) does not load: \(error)")
        }
        guard let loaded else { throw VisionError(CV_FAILED, "out of memory") }
        handle = loaded
        var width: Int32 = 0
        var height: Int32 = 0
        cv_model_input(loaded, &width, &height)
        inputWidth = Int(width)
        inputHeight = Int(height)
    }

    deinit { cv_model_free(handle) }

    private static func withCString<Result>(
        _ text: String?, _ body: (UnsafePointer<CChar>?) throws -> Result
    ) rethrows -> Result {
        guard let text else { return try body(nil) }
        return try text.withCString(body)
    }

    /// Copies the region into the slot's input and starts inference; the picture ends at `clip`.
    ///
    /// - Parameter relit: the region's contrast is raised place by place.
    func start(
        slot: Int, frame: Frame, region: Region, clip: cv_rect? = nil, relit: Bool = false
    ) throws {
        inferences.wrappingAdd(1, ordering: .relaxed)
        let light: Int32 = relit ? 1 : 0
        try edge { message in
            guard var clip else {
                return cv_model_start(
                    handle, Int32(slot), frame.handle, region.edge, nil, light, message)
            }
            return cv_model_start(
                handle, Int32(slot), frame.handle, region.edge, &clip, light, message)
        }
    }

    func wait(slot: Int) throws {
        try edge { cv_model_wait(handle, Int32(slot), $0) }
    }

    /// The slot's result for the kept output, in the order of the recipe; valid until the slot is
    /// started again.
    func output(slot: Int, _ index: Int) -> UnsafeBufferPointer<Float> {
        var count = 0
        let base = cv_model_output(handle, Int32(slot), Int32(index), &count)
        return UnsafeBufferPointer(start: base, count: base == nil ? 0 : count)
    }

    /// The arithmetic it runs in, such as `f32` or `bf16`.
    var precision: String {
        text(capacity: 32) { cv_model_precision(handle, $0) }
    }
}
