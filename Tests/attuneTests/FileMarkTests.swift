import Foundation
import SessionModel
import TestSupport
import Testing

@testable import Archive

/// Every file of a session shows that it is Attune's, or is of a kind that cannot: the golden ones are looked at.
@Suite struct FileMarkTests {
    @Test(arguments: [
        "example", "live", "score-attune", "score-mea", "like-rmea", "compared", "study",
    ])
    func goldenFilesShowTheirMark(folder: String) throws {
        let place = Program.repository.appendingPathComponent("Tests/Golden/\(folder)")
        for name in try FileManager.default.contentsOfDirectory(atPath: place.path)
        where SessionFile(rawValue: name) != nil || StudyFile(rawValue: name) != nil {
            let bytes = try Data(contentsOf: place.appendingPathComponent(name))
            let isShown = FileMark.isShown(by: Array(bytes.prefix(FileMark.reach)), of: name)
            let canShow = !["timeline.TextGrid", "matrix.csv"].contains(name)
            #expect(isShown == (canShow ? true : nil), "\(name)")
        }
    }
}
