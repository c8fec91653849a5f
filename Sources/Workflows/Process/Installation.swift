import Base
import Foundation

/// Where the program finds its parts: the vision process, the models, the plotting library.
package enum Installation {
    /// The folder of this executable.
    static let folder: URL = {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: path ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }()

    /// The program that touches pixels, in the same folder as this one.
    static func visionProgram() throws(Failure) -> URL {
        let program = folder.appendingPathComponent("attune-vision")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw Failure.software(
                "attune-vision is not beside attune",
                remedy: "build both programs again")
        }
        return program
    }

    /// SHA-256 that every model must have by file name, from `models.json` beside the models or in the
    /// checkout; `nil` when none can be read.
    package static func publishedDigests() -> [String: String]? {
        let candidates =
            modelFolders.map { $0 + "/models.json" }
            + checkouts.map { $0.appendingPathComponent("models/models.json").path }
        for path in candidates {
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            guard case .array(let models) = JSONValue(parsing: Array(data))?["models"] else {
                return nil
            }
            var digests: [String: String] = [:]
            for model in models {
                guard case .string(let file) = model["file"],
                    case .string(let sha256) = model["sha256"]
                else { return nil }
                digests[file] = sha256
            }
            return digests
        }
        return nil
    }

    /// Where the models may be: as for the plotting library.
    private static var modelFolders: [String] {
        [folder.deletingLastPathComponent().appendingPathComponent("share/attune/models").path]
            + checkouts.map { $0.appendingPathComponent(".deps/models").path }
    }

    /// The folders above this executable, one of which is the checkout.
    private static var checkouts: [URL] {
        var found: [URL] = []
        var parent = folder
        while parent.path != "/" {
            found.append(parent)
            parent.deleteLastPathComponent()
        }
        return found
    }

    /// d3 for the report, as `make setup` fetched it: in `share/attune` of an installed program, or
    /// in `.deps/js` of the checkout that the program was built in.
    package static var plottingLibrary: String {
        let candidates =
            [folder.deletingLastPathComponent().appendingPathComponent("share/attune/d3.min.js")]
            + checkouts.map { $0.appendingPathComponent(".deps/js/d3.min.js") }
        let found = candidates.first { FileManager.default.fileExists(atPath: $0.path) }
        return (found ?? candidates[candidates.count - 1]).path
    }
}
