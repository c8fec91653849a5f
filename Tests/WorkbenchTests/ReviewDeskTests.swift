import Foundation
import Mimicry
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Archive
@testable import Base
@testable import Workbench

/// What the review page asks for, and what is kept.
@Suite struct ReviewDeskTests {
    private static let first: JSONValue = [
        "posture": "slumped", "leader": "therapist", "leader_onset": 1, "follower_onset": 1.5,
    ]

    /// A folder with two measured episodes.
    private func at(_ body: (ReviewDesk) throws -> Void) throws {
        try TemporaryFolder.with { root in
            let place = root.appendingPathComponent("S01")
            _ = try StoredSession(place, consent: try StoredSession.consent())
            let record = try SessionRecord.open(
                place.appendingPathComponent(SessionRecord.fileName).path, for: .writing)
            var session = try record.session()
            session.episodes = [1.0, 2.0].map {
                Episode(
                    posture: "slumped", leader: .first, leaderSide: nil, followerSide: nil,
                    congruence: .unsided, leaderOnset: $0, followerOnset: $0 + 0.5,
                    offset: $0 + 0.75, sharedDuration: 0.25)
            }
            try record.save(session, summary: "{}")
            try record.close()
            try body(ReviewDesk(folder: place.path, name: "S01"))
        }
    }

    private func ask(_ desk: ReviewDesk, _ members: [JSONValue.Member]) throws -> JSONValue {
        try desk.change(.object([.init("coder", "K1")] + members))
    }

    private func episodes(_ state: JSONValue) -> [JSONValue] {
        if case .array(let rows)? = state["episodes"] { rows } else { [] }
    }

    private static func finding(_ leader: Double, _ follower: Double, _ end: Double) -> JSONValue {
        [
            "posture": "slumped", "leader": "client", "leader_side": "left",
            "leader_onset": .number(leader), "follower_onset": .number(follower),
            "offset": .number(end),
        ]
    }

