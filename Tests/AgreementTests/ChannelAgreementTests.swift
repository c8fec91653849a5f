import Base
import Foundation
import Testing

@testable import Agreement

@Suite struct ChannelAgreementTests {
    private let seats = ["therapist", "client"]

    private func table(_ text: String, only: [String]? = nil) throws -> ChannelTable {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try ChannelTable(path, seats: seats, only: only)
    }

    private func lines(_ value: (Int) -> Double, seat: String = "client") -> String {
        (0..<40).map { "\(Double($0) / 4),\(seat),0.9,\(value($0)),x" }.joined(separator: "\n")
    }

    private let head = "time,seat,presence,head_tilt,remark\n"

    @Test func isOfMeansOverSeconds() throws {
        let own = try table(head + lines { Double($0 / 4) })
        // Two degrees more, and another unrest within each second.
        let other = try table(head + lines({ Double($0 / 4) + 2 + Double($0 % 2) - 0.5 }))
        let result = try ChannelAgreement(
            own, other, seats: seats, over: TimeSpan(start: 0, end: 9))
        #expect(result.rows.map(\.seat) == ["client"] && result.rows[0].channel == "head_tilt")
        let agreement = result.rows[0].agreement
        #expect(agreement.count == 9 && agreement.meanDifference == -2)
        // Subjects 0…8: mean square 15; coders 18: 15/(15 + 2 · 18/9).
        #expect(abs(try #require(agreement.value) - 15.0 / 19) < 1e-12)
    }

    @Test func whatIsNotSuchATable() throws {
        let own = try table(head + lines { Double($0) })
        #expect(throws: Failure.self) { try table("a,b\n1,2\n") }
        #expect(throws: Failure.self) { try table(head + "1,somebody,1,2,\n") }
        #expect(throws: Failure.self) { try table(head + ",client,1,2,\n") }
        #expect(throws: Failure.self) { try table(head + "1,client,1,high,\n") }
        let other = try table("time,seat,mood\n1,client,3\n")
        #expect(throws: Failure.self) {
            try ChannelAgreement(own, other, seats: seats, over: TimeSpan(start: 0, end: 9))
        }
    }
}
