import Mimicry
import Foundation
import Posture
import TestSupport
import Testing

@testable import Base
@testable import SessionModel

@Suite struct SettingsFileTests {
    private func read(_ text: String) throws(Failure) -> SettingsFile {
        try SettingsReader(path: "lab.json").settings(Array(text.utf8))
    }

    private func failure(_ text: String) -> Failure? {
        #expect(throws: Failure.self) { try read(text) }
    }

    @Test func whatItLeavesOutIsStandard() throws {
        let file = try read("{\"schema\": 1}")
        #expect(file == SettingsFile(path: "lab.json"))
        #expect(file.scoring == ScoringSettings())
        #expect(file.rate == nil && file.swapAt == nil && file.keepUncertain == nil)
        #expect(try read("\u{FEFF} {\"schema\": 1, \"episodes\": {}}") == file)
    }

    @Test func everyKeyArrivesWhereItBelongs() throws {
        let file = try read(
            """
            {"schema": 1, "rate": 29.97, "layout": "side-by-side", "precision": "f32",
             "offset": -1.5, "swap_at": [754.25, 12], "keep_uncertain": true,
             "confinement": {"landlock_abi": 0, "seccomp": false},
             "series": {"format": "openpose", "pixel_aspect": 1.094, "energy_unit": 1},
             "features": {"minimum_score": 0.4, "minimum_visibility": 0.3,
               "minimum_hand_visibility": 0.7, "minimum_face_score": 0.6,
               "largest_face_mismatch": 0.25, "smoothing": 0},
             "postures": [{"name": "nicken", "min_hold": 0.5, "conditions": [
               {"signal": "head_nod", "direction": "below", "enter": -20, "leave": -10}]}],
             "episodes": {"max_lag": 4, "grace": 1, "simultaneous": 0.1, "unknown_margin": 0.5},
             "synchrony": {"window": 60, "step": 10, "max_lag": 8, "min_valid": 0.75,
               "peak_region": 1, "peak_share": 0.25},
             "surrogates": {"count": 5000, "seed": 42, "rate": 8, "level": 0.01}}
            """)
        #expect(file.rate == "29.97" && file.layout == "side-by-side" && file.precision == "f32")
        #expect(file.offset == -1.5 && file.swapAt == [12, 754.25] && file.keepUncertain == true)
        #expect(file.series == SeriesSettings(format: "openpose", pixelAspect: 1.094))
        let scoring = file.scoring
        #expect(
            scoring.features
                == FeatureSettings(
                    minimumScore: 0.4, minimumVisibility: 0.3, minimumHandVisibility: 0.7,
                    minimumFaceScore: 0.6, largestFaceMismatch: 0.25, smoothing: 0))
        #expect(scoring.postures.map(\.name) == ["nicken"])
        #expect(scoring.postures[0].minimumHold == 0.5 && scoring.postures[0].bridge == 0.5)
        #expect(
            scoring.episodes
                == .init(maxLag: 4, grace: 1, simultaneous: 0.1, unknownMargin: 0.5))
        #expect(
            scoring.synchrony
                == .init(
                    window: 60, step: 10, maxLag: 8, minValid: 0.75, peakRegion: 1, peakShare: 0.25)
        )
        #expect(scoring.surrogates == .init(count: 5000, seed: 42, rate: 8, level: 0.01))
    }

    @Test func whatHappenedInASessionArrives() throws {
        let file = try read(
            """
            {"schema": 1, "exclude": [[60, 90.5], [80, 100], [3, 4]],
             "events": {"file": "knocks.csv", "times": [[20, 20], [200, 230]], "window": 5},
             "turns": {"first": [[0, 3.2], [10, 12]], "second": [[3, 9]]}}
            """)
        let told = try #require(file.scoring.covariates)
        #expect(
            told.excluded == [TimeSpan(start: 3, end: 4), TimeSpan(start: 60, end: 100)])
        #expect(
            told.events?.spans == [TimeSpan(start: 20, end: 25), TimeSpan(start: 200, end: 230)])
        #expect(told.turns?.turns.spans.map(\.count) == [2, 1])
        // As session.json has it, it comes back.
        var settings = Settings()
        settings.scoring = file.scoring
        let again = try read(
            "{\"schema\": 1, " + settings.json.text(.compact).dropFirst())
        #expect(again.scoring.covariates == told)
    }

    @Test(arguments: [
        ("\"exclude\": [[90, 60]]", "[60, 120]"), ("\"exclude\": [60, 90]", "[60, 120]"),
        ("\"exclude\": [[1, 1.01]]", "[60, 120]"), ("\"events\": {\"window\": -1}", "0 to 600"),
        ("\"turns\": {\"therapist\": []}", "therapist"),
    ])
    func stretchesThatAreNoneAreRefused(text: String, words: String) {
        let failure = failure("{\"schema\": 1, \(text)}")
        #expect(failure?.description.contains(words) == true, "\(String(describing: failure))")
    }

    @Test func aRateMayBeANumberOrAText() throws {
        for (given, read) in [
            ("25", "25"), ("25.0", "25"), ("\"12.5\"", "12.5"), ("\"native\"", "native"),
        ] {
            #expect(try self.read("{\"schema\": 1, \"rate\": \(given)}").rate == read)
        }
    }

    /// What an arithmetic came to cannot be asked for, and an empty text says nothing.
    @Test func whatOnlyDescribesAMeasurementAsksForNothing() throws {
        let file = try read(
            "{\"schema\": 1, \"precision\": \"\", \"layout\": \"\", \"confinement\": null}")
        #expect(file == SettingsFile(path: "lab.json"))
        #expect(try read("{\"schema\": 1, \"precision\": \"bf16\"}").precision == "fastest")
    }

    /// On a processor without bf16 its fastest is f32, and still its fastest was asked for.
    @Test func whatWasAskedForGoesBeforeWhatWasUsed() throws {
        let file = try read(
            "{\"schema\": 1, \"precision\": \"f32\", \"precision_asked\": \"fastest\"}")
        #expect(file.precision == "fastest")
        let single = try read(
            "{\"schema\": 1, \"precision\": \"f32\", \"precision_asked\": \"f32\"}")
        #expect(single.precision == "f32")
        let refused = failure("{\"schema\": 1, \"precision_asked\": \"bf16\"}")
        #expect(refused?.description.contains("\"f32\" or \"fastest\"") == true)
    }

    @Test func ofAWholeSessionTheSettingsCount() throws {
        let text =
            "{\"schema\": 1, \"attune\": \"1\", \"settings\": {\"rate\": \"10\"}, \"seats\": []}"
        #expect(try read(text).rate == "10")
        #expect(failure("{\"schema\": 1, \"settings\": {\"schema\": 1}}")?.exitCode == 65)
        // A key beside the settings would be believed to be in force.
        #expect(
            failure("{\"schema\": 1, \"settings\": {}, \"rate\": 10}")?.what.contains("rate")
                == true)
    }

    struct Wrong: CustomTestStringConvertible {
        var inside: String
        var says: [String]
        init(_ inside: String, _ says: String...) { (self.inside, self.says) = (inside, says) }
        var testDescription: String { inside }
    }

    @Test(arguments: [
        Wrong("\"synchrony\": {\"windw\": 30}", "unknown key \"windw\" in \"synchrony\"", "window"),
        Wrong("\"windw\": 30", "unknown key \"windw\"", "synchrony"),
        Wrong(
            "\"synchrony\": {\"window\": 1.5}", "\"synchrony.window\" is 1.5", "2 to 600 seconds"),
        Wrong("\"synchrony\": {\"window\": \"30\"}", "\"synchrony.window\" is not a number"),
        Wrong("\"synchrony\": {\"window\": true}", "\"synchrony.window\" is not a number"),
        Wrong("\"synchrony\": {\"window\": null}", "\"synchrony.window\" is not a number"),
        Wrong("\"synchrony\": [30]", "\"synchrony\" is not an object"),
        Wrong("\"synchrony\": {\"window\": 10, \"max_lag\": 11}", "max_lag", "window"),
        Wrong("\"synchrony\": {\"step\": 40}", "step", "window"),
        Wrong("\"synchrony\": {\"peak_region\": 6}", "peak_region", "max_lag"),
        Wrong("\"synchrony\": {\"step\": 0.5, \"max_lag\": 11}", "20 times", "step"),
        Wrong("\"synchrony\": {\"window\": 1e308}", "1e+308", "2 to 600"),
        Wrong("\"episodes\": {\"max_lag\": 0}", "\"episodes.max_lag\" is 0", "0.1 to 60 seconds"),
        Wrong("\"episodes\": {\"max_lag\": 0.2}", "simultaneous"),
        Wrong("\"surrogates\": {\"count\": 18}", "\"surrogates.count\" is 18", "0 for none, or 19"),
        Wrong("\"surrogates\": {\"count\": 1000000}", "19 to 10000"),
        Wrong("\"surrogates\": {\"count\": 100.5}", "not a whole number"),
        Wrong("\"surrogates\": {\"seed\": -1}", "0 to 9007199254740991"),
        Wrong(
            "\"surrogates\": {\"rate\": 2}, \"synchrony\": {\"window\": 4, \"step\": 2, \"max_lag\": 2}",
            "10 points"),
        Wrong("\"surrogates\": {\"count\": 10000, \"rate\": 25}", "100 times as long"),
        Wrong("\"features\": {\"smoothing\": 3}", "\"features.smoothing\"", "0 to 2 seconds"),
        Wrong("\"features\": {\"minimum_score\": 1.1}", "0 to 1"),
        Wrong("\"rate\": 0", "rate", "0.1 to 1000 Hz"),
        Wrong("\"rate\": \"fast\"", "\"native\" or 0.1"),
        Wrong("\"rate\": \"nan\"", "\"native\" or 0.1"),
        Wrong("\"offset\": 90000", "-86399 to 86399 seconds"),
        Wrong("\"precision\": \"f16\"", "\"f32\", \"bf16\" or \"fastest\""),
        Wrong("\"keep_uncertain\": 1", "true or false"),
        Wrong("\"swap_at\": 12", "list"),
        Wrong("\"swap_at\": [12, \"13\"]", "other than numbers"),
        Wrong("\"swap_at\": [-1]", "0 to 172800"),
        Wrong("\"swap_at\": [5, 5.0]", "twice"),
        Wrong("\"series\": {\"pixel_aspect\": 0}", "0.1 to 10"),
        Wrong("\"confinement\": {\"seccomp\": 1}", "confinement.seccomp"),
        Wrong("\"postures\": {}", "list"),
        Wrong("\"postures\": [{\"name\": \"a\"}]", "conditions"),
        Wrong("\"postures\": [\(posture("a b"))]", "not a name"),
        Wrong("\"postures\": [\(posture("a")), \(posture("a"))]", "taken by an earlier one"),
        Wrong("\"postures\": [\(posture("a", "\"min_hold\": 601"))]", "min_hold", "0 to 600"),
        Wrong("\"postures\": [\(posture("a", "\"bridge\": 61"))]", "bridge", "0 to 60"),
        Wrong(
            "\"postures\": [\(posture("a", "\"hold\": 1"))]", "unknown key \"hold\" in posture 1"),
        Wrong(
            "\"postures\": [\(posture("a", enter: "2000"))]",
            "\"enter\" of entry 1 of \"conditions\"",
            "-1000 to 1000"),
        Wrong("\"rate\": 10, \"rate\": 12", "there twice"),
        Wrong("\"schema\": 2", "there twice"),
    ])
    func whatCannotBeInForceIsRefusedByName(_ wrong: Wrong) {
        let failure = failure("{\"schema\": 1, \(wrong.inside)}")
        #expect(failure?.exitCode == 65)
        let line = failure?.description ?? ""
        #expect(line.hasPrefix("settings file lab.json: "))
        for part in wrong.says { #expect(line.contains(part), "\(line)") }
    }

    private static func posture(
        _ name: String, _ more: String = "\"sided\": false", enter: String = "10"
    ) -> String {
        "{\"name\": \"\(name)\", \(more), \"conditions\": [{\"signal\": \"head_tilt\", "
            + "\"direction\": \"above\", \"enter\": \(enter), \"leave\": 5}]}"
    }

    /// Records keep settings through their coder, files by the tables: both have the same keys and values.
    @Test func theTablesAgreeWithTheCoder() throws {
        let settings = Settings(
            rate: "12.5", precision: "bf16",
            confinement: VisionConfinement(landlockAbi: 4, seccomp: true),
            series: SeriesSettings(format: "mea", energyUnit: 255), offset: 0.1, swapAt: [0.2, 4])
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        let coded = JSONValue(parsing: Array(try encoder.encode(settings)))
        #expect(settings.json.text() == coded?.text())
    }

    @Test func theEndsOfARangeBelongToIt() throws {
        let file = try read(
            """
            {"schema": 1, "synchrony": {"window": 600, "step": 600, "max_lag": 60, "min_valid": 1},
             "surrogates": {"count": 19, "seed": 9007199254740991, "rate": 25, "level": 0.5}}
            """)
        #expect(file.scoring.surrogates.seed == 9_007_199_254_740_991)
        #expect(
            try read("{\"schema\": 1, \"surrogates\": {\"count\": 0}}").scoring.surrogates.count
                == 0)
        #expect(try read("{\"schema\": 1, \"postures\": []}").scoring.postures.isEmpty)
    }

    @Test func whatIsNoSettingsFileIsRefused() {
        #expect(failure("")?.what.contains("line 1") == true)
        #expect(failure("{\"schema\": 1,}")?.remedy == "correct it to valid JSON")
        #expect(failure("[]")?.what.contains("not an object") == true)
        #expect(failure("{}")?.what.contains("\"schema\" is not 1") == true)
        #expect(failure("{\"schema\": 2}")?.exitCode == 65)
        let deep = String(repeating: "[", count: 100_000)
        #expect(failure("{\"schema\": 1, \"postures\": \(deep)")?.what.contains("deeply") == true)
    }

    @Test func aMessageStaysALineWhateverIsInTheFile() {
        let long = String(repeating: "x", count: 50_000)
        for text in [
            "{\"schema\": 1, \"\(long)\": 1}", "{\"\(long)\": 1, \"\(long)\": 2}",
            "{\"schema\": 1, \"postures\": [{\"name\": \"\(long)\"}]}",
            "{\"schema\": 1, \"postures\": [\(Self.posture(long))]}",
            "{\"schema\": 1, \"postures\": [\(Self.posture("a", "\"\(long)\": 1"))]}",
            "{\"schema\": 1, \"precision\": \"\(long)\"}", "{\"schema\": 1, \"rate\": \"\(long)\"}",
        ] {
            #expect((failure(text)?.description.utf8.count ?? .max) < 1000)
        }
    }

    @Test func aFileThatCannotBeReadIsSaidToBeMissing() throws {
        try TemporaryFolder.with { place in
            let folder = place.path
            func failure(_ path: String) -> Failure? {
                #expect(throws: Failure.self) { try SettingsFile.load(path) }
            }
            #expect(failure(folder + "/none.json")?.exitCode == 66)
            #expect(failure(folder)?.exitCode == 65)
            let large = folder + "/large.json"
            try Data(repeating: 0x20, count: 1 << 20 + 1).write(to: URL(fileURLWithPath: large))
            #expect(failure(large)?.what.contains("larger than 1 MB") == true)
            let file = folder + "/lab.json"
            try Data("{\"schema\": 1, \"rate\": 10}".utf8).write(to: URL(fileURLWithPath: file))
            #expect(try SettingsFile.load(file).rate == "10")
        }
    }

    @Test(.enabled(if: SchemaCheck.isPossible, "make test puts .deps/test-venv in place"))
    func theSchemaAgreesWithTheReader() throws {
        let good = [
            "\"rate\": \"12.5\"", "\"rate\": 25", "\"precision\": \"\"", "\"confinement\": null",
            "\"swap_at\": [1, 2]", "\"surrogates\": {\"count\": 0}", "\"postures\": []",
            "\"postures\": [\(Self.posture("kopf_schräg1"))]",
            "\"synchrony\": {\"window\": 600, \"max_lag\": 60, \"step\": 5}",
        ]
        let bad = [
            "\"rate\": \"fast\"", "\"rate\": 0", "\"precision\": \"f16\"", "\"layout\": 1",
            "\"confinement\": {\"x\": 1}", "\"swap_at\": [1, 1]", "\"swap_at\": [\"1\"]",
            "\"surrogates\": {\"count\": 18}", "\"surrogates\": {\"count\": 10001}",
            "\"surrogates\": {\"rate\": 0.5}", "\"surrogates\": {\"level\": 0}", "\"episode\": {}",
            "\"episodes\": {\"grace\": 61}", "\"synchrony\": {\"window\": 601}",
            "\"synchrony\": {\"step\": 0.1}", "\"synchrony\": {\"max_lag\": 61}",
            "\"synchrony\": {\"min_valid\": 0}", "\"features\": {\"smoothing\": -1}",
            "\"features\": {\"largest_face_mismatch\": 11}", "\"keep_uncertain\": null",
            "\"postures\": [\(Self.posture("a b"))]", "\"postures\": [\(Self.posture("1a"))]",
            "\"postures\": [\(Self.posture("a", enter: "1001"))]",
            "\"postures\": [\(Self.posture("a", "\"min_hold\": 601"))]",
            "\"postures\": [{\"name\": \"a\", \"conditions\": []}]",
        ]
        let documents =
            ["{\"schema\": 1}", "{}", "{\"schema\": 2}", "[]"]
            + (good + bad).map { "{\"schema\": 1, \($0)}" }
        let read = documents.map { (try? self.read($0)) != nil }
        #expect(read.filter { $0 }.count == good.count + 1)
        #expect(try SchemaCheck.accepted(documents, "settings") == read)
    }
}
