import Exports
import Base
import Foundation
import SessionModel
import Testing

@testable import Agreement

/// A session of 60 s, of which a coder has a slightly different view.
@Suite struct ComparisonTests {
    private static let summary = """
        {"seats": ["therapist", "client"], "source": {"duration": 60.0},
         "settings": {"episodes": {"max_lag": 10, "grace": 2, "simultaneous": 0.2, "unknown_margin": 0.25},
                      "postures": [{"name": "head_on_hand"}, {"name": "slumped"}]}}
        """
    private static let postures = """
        seat,posture,side,onset,offset
        therapist,head_on_hand,right,10.000,20.000
        client,head_on_hand,left,14.000,24.000
        client,head_on_hand,left,40.000,42.000
        client,slumped,,30.000,35.000

        """
    private static let episodes = """
        posture,leader,follower,leader_side,follower_side,congruence,leader_onset,follower_onset,lag,\
        offset,shared_duration,p_value
        head_on_hand,therapist,client,right,left,mirror,10.000,14.000,4.000,20.000,6.000,

        """
    private static let coded = """
        Subject,Behavior,Modifier #1,Behavior type,Start (s),Stop (s)
        therapist,head_on_hand,right,STATE,11,20
        client,head_on_hand,right,STATE,13.5,24
        client,head_on_hand,left,STATE,50,52

        """

    private func inFolder<Result>(
        summary: String = summary, postures: String = postures, episodes: String = episodes,
        _ body: (String) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [
            ("session.json", summary), ("postures.csv", postures), ("episodes.csv", episodes),
            ("coded.csv", Self.coded),
        ] {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        return try body(folder.path)
    }

    private func compared(
        _ settings: Comparison.Settings = .init(), postures: String = postures
    ) throws -> (Comparison, ComparedPair) {
        try inFolder(postures: postures) { folder in
            let session = try SessionTables(folder: folder)
            let names = TierNames(seats: session.seats, postures: session.postures)
            let file = try CodingFile(
                "\(folder)/coded.csv", of: CodedSession(names: names, end: session.span.end))
            let pair = ComparedPair.all(session, [file], settings: settings)[0]
            return (pair.comparison, pair)
        }
    }

    @Test func everyFigureWorkedByHand() throws {
        let rows = try compared().0.rows
        #expect(rows.map(\.seat) == ["therapist", "client", nil])
        #expect(Set(rows.map(\.posture)) == ["head_on_hand"])
        #expect(
            rows[0].seconds == SecondsAgreement(both: 9, onlyAttune: 1, onlyCoder: 0, neither: 50))
        #expect(
            rows[1].seconds == SecondsAgreement(both: 10, onlyAttune: 2, onlyCoder: 3, neither: 45))
        // 59/60 agree; 10/60 · 9/60 + 50/60 · 51/60 by chance.
        let chance = (90.0 + 2550) / 3600
        #expect(
            abs(try #require(rows[0].seconds.kappa) - (59.0 / 60 - chance) / (1 - chance)) < 1e-12)
        #expect(rows[0].events.onsetErrors == [-1] && rows[1].events.onsetErrors == [0.5])
        #expect(rows[1].events.attune == 2 && rows[1].events.coder == 2)
        #expect(rows[1].events.precision == 0.5 && rows[1].events.recall == 0.5)
        #expect(rows[2].seconds == rows[0].seconds + rows[1].seconds)
        #expect(rows[2].events.onsetErrors == [-1, 0.5])
        #expect(rows[2].events.sideAgreement == 0.5)
    }

