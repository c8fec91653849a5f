package import Base
import CConfine
import CVision
import Foundation
package import VisionProtocol

/// Drops, for good, every right that this process does not need; docs/confinement.md says what is left.
///
/// The networks are trusted and need the file system, the video is not and needs nothing: so the
/// video is opened first, the networks are loaded next, and only then is a byte of it looked at.
///
/// ```swift
/// Confinement.begin()                       // first thing in main
/// let file = try OpenVideo(path: path)
/// var confinement = Confinement()
/// confinement.beforeLoading(models)         // while there is one thread
/// let networks = try Networks(models)
/// let report = try confinement.beforeDecoding() // all threads
/// let source = try FileSource(file)
/// ```
///
/// It applies to the whole process, irrevocably: never call it in a test's own process.
package struct Confinement: Sendable {
    /// Where pictures come from.
    package enum Input: Sendable {
        /// Video files, opened before: nothing can be opened any more.
        case files
        /// A camera, which may be unplugged and come back: what lies in `/dev` can be opened, as far
        /// as the user may, and video devices be driven.
        case camera
        /// No pictures come: landmarks are drawn into this file, and fonts are read.
        case drawing(file: String)

        fileprivate var work: confine_work {
            switch self {
            case .files: CONFINE_FILES
            case .camera: CONFINE_CAMERA
            case .drawing: CONFINE_DRAWING
            }
        }
    }

    /// Private memory of the process, bytes: ten times what 960×540 takes, and enough for 8K.
    package static let memory: UInt64 = 4 << 30

    /// Bytes of a file that is written: compiled networks take some ten million, and an hour of a clip a hundred.
    private static let largestFile: UInt64 = 1 << 28
    private static let largestClip: UInt64 = 1 << 36

    private let input: Input
    private let isRequired: Bool
    private var state = confine_state()

    /// - Parameter isRequired: nothing is looked at where the kernel lacks one of the means.
    package init(for input: Input = .files, isRequired: Bool = true) {
        self.input = input
        self.isRequired = isRequired
    }

    /// Drops what was inherited: descriptors other than the standard ones, the way to privileges, core
    /// dumps. First thing in `main`.
    package static func begin() {
        // Messages need it later, when no file can be looked at any more.
        _ = Installation.current
        confine_begin()
    }

    /// Leaves access to the models, the compiled networks and the libraries only, and ends the process
    /// once nobody reads its standard output. Call it while there is one thread.
    ///
    /// - Parameter models: `nil` when no networks are to be loaded.
    package mutating func beforeLoading(_ models: ModelPlace?) {
        var own = models.map { [$0.folder] + $0.files } ?? []
        var kept = (models?.cache).map { [$0] } ?? []
        if case .drawing(let file) = input {
            own += Self.fonts
            kept.append(file)
            confine_limit(Self.memory, Self.largestClip)
        } else {
            confine_limit(Self.memory, Self.largestFile)
        }
        withPaths([Self.libraries] + own) { readable, readableCount in
            withPaths(kept) { writable, writableCount in
                var paths = confine_paths(
                    readable: readable, readable_count: readableCount, writable: writable,
                    writable_count: writableCount, work: input.work)
                confine_loading(&paths, &state)
            }
        }
        confine_end_without_reader(1)
    }

    /// Both steps at once, when there is nothing to load.
    ///
    /// - Throws: ``Failure/Kind/software`` when it is required and the kernel lacks one of the means.
    package mutating func withNothingToLoad() throws(Failure) {
        beforeLoading(nil)
        _ = try beforeDecoding()
    }

    /// Leaves memory, threads, clocks and open files only; returns what is in force.
    ///
    /// - Throws: ``Failure/Kind/software`` when it is required and the kernel lacks one of the means.
    package mutating func beforeDecoding() throws(Failure) -> ConfinementReport {
        let report = enter()
        if isRequired, let refusal = report.refusal { throw refusal }
        return report
    }

    /// The same, whatever the kernel has.
    mutating func enter() -> ConfinementReport {
        confine_decoding(input.work, &state)
        return ConfinementReport(landlockAbi: Int(state.landlock_abi), seccomp: state.seccomp != 0)
    }

    /// Where fonts are, what says so, and what is known of them: fonts-conf(5).
    private static var fonts: [String] {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"].map { home in
            [
                ".fonts", ".fonts.conf", ".local/share/fonts", ".config/fontconfig",
                ".cache/fontconfig",
            ]
            .map { home + "/" + $0 }
        }
        let cache = environment["XDG_CACHE_HOME"].map { [$0 + "/fontconfig"] }
        return [
            "/etc/fonts", "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig",
            "/var/cache/fontconfig",
        ] + (home ?? []) + (cache ?? [])
    }

    /// The folder in which the inference library looks for its parts.
    private static var libraries: String {
        text(capacity: 4096) { cv_library_folder($0) }
    }
}

/// Passes an array of C strings to `body`, valid while it runs.
private func withPaths(
    _ paths: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?, Int32) -> Void
) {
    let copies = paths.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let pointers = copies.map { copy in copy.map { UnsafePointer($0) } }
    pointers.withUnsafeBufferPointer { body($0.baseAddress, Int32($0.count)) }
}
