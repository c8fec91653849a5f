import Foundation
import Testing

/// Holds documents against the published schemas, with a validator that is not ours.
enum SchemaCheck {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let python =
        ProcessInfo.processInfo.environment["ATTUNE_TEST_PYTHON"]
        ?? repository.appendingPathComponent(".deps/test-venv/bin/python").path

    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python) }

    /// Which of the documents the schema takes.
    static func accepted(_ documents: [String], _ schema: String) throws -> [Bool] {
        try RecordFixture.inPlace { path in
            let folder = (path as NSString).deletingLastPathComponent
            for (index, text) in documents.enumerated() {
                let file = String(format: "%@/%04d.json", folder, index)
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: python)
            process.arguments = [
                repository.appendingPathComponent("Tests/ReadBack/validate.py").path,
                repository.appendingPathComponent("docs/schema/\(schema).schema.json").path,
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
