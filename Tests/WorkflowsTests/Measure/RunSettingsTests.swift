import Base
import Exports
import Foundation
import Posture
import SessionModel
import TestSupport
import Testing
import VisionProtocol
import Workbench

@testable import Workflows

/// What is chosen by hand wins over the settings file, which wins over the standard.
@Suite struct RunSettingsTests {
    private func file(_ text: String) throws -> SettingsFile {
        try TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("lab.json")
            try Data("{\"schema\": 1, \(text)}".utf8).write(to: place)
            return try SettingsFile.load(place.path)
        }
    }

    @Test func withoutAnythingTheStandardHolds() throws {
        let settings = try RunSettings(.init(), nil)
        #expect(settings.rate.description == "12.5" && settings.layout == .auto)
        #expect(settings.precision == .fastest && settings.offset == 0 && settings.swapAt == [])
        #expect(!settings.keepUncertain && settings.scoring == ScoringSettings())
    }

    /// What is said on the page is what the options of the command line are.
    @Test func howASessionWasFilmedIsWhatTheOptionsSay() throws {
        let one = try RunSettings(Filming(layout: .sideBySide, mirrored: .second))
        #expect(one.layout == .sideBySide && one.mirrored == .second)
        #expect(one.offset == 0 && one.offsetBasis.source == .assumed && !one.offsetFromSound)
        let two = try RunSettings(Filming(offset: .seconds(-62.5)))
        #expect(two.offset == -62.5 && two.offsetBasis.source == .given)
        #expect(try RunSettings(Filming(offset: .sound)).offsetFromSound)
    }

    @Test func choicesWinOverTheFile() throws {
        let file = try file(
            """
            "rate": 20, "layout": "side-by-side", "precision": "f32", "offset": 2,
            "swap_at": [3, 4], "keep_uncertain": true, "features": {"smoothing": 0.4}
            """)
        let own = try RunSettings(.init(), file)
        #expect(own.rate.hertz == 20 && own.layout == .sideBySide && own.precision == .f32)
        #expect(own.offset == 2 && own.swapAt == [3, 4] && own.keepUncertain)
        let chosen = try RunSettings(
            .init(
                rate: .native, layout: .auto, precision: .fastest, offset: .seconds(0),
                swapAt: [9, 1],
                keepUncertain: false), file)
        #expect(chosen.rate.hertz == nil && chosen.layout == .auto)
        #expect(chosen.precision == .fastest && chosen.offset == 0 && chosen.swapAt == [1, 9])
        #expect(!chosen.keepUncertain && chosen.scoring.features.smoothing == 0.4)
    }

    @Test(arguments: [
        ("\"layout\": \"round\"", "\"layout\""), ("\"rate\": 0.5", "\"rate\" is 0.5"),
    ])
    func whatTheFileCannotMeanIsRefused(text: String, words: String) throws {
        let file = try file(text)
        let failure = #expect(throws: Failure.self) { try RunSettings(.init(), file) }
        #expect(failure?.kind == .badInput && failure?.what.contains(words) == true)
    }

    @Test func inOnePictureOnlyBothCanBeMirrored() throws {
        func settings(_ mirrored: Mirroring?, _ layout: Layout) throws -> RunSettings {
            try RunSettings(.init(layout: layout, mirrored: mirrored), nil)
        }
        #expect(throws: Failure.self) { try settings(.first, .auto).requireMirroring(cameras: 1) }
        try settings(.both, .auto).requireMirroring(cameras: 1)
        try settings(nil, .auto).requireMirroring(cameras: 1)
        try settings(.second, .sideBySide).requireMirroring(cameras: 1)
        try settings(.second, .auto).requireMirroring(cameras: 2)
        let file = try file("\"mirrored\": \"first\"")
        #expect(try RunSettings(.init(), file).mirrored == .first)
    }

    @Test func whatTheTwoDoIsChosenByHandOrInAFile() throws {
        #expect(try RunSettings(.init(), nil).scene == .seated)
        let walking = try file("\"scene\": \"walking\"")
        #expect(try RunSettings(.init(), walking).scene == .walking)
        #expect(try RunSettings(.init(scene: .seated), walking).scene == .seated)
        #expect(throws: Failure.self) { try file("\"scene\": \"running\"") }
        #expect(throws: Failure.self) {
            try RunSettings(.init(), walking).requireLive(in: walking)
        }
        #expect(walking.past(hasChannels: true) == ["scene"])
    }

    @Test func onlyOfPeopleWhoWalkIsThereATableOfSteps() throws {
        let seated = try ExportFormat.standardWriters().map(\.fileName)
        let walking = try ExportFormat.standardWriters(of: .walking).map(\.fileName)
        #expect(!seated.contains("gait.csv"))
        #expect(Set(walking) == Set(seated + ["gait.csv"]))
    }

    @Test(arguments: [
        (1, "\"offset\": 2", "offset"), (2, "\"layout\": \"side-by-side\"", "layout"),
    ])
    func theFileMustSuitTheVideos(videos: Int, text: String, key: String) throws {
        let file = try file(text)
        let settings = try RunSettings(.init(), file)
        let failure = #expect(throws: Failure.self) {
            try settings.require(videos: videos, in: file)
        }
        #expect(failure?.what.contains("\"\(key)\"") == true)
        try settings.require(videos: 3 - videos, in: file)
    }

    @Test(arguments: [
        ("\"swap_at\": [3]", "swap_at"), ("\"keep_uncertain\": true", "keep_uncertain"),
        ("\"exclude\": [[1, 2]]", "exclude"), ("\"events\": {\"times\": [[1, 2]]}", "events"),
        ("\"turns\": {\"first\": [[1, 2]]}", "turns"),
        ("\"offset\": 1", "offset"), ("\"synchrony\": {\"window\": 300}", "synchrony.window"),
        (
            "\"synchrony\": {\"max_lag\": 30}, \"surrogates\": {\"count\": 99, \"rate\": 25}",
            "surrogates.rate"
        ),
    ])
    func whatALiveSessionCannotHonourIsRefused(text: String, key: String) throws {
        let file = try file(text)
        let failure = #expect(throws: Failure.self) {
            try RunSettings(.init(), file).requireLive(in: file)
        }
        #expect(failure?.kind == .badInput && failure?.what.contains("\"\(key)\"") == true)
    }

    @Test func rates() {
        #expect(Rate("native")?.hertz == nil && Rate("25")?.description == "25")
        #expect(Rate("12.5")?.description == "12.5")
        for text in ["", "0.5", "1001", "nan", "fast"] { #expect(Rate(text) == nil) }
    }

    @Test func knowsHowTheOffsetIsKnown() throws {
        let assumed = try RunSettings(.init(), nil)
        #expect(assumed.offset == 0 && assumed.offsetBasis == OffsetBasis(.assumed))
        let given = try RunSettings(.init(offset: .seconds(0)), nil)
        #expect(given.offsetBasis == OffsetBasis(.given) && !given.offsetFromSound)
        #expect(try RunSettings(.init(offset: .sound), nil).offsetFromSound)
        let file = try file(
            """
            "offset": 1.5, "offset_basis": {"source": "sound", "error": 0.002, "drift": 0.0005}
            """)
        let published = try RunSettings(.init(), file)
        #expect(published.offset == 1.5 && !published.offsetFromSound)
        #expect(published.offsetBasis == OffsetBasis(.sound, drift: 0.0005, error: 0.002))
        #expect(throws: Failure.self) {
            try published.require(videos: 1, in: file)
        }
    }
}
