import Base
import Foundation
import Testing

@testable import Posture
@testable import Workflows

/// What a camera check makes of how two people are seen.
@Suite struct CameraSurveyTests {
    /// Somebody who is seen well, half turned to the camera.
    private static let good = CameraView(
        instants: 750, found: 1,
        coverage: [
            .face: 1, .shoulders: 1, .hips: 0.9, .knees: 0.8, .leftHand: 0.9, .rightHand: 0.8,
        ],
        faceHeight: 140, eyeDistance: 66, headTurn: 20, headInProfile: 0, shoulderSpan: 1.6,
        shoulderSlope: 1, headRoll: 2, faceScore: 0.99)

    private func report(
        _ views: [CameraView] = [good, good], rate: Double = 25, overlap: Double? = 0
    ) -> CameraSurvey {
        let names = ["therapist", "client"]
        return CameraSurvey(
            seconds: 60, pictures: [.init(width: 1280, height: 720, rate: rate)],
            people: zip(names, views).map {
                .init(name: $0, view: $1, channels: [], postures: [])
            }, overlap: overlap)
    }

    private func kinds(_ change: (inout CameraView) -> Void) -> [CameraFinding.Kind] {
        var view = Self.good
        change(&view)
        return report([Self.good, view]).findings.map(\.kind)
    }

    @Test func nothingIsSaidOfAGoodPlace() {
        #expect(report().findings.isEmpty && report().isUsable)
        #expect(CameraWords(report()).warning == nil)
        #expect(CameraWords(report()).lines.last == "Nothing to change: both people are seen well.")
    }

    @Test func eachLimitIsFound() {
        #expect(
            kinds {
                $0.headInProfile = 0.6; $0.coverage[.face] = 0.4
            } == [.headInProfile])
        #expect(kinds { $0.shoulderSpan = 0.5 } == [.trunkInProfile])
        #expect(kinds { $0.faceHeight = 40 } == [.faceSmall])
        #expect(kinds { $0.faceHeight = 100 } == [.expressionSmall])
        #expect(kinds { $0.coverage[.face] = 0.6 } == [.faceLost])
        #expect(kinds { $0.coverage[.shoulders] = 0.3 } == [.shouldersHidden])
        #expect(kinds { $0.coverage[.leftHand] = 0.3 } == [.handHidden])
        #expect(kinds { $0.coverage[.hips] = 0 } == [.hipsHidden])
        // Of somebody who is not there nothing else is said.
        #expect(
            kinds {
                $0.found = 0.3; $0.faceHeight = 20; $0.coverage = [:]
            } == [.absent])
        #expect(report(rate: 5).findings.map(\.kind) == [.rate])
        #expect(report(overlap: 0.4).findings.map(\.kind) == [.overlap])
    }

    /// A face that is turned away for part of the time is not lost to the dark.
    @Test func aFaceInProfileIsNotLost() {
        #expect(
            kinds {
                $0.headInProfile = 0.3; $0.coverage[.face] = 0.65
            } == [])
    }

    @Test func findingsNameThePersonAndWhatToDo() throws {
        var view = Self.good
        view.shoulderSpan = 0.5
        let finding = try #require(report([Self.good, view]).findings.first)
        #expect(finding.seat == .second && finding.isGrave)
        #expect(finding.what == "the client is seen in profile")
        #expect(finding.effect.contains("clasped hands"))
        let warning = try #require(CameraWords(report([Self.good, view])).warning)
        #expect(warning.contains("the client is seen in profile (clasped hands"))
        #expect(!warning.contains("\n"))
    }

    /// What holds of both is said once, and what each can do about it, too.
    @Test func theSameOfBothIsOneSentence() {
        var view = Self.good
        view.coverage[.hips] = 0.02
        view.coverage[.leftHand] = 0
        let said = CameraWords.joined(report([view, view]).findings)
        #expect(said.map(\.kind) == [.handHidden, .hipsHidden])
        #expect(
            said[0].what
                == "the therapist’s left hand is never seen, and the client’s left hand is never seen"
        )
        #expect(
            said[1].what.hasPrefix("the therapist’s hips are seen for only 2 % of the time, and "))
        #expect(report([view, view]).findings.count == 4)
    }

    @Test func onlyTwoPeopleWhoAreFoundAreOfUse() {
        var away = Self.good
        away.found = 0.4
        #expect(!report([Self.good, away]).isUsable)
        #expect(!report([away, away]).isUsable)
    }

    /// Slope and roll have opposite signs in a picture that is turned; one who leans has them alone.
    @Test func aTurnedPictureIsKnownByBothPeople() {
        var turned = Self.good
        turned.shoulderSlope = -8
        turned.headRoll = 10
        #expect(abs((report([turned, turned]).roll.degrees ?? 0) - 9) < 1e-9)
        #expect(report([turned, turned]).findings.map(\.kind) == [.roll])
        #expect(report([turned, Self.good]).roll.degrees == nil)
        turned.shoulderSlope = 8
        turned.headRoll = -10
        #expect(abs((report([turned, turned]).roll.degrees ?? 0) + 9) < 1e-9)
        // Mimicry of a tilt moves heads, not shoulders.
        turned.shoulderSlope = 0.5
        #expect(report([turned, turned]).roll.degrees == nil)
    }

    @Test func whatProgramsReadIsComplete() throws {
        var view = Self.good
        view.faceHeight = .nan
        view.coverage[.hips] = 0.2
        let json = report([Self.good, view]).json
        let read = try JSONParser.parse(Array(json.text().utf8))
        #expect(read["schema"] == .integer(1) && read["usable"] == .bool(true))
        guard case .array(let people)? = read["people"], case .array(let found)? = read["findings"]
        else {
            Issue.record("\(json.text())")
            return
        }
        #expect(people.count == 2 && people[1]["face_height"] == .null)
        #expect(people[0]["trunk"] == .string("frontal"))
        #expect(found.map { $0["kind"] } == [.string("hips_hidden")])
        #expect(found[0]["seat"] == .string("client") && found[0]["grave"] == .bool(false))
    }

    @Test func thePageIsWholeAndAsksForNothing() throws {
        let bytes = try FileWriter.bytes { writer throws(Failure) in
            try CameraPage(report()).write(to: &writer)
        }
        let page = String(decoding: bytes, as: UTF8.self)
        #expect(page.contains("<h1>Both people are seen well.</h1>"))
        #expect(
            page.contains("default-src 'none'") && !page.contains("http://") && !page.contains("{{")
        )
        #expect(page.contains("<svg viewBox=\"0 0 1280 720\""))
    }
}
