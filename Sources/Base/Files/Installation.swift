import Foundation

/// Where a program finds what comes with it: in the checkout that it was built in, or where a package has
/// put it.
///
/// | what | in a checkout | installed under a prefix such as `/usr` |
/// |---|---|---|
/// | `attune` | `.build/…/attune` | `bin/attune` |
/// | `attune-vision` | beside it | `lib/attune/attune-vision` |
/// | networks | `.deps/models`, `models/models.json` | `share/attune/models` |
/// | d3 | `.deps/js/d3.min.js` | `share/attune/d3.min.js` |
/// | example session | `Examples` | `share/attune/examples` |
///
/// `scripts/package` makes the second layout.
package struct Installation: Sendable {
    /// That of the running program.
    package static let current: Installation = {
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return Installation(program: path ?? CommandLine.arguments[0])
    }()

    /// The folder of the program.
    private let folder: String
    /// The nearest folder above it that holds a Swift package; `nil` of an installed program.
    private let checkout: String?

    /// - Parameter program: the path of either program, without links.
    package init(program: String) {
        folder = program.parentFolder
        checkout = Self.foldersAbove(program).first { Self.isThere($0 + "/Package.swift") }
    }

    /// The program that touches pixels; `nil` when it is not there.
    package var visionProgram: String? {
        [folder + "/attune-vision", folder.parentFolder + "/lib/attune/attune-vision"]
            .first(where: FileManager.default.isExecutableFile(atPath:))
    }

    /// The folder of the networks.
    package var models: String { path("models", inCheckout: ".deps/models") }

    /// SHA-256 that every network must have, by file name; `nil` when `models.json` cannot be read.
    package func publishedDigests() -> [String: String]? {
        let list = path("models/models.json", inCheckout: "models/models.json")
        guard let data = FileManager.default.contents(atPath: list),
            case .array(let models) = JSONValue(parsing: Array(data))?["models"]
        else { return nil }
        var digests: [String: String] = [:]
        for model in models {
            guard case .string(let file) = model["file"],
                case .string(let sha256) = model["sha256"]
            else { return nil }
            digests[file] = sha256
        }
        return digests
    }

    /// d3 for the report, as `make setup` fetched it.
    package var plottingLibrary: String { path("d3.min.js", inCheckout: ".deps/js/d3.min.js") }

    /// The video of the example session.
    package var exampleVideo: String { example("helle.mp4") }

    /// The consent of the people in it, who are drawn.
    package var exampleConsent: String { example("helle.consent.json") }

    /// What to do when a part is missing or broken.
    package var repair: Remedy {
        checkout == nil
            ? "install the package attune again" : "run `make setup` and build again"
    }

    private func example(_ name: String) -> String {
        path("examples/" + name, inCheckout: "Examples/" + name)
    }

    /// Where a part is; where it should be, when it is nowhere.
    private func path(_ installed: String, inCheckout place: String) -> String {
        let shared = prefix + "/share/attune/" + installed
        guard let checkout, !Self.isThere(shared) else { return shared }
        return checkout + "/" + place
    }

    /// The prefix, of `bin/attune` and of `lib/attune/attune-vision`.
    private var prefix: String {
        let parent = folder.parentFolder
        return folder.hasSuffix("/lib/attune") ? parent.parentFolder : parent
    }

    private static func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    private static func foldersAbove(_ path: String) -> some Sequence<String> {
        sequence(first: path.parentFolder) { $0.parentFolder }
            .prefix { !$0.isEmpty && $0 != "/" }
    }
}
