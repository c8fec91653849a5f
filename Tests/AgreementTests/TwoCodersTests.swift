import Archive
import Base
import Foundation
import Posture
import SessionModel
import Testing

@testable import Agreement
@testable import Exports

/// Two codings of one session, and the template that coders fill.
@Suite struct TwoCodersTests {
    private func session() -> Session {
        Session(
            source: [
                .init(file: "helle.mp4", sha256: "ab", duration: 50, frames: 1250, rate: 25),
                .init(file: "b & c.mp4", sha256: "cd", duration: 50, frames: 1250, rate: 25),
            ], seats: ["therapist", "client"], consent: nil,
            settings: Settings(
                offset: 1.5,
                postures: [
                    .init(name: "head_on_hand", isSided: true, conditions: []),
                    .init(name: "slumped", conditions: []),
                ]), features: [FeatureTrack(), FeatureTrack()],
            postures: [
                PostureRecord(
                    seat: .first,
                    held: [
                        .init(
                            seat: .first, posture: "head_on_hand", side: .right, onset: 10.4,
                            offset: 24.5)
                    ])
            ], episodes: [], synchrony: [], timeline: [], quality: Quality(coverage: [1, 1]),
            warnings: [])
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try SessionFolder(path).write(
            session(), with: [ElanTemplate(), SessionJSON(), PosturesCSV(), EpisodesCSV()])
        try body(path)
    }

    @Test func theTemplateComesBackFilled() throws {
        try inFolder { path in
            let empty = try String(contentsOfFile: path + "/coding.eaf", encoding: .utf8)
            // Nothing of what was found is in it.
            #expect(!empty.contains("ANNOTATION_VALUE") && !empty.contains("24500"))
            #expect(empty.contains("TIME_ORIGIN=\"-1500\""))
            let tables = try SessionTables(folder: path)
            #expect(
                tables.recordings == [
                    .init(file: "helle.mp4", start: 0), .init(file: "b & c.mp4", start: 1.5),
                ])
            let session = CodedSession(
                names: TierNames(seats: tables.seats, postures: tables.postures),
                recordings: tables.recordings, end: 50)
            let nothing = try CodingFile(path + "/coding.eaf", of: session).coding
            #expect(nothing.targets.count == 4 && nothing.holds.isEmpty && nothing.notes.isEmpty)
            let filled = empty.replacing(
                "<TIME_ORDER/>",
                with: "<TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"14400\"/>"
                    + "<TIME_SLOT TIME_SLOT_ID=\"ts2\" TIME_VALUE=\"27000\"/></TIME_ORDER>"
            ).replacing(
                "TIER_ID=\"client head_on_hand\"/>",
                with: "TIER_ID=\"client head_on_hand\"><ANNOTATION><ALIGNABLE_ANNOTATION "
                    + "ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\"ts1\" TIME_SLOT_REF2=\"ts2\" "
                    + "CVE_REF=\"cveid1\"><ANNOTATION_VALUE>left</ANNOTATION_VALUE>"
                    + "</ALIGNABLE_ANNOTATION></ANNOTATION></TIER>")
            let coding = try CodedHolds.read(filled, session)
            #expect(coding.holds == [CodedHolds.truth[1]] && coding.notes == [])
        }
    }

    @Test func eachWithTheSessionAndBothWithEachOther() throws {
        try inFolder { path in
            let tables = try SessionTables(folder: path)
            let session = CodedSession(
                names: TierNames(seats: tables.seats, postures: tables.postures), end: 50)
            let head = "seat,posture,side,onset,offset\n"
            let one = "therapist,head_on_hand,right,11,24\nclient,head_on_hand,left,14,27\n"
            let other = "therapist,head_on_hand,right,10,24\ntherapist,slumped,,1,2\n"
            let files = [
                try CodingFile("one.csv", bytes: Array((head + one).utf8), of: session),
                try CodingFile("other.csv", bytes: Array((head + other).utf8), of: session),
            ]
            let pairs = ComparedPair.all(tables, files, settings: .init())
            #expect(pairs.map(\.names.one) == ["attune", "attune", "one.csv"])
            #expect(pairs.map(\.names.other) == ["one.csv", "other.csv", "other.csv"])
            // Only the therapist's head on hand was looked for by both.
            let last = pairs[2].comparison
            #expect(last.rows.count == 1 && last.rows[0].events.onsetErrors == [1])
            #expect(last.rows[0].seconds.attune == 13 && last.rows[0].seconds.coder == 14)
            let bytes = try FileWriter.bytes { output throws(Failure) in
                try AgreementCSV(pairs).write(to: &output)
            }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.last?.contains(",one.csv,other.csv,") == true)
            let json = AgreementJSON(pairs[0], Array(pairs.dropFirst())).value
            #expect(json["coded2"]?["file"] == "other.csv" && json["coded"]?["file"] == "one.csv")
            guard case .array(let list)? = json["pairs"] else { Issue.record("no pairs"); return }
            #expect(list.count == 3 && list[2]["compared"] == "one.csv")
            #expect(AgreementText(pairs[2]).description.contains("first  second"))
            // What the two agree on stands beside Attune's agreement with each.
            let beside = pairs[0].comparison.rows.first { $0.seat == "therapist" }
            #expect(beside?.ceiling?.kappa == last.rows[0].seconds.kappa)
            #expect(beside?.ceiling?.f1 == 1)
            #expect(last.rows[0].ceiling == nil)
            #expect(pairs[0].comparison.rows.first { $0.seat == "client" }?.ceiling == nil)
            #expect(AgreementText(pairs[0]).description.contains("two coders' kappa"))
            #expect(list[0]["postures"]?.text().contains("\"human\"") == true)
            #expect(
                pairs[1].comparison.rows.contains { $0.note.contains("other.csv has") == false })
        }
    }
}