    /// Seconds that Attune could not tell are no seconds at which it says that nothing is held.
    @Test func unknownIsNotNotHeld() throws {
        let postures =
            "seat,posture,side,onset,offset,state\n"
            + "therapist,head_on_hand,right,10.000,20.000,held\n"
            + "client,head_on_hand,left,14.000,18.000,held\n"
            + "client,head_on_hand,,18.000,30.000,unknown\n"
        let pair = try compared(postures: postures).1
        let row = pair.comparison.rows[1]
        // The coder has it from 13.5 to 24 and from 50 to 52.
        #expect(row.unknownSeconds == 12)
        #expect(
            row.known == SecondsAgreement(both: 4, onlyAttune: 0, onlyCoder: 3, neither: 41))
        #expect(row.seconds.onlyCoder == 9)
        #expect(try #require(row.known.kappa) > (try #require(row.seconds.kappa)))
        let json = AgreementJSON(pair).value
        guard case .array(let rows)? = json["postures"] else { return }
        #expect(rows[1]["known"]?["unknown"] == 12)
        #expect(AgreementText(pair).description.contains("not told, s"))
    }

    @Test func whatTheCoderLookedForInVainCounts() throws {
        let rows = try compared(.init(postures: ["slumped"])).0.rows
        #expect(rows.map(\.posture) == ["slumped", "slumped", "slumped"])
        #expect(rows[0].note.contains("neither has it") && rows[0].seconds.kappa == nil)
        #expect(rows[1].events.attune == 1 && rows[1].events.coder == 0)
        #expect(rows[1].note.contains("the coder has it at no second"))
    }

    @Test func onlyTheCodedPartIsCompared() throws {
        let comparison = try compared(.init(start: 30, end: 1000)).0
        #expect(comparison.span == TimeSpan(start: 30, end: 60))
        #expect(comparison.rows[0].seconds == SecondsAgreement(neither: 30))
        #expect(comparison.rows[1].events.attune == 1 && comparison.rows[1].events.matched == 0)
    }

    @Test func theToleranceDecidesWhatIsTheSame() throws {
        #expect(try compared(.init(tolerance: 0.5)).0.rows[2].events.matched == 1)
        #expect(try compared(.init(tolerance: 0.4)).0.rows[2].events.matched == 0)
    }

    @Test func episodesAreThoseOfTheSameDefinition() throws {
        let episodes = try compared().0.episodes
        #expect(episodes.postures == ["head_on_hand"])
        #expect(episodes.pairs.count == 1)
        let pair = try #require(episodes.pairs.first)
        #expect(pair.coder.leaderOnset == 11 && pair.coder.followerOnset == 13.5)
        #expect(pair.lagError == 1.5)
        #expect(episodes.events.onsetErrors == [0.5])
    }

    @Test func tableAndJSONAndPage() throws {
        let pair = try compared().1
        let bytes = try FileWriter.bytes { output throws(Failure) in
            try AgreementCSV([pair]).write(to: &output)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines[0].split(separator: ",").count == 38)
        #expect(
            lines[2].hasPrefix(
                "client,head_on_hand,60,12,13,0.9167,0.7475,2,2,1,0.5,0.5,0.5,0.500,0.500,0.500,0,,attune,coded.csv,"
            )
        )
        #expect(lines[3].hasPrefix(",head_on_hand,120,22,22,"))

        let json = AgreementJSON(pair).value
        #expect(json["coded"]?["format"] == "BORIS")
        #expect(json["episodes"]?["events"]?["matched"] == 1)
        #expect(JSONValue(parsing: Array(json.text().utf8)) != nil)

        let page = AgreementText(pair).description
        #expect(page.contains("client head_on_hand"))
        #expect(page.contains("+0.50 (+0.50 … +0.50)"))
        #expect(page.contains("lag error +1.50"))
        #expect(page.split(separator: "\n").count < 60)
    }

    @Test func chaptersAreOneRecording() throws {
        let summary = Self.summary.replacing(
            "{\"duration\": 60.0}",
            with: """
                [{"file": "a.mp4", "duration": 40.0, "camera": 1, "start": 0},
                 {"file": "b.mp4", "duration": 20.0, "camera": 1, "start": 41.5}]
                """)
        try inFolder(summary: summary) { folder in
            let session = try SessionTables(folder: folder)
            #expect(session.span.end == 61.5)
            #expect(session.recordings.map(\.start) == [0, 41.5])
        }
    }

    // MARK: A folder that is not one

    private func status(_ body: () throws -> Void) -> Int32? {
        do { try body() } catch { return (error as? Failure)?.exitCode }
        return nil
    }

    @Test func aFolderWithoutResults() {
        #expect(
            status { _ = try SessionTables(folder: "/nowhere") } == Failure.Kind.noInput.rawValue)
    }

    @Test(arguments: [
        "", "{}", "[1]", "{\"seats\": [1, 2], \"source\": {\"duration\": 1}}",
        "{\"seats\": [\"a\", \"b\"], \"source\": {\"duration\": 1e300}}",
        "{\"seats\": [\"a\", \"b\"], \"source\": {\"duration\": -1}}",
        "{\"seats\": [\"a\", \"b\"], \"source\": []}",
    ])
    func aSummaryThatIsNone(summary: String) throws {
        #expect(
            try inFolder(summary: summary) { folder in
                status { _ = try SessionTables(folder: folder) }
            } == Failure.Kind.badInput.rawValue)
    }

    @Test(arguments: [
        "seat,posture\n", "seat,posture,side,onset,offset\nsomebody,slumped,,1,2\n",
        "seat,posture,side,onset,offset\nclient,slumped,,x,2\n",
        "seat,posture,side,onset,offset\nclient,slumped,,3,2\n",
        "seat,posture,side,onset,offset\nclient,slumped,,nan,2\n",
    ])
    func aTableThatAttuneDidNotWrite(postures: String) throws {
        #expect(
            try inFolder(postures: postures) { folder in
                status { _ = try SessionTables(folder: folder) }
            } == Failure.Kind.badInput.rawValue)
    }
}