    @Test func everyDecisionIsInTheRecordBeforeItIsAnswered() throws {
        try at { desk in
            #expect(try desk.state(coder: nil)["episodes"] == nil)
            #expect(try desk.state(coder: "K1")["coder"] == .null)
            _ = try ask(desk, [.init("do", "begin"), .init("blind", .bool(false))])
            var state = try ask(
                desk,
                [.init("do", "decide"), .init("about", Self.first), .init("verdict", "rejected")])
            #expect(state["reviewed"] == .integer(1) && episodes(state).count == 2)
            state = try ask(
                desk,
                [
                    .init("do", "decide"), .init("about", .null), .init("verdict", "confirmed"),
                    .init("finding", Self.finding(3, 3.25, 3.5)), .init("note", "late"),
                ])
            #expect(
                episodes(state).map { $0["verdict"] ?? .null } == ["rejected", .null, "confirmed"])
            let record = try SessionRecord.open(desk.folder + "/" + SessionRecord.fileName)
            let kept = try #require(try record.review(by: "K1"))
            #expect(kept.items.count == 2 && kept.items[1].note == "late")
            // A posture without a side gets none.
            #expect(kept.items[1].finding?.leaderSide == nil)
            state = try ask(desk, [.init("do", "forget"), .init("about", Self.first)])
            state = try ask(
                desk, [.init("do", "forget"), .init("added", Self.finding(3, 3.25, 3.5))])
            #expect(state["reviewed"] == .integer(0) && episodes(state).count == 2)
        }
    }

    @Test func nothingMeasuredIsSentToWhoIsBlind() throws {
        try at { desk in
            var state = try ask(desk, [.init("do", "begin"), .init("blind", .bool(true))])
            #expect(state["hides"] == .bool(true) && episodes(state).isEmpty)
            #expect(state["measured"] == .null)
            #expect(throws: Failure.self) {
                try ask(
                    desk,
                    [
                        .init("do", "decide"), .init("about", Self.first),
                        .init("verdict", "rejected"),
                    ])
            }
            var mark = Self.finding(0.9, 1.4, 2)
            if case .object(var members) = mark {
                members[1].value = "therapist"
                mark = .object(members)
            }
            state = try ask(
                desk,
                [
                    .init("do", "decide"), .init("about", .null), .init("verdict", "confirmed"),
                    .init("finding", mark),
                ])
            #expect(episodes(state).count == 1)
            state = try ask(desk, [.init("do", "reveal")])
            #expect(state["hides"] == .bool(false) && episodes(state).count == 2)
            let about = episodes(state)[0]["about"]
            #expect(about?["follower_onset"]?.numberValue == 1.5)
            #expect(state["reviewed"] == .integer(1))
            // Once shown it stays so.
            state = try ask(desk, [.init("do", "begin"), .init("blind", .bool(true))])
            #expect(state["hides"] == .bool(false))
        }
    }

    @Test func whatCannotBeIsRefused() throws {
        try at { desk in
            _ = try ask(desk, [.init("do", "begin")])
            let decide = JSONValue.Member("do", "decide")
            let wrong: [[JSONValue.Member]] = [
                [], [.init("do", "erase")],
                [decide, .init("verdict", "maybe"), .init("about", Self.first)],
                [decide, .init("verdict", "confirmed")],
                [
                    decide, .init("verdict", "confirmed"),
                    .init("about", Self.finding(0.1, 0.2, 0.3)),
                ],
                [decide, .init("verdict", "confirmed"), .init("finding", Self.finding(3, 2, 3.5))],
                [
                    decide, .init("verdict", "confirmed"),
                    .init("finding", Self.finding(3, 3.2, 900)),
                ],
                [
                    decide, .init("verdict", "confirmed"),
                    .init("finding", Self.finding(-9, 3.2, 3.5)),
                ],
                [
                    decide, .init("verdict", "confirmed"), .init("about", Self.first),
                    .init("note", .string(String(repeating: "x", count: 501))),
                ],
            ]
            for members in wrong { #expect(throws: Failure.self) { try ask(desk, members) } }
            for code in ["", "../K1", "=1", "a b", "Anna", "1985-02-11"] {
                #expect(throws: Failure.self) {
                    try desk.change(.object([.init("coder", .string(code)), .init("do", "begin")]))
                }
            }
            #expect(throws: Failure.self) {
                try desk.change(.object([.init("coder", "K2"), .init("do", "reveal")]))
            }
            #expect(try desk.state(coder: "K1")["reviewed"] == .integer(0))
        }
    }

    @Test func aFolderThatIsInUseIsSaidToBe() throws {
        try at { desk in
            let lock = try FolderLock(desk.folder)
            let failure = #expect(throws: Failure.self) { try ask(desk, [.init("do", "begin")]) }
            #expect(failure?.kind == .cannotCreate && failure?.what.contains("another run") == true)
            withExtendedLifetime(lock) {}
        }
    }

    /// Whoever marks episodes blind comes by the list.
    @Test func whatACoderMustNotKnowIsNotOnTheList() throws {
        try TemporaryFolder.with { root in
            let stored = try StoredSession(
                root.appendingPathComponent("S01"), consent: try StoredSession.consent())
            let path = stored.folder.appendingPathComponent(SessionRecord.fileName).path
            let library = try Library(root.path)
            let shown = { () -> [JSONValue?] in
                let value = LibraryJSON(today: .today, words: { "\($0)" }).value(library)
                guard case .array(let entries)? = value["entries"] else { return [] }
                return [entries[0]["episodes"], entries[0]["hidden"]]
            }
            #expect(shown() == [.integer(0), .bool(false)])
            let record = try SessionRecord.open(path, for: .writing)
            try record.save(Review(coder: "K1"))
            try record.save(Review(coder: "K2", isBlind: true))
            try record.close()
            #expect(shown() == [.null, .bool(true)])
            let again = try SessionRecord.open(path, for: .writing)
            try again.save(Review(coder: "K2", isBlind: true, revealed: Date()))
            try again.close()
            #expect(shown() == [.integer(0), .bool(false)])
        }
    }
}
