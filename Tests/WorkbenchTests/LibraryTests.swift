import Foundation
import Posture
import SessionModel
import TestSupport
import Testing
import VisionProtocol

@testable import Archive
@testable import Base
@testable import Consents
@testable import Workbench

@Suite struct LibraryTests {
    private func outline(_ entry: Library.Entry) throws -> SessionOutline {
        guard case .session(let outline) = entry.kind else {
            throw Failure.software("\(entry.name) is no session", remedy: "look at the test")
        }
        return outline
    }

    @Test func everyStateIsTold() throws {
        try TemporaryFolder.with { root in
            let consent = try StoredSession.consent()
            _ = try StoredSession(root.appendingPathComponent("S01"), consent: consent)
            _ = try StoredSession(
                root.appendingPathComponent("S02"), consent: consent, state: .stopped)
            _ = try StoredSession(
                cutOff: root.appendingPathComponent("group/S03"), consent: consent)
            let damaged = root.appendingPathComponent("S04")
            try FileManager.default.createDirectory(
                at: damaged, withIntermediateDirectories: false)
            try Data("no record".utf8).write(to: damaged.appendingPathComponent("session.sqlite"))
            let study = root.appendingPathComponent("study")
            try FileManager.default.createDirectory(at: study, withIntermediateDirectories: false)
            try Data("{}".utf8).write(to: study.appendingPathComponent("study.json"))
            let library = try Library(root.path)
            let entries = library.entries()
            #expect(entries.map(\.name) == ["group/S03", "S01", "S02", "S04", "study"])
            #expect(entries[4].kind == .study)
            let outlines = try entries.prefix(4).map(outline)
            #expect(outlines.map(\.state) == [.interrupted, .done, .stopped, .unreadable])
            #expect(outlines[1].seats == ["therapist", "client"])
            #expect(outlines[1].duration == 4)
            #expect(outlines[1].episodes != nil && outlines[0].episodes == nil)
            #expect(outlines.map(\.hasResults) == [false, true, true, false])
            #expect(outlines[1].consent == consent)
            #expect(outlines[3].fault != nil)
        }
    }

    @Test func whoWritesIsSeen() throws {
        try TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01")
            _ = try StoredSession(cutOff: folder, consent: try StoredSession.consent())
            let library = try Library(root.path)
            let lock = try FolderLock(folder.path)
            #expect(try outline(library.entries()[0]).state == .measuring)
            withExtendedLifetime(lock) {}
        }
        try TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01")
            _ = try StoredSession(cutOff: folder, consent: try StoredSession.consent())
            #expect(try outline(Library(root.path).entries()[0]).state == .interrupted)
        }
    }

    /// A change of the record shows at the next look, though what did not change is not read again.
    /// What goes on is filmed as it was when it began.
    @Test func whatIsInterruptedGoesOnAsItBegan() throws {
        try TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S07")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            func interrupted(_ request: RecordHeader.Request) throws -> NewSession {
                let path = folder.appendingPathComponent(SessionRecord.unfinishedName).path
                SessionRecord.remove(path)
                let header = RecordHeader(
                    sources: [.init(file: "a.mp4", sha256: String(repeating: "ab", count: 32))],
                    request: request, width: 640, height: 360)
                let record = try SessionRecord.create(
                    path, header: header, consent: try StoredSession.consent())
                try record.close()
                let library = try Library(root.path)
                return try library.interrupted(library.entries()[0])
            }
            var request = RecordHeader.Request(
                rate: "12.5", layout: "side-by-side", precision: "fastest", mirrored: .second)
            #expect(
                try interrupted(request)
                    == NewSession(
                        name: "S01", folder: "S07", recordings: ["a.mp4"],
                        filming: Filming(layout: .sideBySide, mirrored: .second)))
            request.layout = "auto"
            for (source, offset) in [
                (OffsetBasis.Source.given, RecordingOffset.seconds(-2)), (.sound, .sound),
            ] {
                (request.offset, request.offsetBasis) = (-2, OffsetBasis(source))
                #expect(try interrupted(request).filming.offset == offset)
            }
        }
    }

    @Test func changesShow() throws {
        try TemporaryFolder.with { root in
            let stored = try StoredSession(
                root.appendingPathComponent("S01"),
                consent: try StoredSession.consent(expires: "2099-12-31"))
            let library = try Library(root.path)
            let before = library.entries()
            #expect(library.entries() == before)
            #expect(library.entry(before[0].id) == before[0])
            #expect(!before[0].id.contains("S01"))
            #expect(library.entry("S01") == nil)
            try stored.set(try StoredSession.consent(expires: "2027-01-31"))
            let after = try outline(library.entries()[0])
            #expect(after.consent?.lastDay == CalendarDate("2027-01-31"))
        }
    }

    /// A link may lead out of the folder, or in a circle.
    @Test func linksAreNotFollowed() throws {
        try TemporaryFolder.with { root in
            let (inside, outside) = (
                root.appendingPathComponent("in"), root.appendingPathComponent("out")
            )
            try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: false)
            _ = try StoredSession(outside, consent: nil)
            for (name, target) in [("other", outside), ("circle", inside)] {
                try FileManager.default.createSymbolicLink(
                    at: inside.appendingPathComponent(name), withDestinationURL: target)
            }
            #expect(try Library(inside.path).entries().isEmpty)
        }
    }

    @Test func aFolderIsAskedFor() {
        #expect(throws: Failure.self) { try Library("/nowhere/at/all") }
        #expect(throws: Failure.self) { try Library(#filePath) }
    }

    /// What was taken back in a file is not "until 2099" on the list.
    @Test func aConsentThatWasTakenBackBesideIsSeen() throws {
        try TemporaryFolder.with { root in
            let consent = try StoredSession.consent()
            _ = try StoredSession(root.appendingPathComponent("S01"), consent: consent)
            let library = try Library(root.path)
            let withdrawn = { () -> JSONValue? in
                guard
                    case .array(let entries)? = LibraryJSON(today: .today, words: { "\($0)" })
                        .value(library)["entries"]
                else { return nil }
                return entries[0]["consent"]?["withdrawn"]
            }
            #expect(withdrawn() == .bool(false))
            var people = consent.participants
            people[1].withdrawn = people[1].signed
            _ = try Consent.Draft(session: consent.session, participants: people)
                .write(to: "\(root.path)/\(consent.session).consent.json")
            #expect(withdrawn() == .bool(true))
        }
    }

    @Test func daysOfAConsentAreCounted() throws {
        try TemporaryFolder.with { root in
            _ = try StoredSession(
                root.appendingPathComponent("S01"),
                consent: try StoredSession.consent(expires: "2026-03-01"))
            let today = try #require(CalendarDate("2026-02-27"))
            let value = LibraryJSON(today: today, words: { "\($0)" }).value(try Library(root.path))
            guard case .array(let entries)? = value["entries"] else { return #expect(Bool(false)) }
            #expect(entries[0]["consent"]?["days"] == .integer(2))
            #expect(entries[0]["consent"]?["last_day"]?.stringValue == "2026-03-01")
            #expect(entries[0]["state"]?.stringValue == "done")
        }
    }
}
