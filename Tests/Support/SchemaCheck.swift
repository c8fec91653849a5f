import Foundation

/// Holds documents against the published schemas, with a validator that is not ours.
package enum SchemaCheck {
    private static let python =
        ProcessInfo.processInfo.environment["ATTUNE_TEST_PYTHON"]
        ?? Repository.path(".deps/test-venv/bin/python")

    package static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python) }

    /// Which of the documents the schema takes.
    package static func accepted(_ documents: [String], _ schema: String) throws -> [Bool] {
        try TemporaryFolder.with { place in
            let folder = place.path
            for (index, text) in documents.enumerated() {
                let file = String(format: "%@/%04d.json", folder, index)
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: python)
            process.arguments = [
                Repository.path("Tests/ReadBack/validate.py"),
                Repository.path("docs/schema/\(schema).schema.json"),
                folder,
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let said = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: said, as: UTF8.self).split(separator: "\n").map {
                $0 == "valid"
            }
        }
    }
}
