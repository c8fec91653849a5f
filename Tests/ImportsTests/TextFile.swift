@testable import Imports
import Foundation
import Testing

@testable import Base

/// A file with a text, for the length of a test.
func withFile<Result>(
    _ text: String, _ body: (String) throws -> Result
) throws -> Result {
    try withFile(Array(text.utf8), body)
}

func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("attune-series-\(UUID().uuidString).txt")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
}

/// Whether reading fails with this exit code and a line that says all of these.
func expectFailure(
    _ code: Int32 = Failure.Kind.badInput.rawValue, _ words: String..., reading: () throws -> Void,
    location: SourceLocation = #_sourceLocation
) {
    let error = #expect(throws: Failure.self, sourceLocation: location) { try reading() }
    guard let error else { return }
    #expect(error.exitCode == code, "\(error)", sourceLocation: location)
    for word in words {
        #expect(error.description.contains(word), "\(error)", sourceLocation: location)
    }
}
