import Mimicry
import Base
import Foundation
import Posture
import SessionModel
import Testing

@testable import Exports

@Suite struct ExportTests {
    /// Of the fixture's consent.
    private let digest = String(repeating: "1e", count: 32)

    private func helle() -> Session {
        var session = Fixture.helle()
        session.settings.postures = [.init(name: "head_on_hand", conditions: [])]
        return session
    }

    // MARK: Tiers

    @Test func everyPostureLookedForHasATierHeldOrNot() {
        let tiers = Tiers(Fixture.helle(), ticksPerSecond: 1000)
        let looked = PostureDefinition.standard.map(\.name)
        #expect(
            tiers.postures.map(\.name)
                == looked.map { "therapist \($0)" } + looked.map { "client \($0)" })
        #expect(tiers.postures.filter { !$0.stretches.isEmpty }.count == 3)
    }

    @Test func bothSidesAtOnceAreAStretchOfTheirOwn() throws {
        let tiers = Tiers(Fixture.hostile(), ticksPerSecond: 1000)
        #expect(
            try #require(tiers.postures.first).stretches == [
                .init(start: 10100, end: 20000, label: "right"),
                .init(start: 20000, end: 24000, label: "left+right"),
                .init(start: 24000, end: 30250, label: "left"),
            ])
    }

    @Test func aHoldShorterThanATickIsOneTick() throws {
        var session = helle()
        session.postures[0].held = [Fixture.held(.first, "head_on_hand", nil, 1.0001, 1.0002)]
        let tier = try #require(Tiers(session, ticksPerSecond: 1000).postures.first)
        #expect(tier.stretches == [.init(start: 1000, end: 1001, label: "head_on_hand")])
    }

    @Test func namesThatWouldCollideAreTold() {
        var session = Fixture.empty()
        session.seats = ["a", "a b"]
        session.settings.postures = ["b c", "c"].map { .init(name: $0, conditions: []) }
        #expect(
            Tiers(session, ticksPerSecond: 1000).postures.map(\.name)
                == ["a b c", "a c", "a b b c", "a b c (2)"])
    }

    @Test func episodesThatOverlapLieInLanes() {
        var session = helle()
        session.episodes = [0, 5, 30, 31].map { start in
            var episode = Fixture.episode(shared: 5)
            episode.leaderOnset += start
            episode.followerOnset += start
            episode.offset += start
            return episode
        }
        let lanes = Tiers(session, ticksPerSecond: 1000).episodes
        #expect(lanes.map(\.name) == ["episodes", "episodes 2"])
        #expect(lanes.map { $0.items.map(\.start) } == [[10100, 40100], [15100, 41100]])
    }

    // MARK: ELAN

    @Test func elan() throws {
        var session = helle()
        session.origin = SessionOrigin(made: Date(timeIntervalSince1970: 1_767_225_600))
        let lines = try ElanEAF().lines(session)
        #expect(
            lines[1].contains("DATE=\"2026-01-01T00:00:00Z\" FORMAT=\"3.0\" VERSION=\"3.0\""))
        #expect(
            lines[2]
                == "    <LICENSE LICENSE_URL=\"\">Personal data. Use only as the people recorded have"
                + " agreed to: consent of session helle, SHA-256 \(digest).</LICENSE>")
        #expect(
            lines[4]
                == "        <MEDIA_DESCRIPTOR MEDIA_URL=\"./helle.mp4\" MIME_TYPE=\"video/mp4\" "
                + "RELATIVE_MEDIA_URL=\"./helle.mp4\"/>")
        // Three holds and an episode with four details; the six slots of the last two interleave.
        #expect(
            lines[5] == "        <PROPERTY NAME=\"lastUsedAnnotationId\">8</PROPERTY>")
        let slots = lines.filter { $0.contains("<TIME_SLOT ") }.compactMap {
            $0.firstMatch(of: /TIME_SLOT_ID="(ts\d+)" TIME_VALUE="(\d+)"/).map {
                "\($0.1) \($0.2)"
            }
        }
        #expect(
            slots == [
                "ts1 10100", "ts2 10100", "ts3 14100", "ts4 24000", "ts5 24000", "ts6 26500",
                "ts7 32000", "ts8 41000",
            ])
        #expect(
            lines.contains(
                "    <TIER LINGUISTIC_TYPE_REF=\"posture\" PARTICIPANT=\"client\" TIER_ID=\"client head_on_hand\">"
            ))
        #expect(
            lines.contains(
                "    <TIER LINGUISTIC_TYPE_REF=\"episode detail\" PARENT_REF=\"episodes\" TIER_ID=\"episodes lag\">"
            ))
    }

    @Test func elanFindsTheSecondRecordingInStep() throws {
        var session = Fixture.empty()
        session.settings.offset = 1.5
        session.origin = SessionOrigin(made: Date(), media: ["../video/", "../cut/"])
        let text = try ElanEAF().rendered(session)
        #expect(
            text.contains(
                "MEDIA_URL=\"../video/a.mp4\" MIME_TYPE=\"video/mp4\" RELATIVE_MEDIA_URL=\"../video/a.mp4\"/>"
            ))
        #expect(text.contains("RELATIVE_MEDIA_URL=\"../cut/b.mp4\" TIME_ORIGIN=\"-1500\"/>"))
        #expect(text.contains("agreed to.</LICENSE>"))
    }

    @Test func elanLinksNoSeriesAsMedia() throws {
        var session = helle()
        session.settings.series = SeriesSettings(format: "openpose", pixelAspect: 1)
        #expect(try !ElanEAF().rendered(session).contains("MEDIA_DESCRIPTOR"))
    }

    @Test func elanHasNoTimeBeforeTheRecording() throws {
        var session = helle()
        session.postures[0].held = [Fixture.held(.first, "head_on_hand", nil, -0.04, 2)]
        #expect(try ElanEAF().rendered(session).contains("TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"0\""))
    }

    @Test(arguments: [
        ("a.mp4", "video/mp4"), ("a.b.MOV", "video/quicktime"), ("a.mpg", "video/mpeg"),
        ("a.webm", "video/webm"), ("a.mkv", "video/x-matroska"), ("a", "video/*"),
        ("", "video/*"),
    ])
    func elanTellsTheMediaType(file: String, type: String) {
        #expect(ElanEAF.mimeType(of: file) == type)
    }

    // MARK: Praat, captions, BORIS

    @Test func praat() throws {
        var session = helle()
        session.postures[1].held = []
        session.episodes = []
        let text = try PraatTextGrid().rendered(session)
        #expect(
            text.hasPrefix(
                """
                File type = "ooTextFile"
                Object class = "TextGrid"

                xmin = 0\u{20}
                xmax = 50\u{20}
                tiers? <exists>\u{20}
                size = 3\u{20}
                item []:\u{20}
                    item [1]:
                        class = "IntervalTier"\u{20}
                        name = "therapist head_on_hand"\u{20}
                        xmin = 0\u{20}
                        xmax = 50\u{20}
                        intervals: size = 3\u{20}
                        intervals [1]:
                            xmin = 0\u{20}
                            xmax = 10.1\u{20}
                            text = ""\u{20}
                        intervals [2]:
                            xmin = 10.1\u{20}
                            xmax = 24\u{20}
                            text = "right"\u{20}
                        intervals [3]:
                            xmin = 24\u{20}
                            xmax = 50\u{20}
                            text = ""\u{20}

                """))
    }

    @Test func praatCoversWhatLiesOutsideTheRecording() throws {
        var session = helle()
        session.postures[0].held = [
            Fixture.held(.first, "head_on_hand", nil, -0.5, 1),
            Fixture.held(.first, "head_on_hand", nil, 49, 60),
        ]
        let lines = try PraatTextGrid().lines(session)
        #expect(lines[2] == "xmin = -0.5 " && lines[3] == "xmax = 60 ")
    }

    @Test func captions() throws {
        var session = helle()
        session.episodes[0].followerOnset = 3661.5
        session.episodes[0].offset = 3662
        #expect(
            try WebVTT().rendered(session).hasPrefix(
                """
                WEBVTT

                NOTE attune 9.8.7, episodes of helle.mp4

                NOTE consent, SHA-256 \(digest)

                1
                01:01:01.500 --> 01:01:04.500
                The client rested their head on their left hand 4.0 s after
                """))
    }

    @Test func boris() throws {
        let lines = try Boris().lines(helle())
        #expect(lines[0] == Boris.columns.joined(separator: "\t"))
        #expect(
            lines[1]
                == "helle\t\tattune 9.8.7; consent, SHA-256 \(digest)\t50.000\tMedia file(s)\t"
                + "player #1:helle.mp4\t0\t50.000\t"
                + "25.000\ttherapist\thead_on_hand\tposture\tright\tSTART\t10.100\thelle.mp4\tNA\tNA\t"
                + "\thead_on_hand\tright")
        #expect(
            lines.dropFirst().map { line in
                let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                return [9, 10, 12, 13, 14, 18].map { String(cells[$0]) }.joined(separator: " | ")
            } == [
                "therapist | head_on_hand | right | START | 10.100 | ",
                "client | head_on_hand | left | START | 14.100 | ",
                "client | mimicry of head_on_hand | mirror | START | 14.100 | "
                    + "leader therapist, lag 4.000 s",
                "client | mimicry of head_on_hand | mirror | STOP | 24.000 | ",
                "therapist | head_on_hand | right | STOP | 24.000 | ",
                "client | head_on_hand | left | STOP | 26.500 | ",
                "client | absent |  | START | 32.000 | ", "client | absent |  | STOP | 41.000 | ",
            ])
    }

    @Test func borisQuotesATabAndALineBreak() throws {
        let text = try Boris().rendered(Fixture.hostile())
        #expect(text.contains("\t\"Ana\tLuísa\n\n🙂 ]]>\"\t"))
    }

    // MARK: JSON

    @Test func jsonHasWhatSessionJSONHasAndTheTables() throws {
        let session = Fixture.hostile()
        let value = try #require(JSONValue(parsing: try SessionExportJSON().bytes(session)))
        #expect(value["settings"] == SessionJSON.value(session)["settings"])
        guard case .array(let unknown)? = value["unknown"] else {
            Issue.record("no list of unknown")
            return
        }
        #expect(unknown.count == 1 && unknown[0]["start"] == 32 && unknown[0]["end"] == 41)
        guard case .array(let rows)? = value["episodes"] else {
            Issue.record("no episodes")
            return
        }
        #expect(rows[0]["leader_side"] == "right" && rows[0]["p_value"] == .null)
        #expect(rows[1]["leader_side"] == .null && rows[1]["p_value"] == 0.25)
    }

    @Test func jsonHasARowALine() throws {
        let lines = try SessionExportJSON().lines(Fixture.hostile())
        let start = try #require(lines.firstIndex(of: "  \"timeline\": ["))
        #expect(
            lines[(start + 1)...] == [
                "    {\"time\":0,\"mimicry_percentile\":null,\"shared_postures\":0,"
                    + "\"leader_balance\":null,\"quality\":0.5},",
                "    {\"time\":1,\"mimicry_percentile\":97.13,\"shared_postures\":2,"
                    + "\"leader_balance\":-0.5,\"quality\":1}",
                "  ]", "}",
            ])
    }

    // MARK: Landmarks

    private func landmarks(_ picture: StoredPicture) throws -> [String] {
        let bytes = try FileWriter.bytes { output throws(Failure) in
            let table = LandmarksCSV(seats: ["a, b", "c"], pictures: [picture])
            try table.writeHeader(to: &output)
            try table.write(Fixture.landmarks(), to: &output)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func landmarksHaveARowEach() throws {
        let lines = try landmarks(StoredPicture(width: 640, height: 480))
        #expect(lines.count == 34)
        #expect(lines[0] == "time,seat,landmark,x,y,z,visibility")
        #expect(lines[1] == "0.040,\"a, b\",nose,0.25,100,-1.5,0.988")
        #expect(lines[33] == "0.040,\"a, b\",right_foot_index,32.25,100,-1.5,")
    }

    /// Where the nose, at (0.25, 100) as shown, lies in a stored picture of 720 × 576 pixels, each
    /// 16/15 as wide as high.
    @Test(arguments: [
        (0, "0.23,100"), (90, "93.75,575.75"), (180, "719.77,476"), (270, "626.25,0.25"),
    ])
    func landmarksAreInPixelsOfTheStoredPicture(rotation: Int, place: String) throws {
        let lines = try landmarks(
            StoredPicture(width: 720, height: 576, pixelAspect: 16.0 / 15, rotation: rotation))
        #expect(lines[1] == "0.040,\"a, b\",nose,\(place),-1.5,0.988")
    }
}
