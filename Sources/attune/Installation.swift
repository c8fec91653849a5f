import Foundation
import SessionStore

/// Where the program finds what belongs to it.
enum Installation {
    /// The folder of this executable.
    static let folder: URL = {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: path ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }()

    /// The program that touches pixels; it stands beside this one.
    static func visionProgram() throws(Failure) -> URL {
        let program = folder.appendingPathComponent("attune-vision")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw Failure(
                exitCode: ExitCode.software, what: "attune-vision is not beside attune",
                todo: "build both: swift build --product attune-vision")
        }
        return program
    }

    /// d3 for the report, as `make setup` fetched it: in `share/attune` of an installed program, or
    /// in `.deps/js` of the checkout that the program was built in.
    static var plottingLibrary: String {
        var candidates = [
            folder.deletingLastPathComponent().appendingPathComponent("share/attune/d3.min.js")
        ]
        var parent = folder
        while parent.path != "/" {
            candidates.append(parent.appendingPathComponent(".deps/js/d3.min.js"))
            parent.deleteLastPathComponent()
        }
        let found = candidates.first { FileManager.default.fileExists(atPath: $0.path) }
        return (found ?? candidates[candidates.count - 1]).path
    }
}
