package import Foundation

/// Programs that were built beside the running tests.
package enum BuiltProgram {
    /// The program of that name; `nil` when it has not been built.
    package static func url(_ name: String) -> URL? {
        let own = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: own).standardizedFileURL
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let program = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        return nil
    }
}
