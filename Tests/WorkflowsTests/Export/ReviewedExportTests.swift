import Archive
import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Study
import TestSupport
import Testing

@testable import Workflows

/// Files that are made from a coder's review.
@Suite struct ReviewedExportTests {
    private let reports = CollectedReports()

    /// A folder with two episodes, of which K1 rejected one and added another.
    private func make(_ place: URL, blind: Bool = false) throws {
        _ = try StoredSession(place, consent: StoredSession.consent())
        let record = try SessionRecord.open(
            place.appendingPathComponent(SessionRecord.fileName).path, for: .writing)
        var session = try record.session()
        session.episodes = [1.0, 2.0].map {
            Episode(
                posture: "slumped", leader: .first, leaderSide: nil, followerSide: nil,
                congruence: .unsided, leaderOnset: $0, followerOnset: $0 + 0.5, offset: $0 + 0.75,
                sharedDuration: 0.25, pValue: 0.5)
        }
        try record.save(session, summary: "{}")
        let day = Date(timeIntervalSince1970: 1_767_225_600)
        try record.save(
            Review(
                coder: "K1", isBlind: blind,
                items: blind
                    ? []
                    : [
                        .init(
                            about: session.episodes[0].id(seats: session.seats), verdict: .rejected,
                            decided: day, note: "scratches, \"only\""),
                        .init(
                            about: nil, verdict: .confirmed,
                            finding: .init(
                                posture: "slumped", leader: "client", leaderOnset: 3,
                                followerOnset: 3.25, offset: 3.5), decided: day),
                    ]))
        try record.close()
    }

    private func export(_ place: URL, _ coder: String?, _ formats: [ExportFormat]) async throws
        -> [String]
    {
        try await SessionExport(place.path, force: false, reviewedBy: coder, reporter: reports)
            .write(formats)
    }

    @Test func everyFileSaysWhoseReviewItIsAndLiesBesideTheOthers() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            try make(place)
            _ = try await export(place, nil, ExportFormat.standard)
            let before = try Data(contentsOf: place.appendingPathComponent("episodes.csv"))
            let paths = try await export(place, "K1", ExportFormat.standard)
            let names = Set(paths.map { URL(fileURLWithPath: $0).lastPathComponent })
            #expect(
                names
                    == Set(
                        [
                            "episodes.csv", "reviews.csv", "report.html", "session.json",
                            "timeline.eaf", "timeline.TextGrid", "timeline.vtt", "boris.tsv",
                        ].map { "reviewed-K1." + $0 }))
            for path in paths where !path.hasSuffix(".csv") && !path.hasSuffix(".json") {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                #expect(
                    text.range(
                        of: "reviewed by K1: 1 of 2 measured episodes", options: .caseInsensitive)
                        != nil, "\(path)")
            }
            let table = try String(
                contentsOf: place.appendingPathComponent("reviewed-K1.episodes.csv"),
                encoding: .utf8
            ).split(separator: "\n").map(String.init)
            #expect(
                table.count == 3 && table[0].hasSuffix(",validated,review,coder,reviewed,measured"))
            #expect(
                table[1].hasSuffix(",not_reviewed,K1,1,2") && table[2].hasSuffix(",added,K1,1,2"))
            let decisions = try String(
                contentsOf: place.appendingPathComponent("reviewed-K1.reviews.csv"), encoding: .utf8
            )
            #expect(
                decisions.contains(
                    "K1,2026-01-01T00:00:00Z,1,slumped,client,,1.500,1.750,rejected,\"scratches, \"\"only\"\"\","
                ))
            #expect(
                decisions.contains(
                    "K1,2026-01-01T00:00:00Z,,slumped,therapist,,3.250,3.500,added,,client,"))
            let json = try JSONParser.parse(
                Array(Data(contentsOf: place.appendingPathComponent("reviewed-K1.session.json"))))
            #expect(
                json["review"]?["coder"] == .string("K1")
                    && json["review"]?["rejected"] == .integer(1))
            #expect(json["summary"]?["episodes"]?["count"] == .integer(2))
            // What was measured stays what it is.
            #expect(try Data(contentsOf: place.appendingPathComponent("episodes.csv")) == before)
            let measured = try JSONParser.parse(
                Array(Data(contentsOf: place.appendingPathComponent("session.json"))))
            #expect(measured["review"] == .null)
        }
    }

    /// They are as personal as the others.
    @Test func aWithdrawalErasesThem() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            try make(place)
            let paths = try await export(place, "K1", ExportFormat.standard)
            let withdrawal = try FolderWithdrawal(place.path, of: "C01")
            let names = paths.map { URL(fileURLWithPath: $0).lastPathComponent }
            #expect(Set(names).isSubset(of: withdrawal.erasable.map(\.name)))
            #expect(withdrawal.foreign.isEmpty && withdrawal.unmarked.isEmpty)
        }
    }

    @Test func whatIsNotThereIsNotMade() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            try make(place)
            var failure = await #expect(throws: Failure.self) {
                _ = try await export(place, "K2", ExportFormat.standard)
            }
            #expect(failure?.kind == .noInput && failure?.remedy.description.contains("K1") == true)
            failure = await #expect(throws: Failure.self) {
                _ = try await export(
                    place, "K1", ExportFormat.all.filter { $0.name == "landmarks" })
            }
            #expect(failure?.kind == .badInput)
            let blind = folder.appendingPathComponent("S02")
            try make(blind, blind: true)
            failure = await #expect(throws: Failure.self) {
                _ = try await export(blind, "K1", ExportFormat.standard)
            }
            #expect(failure?.what.contains("without seeing") == true)
        }
    }

    /// The rate is of the review, what was tested of the measurement, and the study says so.
    @Test func aStudyCountsWhatWasReviewed() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            try make(place)
            let input = StudyInput(reviewedBy: "K1", reporter: reports)
            let found = try await input.read(place.path)
            #expect(found.session.episodes.map(\.followerOnset) == [1.5, 2.5])
            let work = try await StudyWork(
                [place.path], input: input, keeping: true, reporter: reports)
            #expect(work.sessions[0].episodes.map(\.followerOnset) == [2.5, 3.25])
            #expect(work.sessions[0].review?.progress == "1 of 2")
            let failure = await #expect(throws: Failure.self) {
                _ = try await StudyInput(reviewedBy: "K9", reporter: reports).read(place.path)
            }
            #expect(failure?.kind == .noInput)
        }
    }
}
