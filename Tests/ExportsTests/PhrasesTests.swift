import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// The languages of the report, held against each other, against the code and against what they are for.
@Suite struct PhrasesTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let exports = repository.appendingPathComponent("Sources/Exports")
    private static let others = Phrases.all.map(\.language).filter { $0 != "en" }

    private let german = Phrases.of("de") ?? .english

    // MARK: The tables

    @Test func everyFileIsALanguage() throws {
        let folder = Self.exports.appendingPathComponent("Resources")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("strings-") }
        #expect(
            Set(files) == Set(Phrases.all.map { "strings-\($0.language).json" }),
            "a language needs a line in Package.swift and one in Phrases.all")
        for file in files {
            let text = try Data(contentsOf: folder.appendingPathComponent(file))
            #expect(Phrases(Array(text)) != nil, "\(file)")
        }
    }

    @Test(arguments: others) func languagesHaveTheSamePhrases(_ language: String) throws {
        let (english, other) = (Phrases.english, try #require(Phrases.of(language)))
        #expect(english.keys.subtracting(other.keys).sorted() == [], "\(other.language) lacks")
        #expect(other.keys.subtracting(english.keys).sorted() == [], "only in \(other.language)")
        for key in english.keys {
            let (one, two) = (
                try #require(english.template(key)), try #require(other.template(key))
            )
            #expect(filled(one).isSubset(of: two.places), "\(key) in \(language)")
            #expect(filled(two).isSubset(of: one.places), "\(key) in \(language)")
        }
    }

    /// Places that are filled; a language may need a choice where another does not.
    private func filled(_ template: PhraseTemplate) -> Set<String> {
        Set(
            template.pieces.compactMap { piece in
                if case .place(let name, _, _) = piece { name } else { nil }
            })
    }

    @Test func noChoiceLacksAForm() {
        let categories: [Set<String>] = [
            ["one", "other"], ["left", "right"], ["mirror", "identical", "none"],
            ["above", "below"], ["pause", "camera"], ["frontal", "sideways", "oblique"],
            ["never", "once", "twice"], ["first", "second"], ["clockwise", "counterclockwise"],
        ]
        for phrases in Phrases.all {
            for key in phrases.keys {
                for case .choice(let name, let forms) in phrases.template(key)?.pieces ?? [] {
                    #expect(
                        categories.contains(Set(forms.keys)),
                        "\(phrases.language) \(key): \(name) has \(forms.keys.sorted())")
                }
            }
        }
    }

    /// Keys that code names in full, and the beginnings of those that it makes.
    private static func named() throws -> (keys: Set<String>, beginnings: Set<String>) {
        var (keys, beginnings): (Set<String>, Set<String>) = ([], ["did.", "had."])
        let files = FileManager.default.enumerator(at: exports, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init()
        where ["swift", "js", "html"].contains(file.pathExtension) {
            let text = try String(contentsOf: file, encoding: .utf8)
            if file.pathExtension == "swift" {
                for match in text.matches(of: /"([a-z_]+\.[a-z0-9_.\-]*)("|\\\()/) {
                    if match.2 == "\"" {
                        keys.insert(String(match.1))
                    } else {
                        beginnings.insert(String(match.1))
                    }
                }
                for match in text.matches(of: /under: "([a-z]+)"/) {
                    beginnings.insert("\(match.1).")
                }
            } else {
                for match in text.matches(of: /\{\{([a-z_]+\.[a-z_.]+)/) {
                    keys.insert(String(match.1))
                }
            }
        }
        return (keys, beginnings)
    }

    @Test func codeAndTableNameTheSameKeys() throws {
        let (keys, beginnings) = try Self.named()
        let unused = Phrases.english.keys.filter { key in
            !keys.contains(key) && key != "role" && !beginnings.contains(where: key.hasPrefix)
                && !keys.contains { key.hasPrefix($0 + ".") }
        }
        #expect(unused.sorted() == [], "no code asks for these")
        let families = Set(Phrases.english.keys.compactMap { $0.split(separator: ".").first })
        let missing = keys.filter { key in
            families.contains(key.split(separator: ".")[0]) && !Phrases.english.has(key)
                && !Phrases.english.keys.contains { $0.hasPrefix(key + ".") }
        }
        #expect(missing.sorted() == [], "no language has these")
    }

    @Test func everyNameOfTheDataHasWords() {
        let definitions = Settings().postures.map(\.name) + [EpisodeDetector.absent]
        for phrases in Phrases.all {
            for name in definitions {
                for family in ["posture", "did", "had"] {
                    #expect(phrases.has("\(family).\(name)"), "\(phrases.language) \(name)")
                }
            }
            for channel in Channel.allCases {
                #expect(phrases.has("channel.\(channel.rawValue)"), "\(channel)")
            }
            for mark in ReviewSummary.Mark.allCases {
                #expect(phrases.has("mark.\(mark.rawValue)"), "\(mark)")
            }
        }
    }

    // MARK: Templates

    @Test func placesAreFilledInflectedAndChosen() throws {
        let template = try #require(
            PhraseTemplate("{Who} {n|one:ist|other:sind} bei {other.dative}: {n}."))
        let text = template.text { place in
            switch place {
            case "who": .text("anna")
            case "n": .count(2)
            case "other": .person("client")
            default: nil
            }
        } rendering: {
            german.text($0, $1)
        }
        #expect(text == "Anna sind bei der Klient*in: 2.")
        #expect(template.places == ["who", "n", "other"])
        for damaged in ["{", "{a", "a}", "{}", "{a|b}"] {
            #expect(PhraseTemplate(damaged) == nil, "\(damaged)")
        }
        #expect(PhraseTemplate("")?.pieces == [])
    }

    @Test func whatIsMissingIsSaidInEnglishAndThenByItsKey() throws {
        let text = """
            {"language": "xx", "name": "X", "phrases": {"head.session": "S"},
             "numbers": {"decimal": ",", "group": "", "minus": "-", "keeps_capitals": true}}
            """
        let other = try #require(Phrases(Array(text.utf8)))
        #expect(other("head.session") == "S")
        #expect(other("tile.shared") == "in a shared posture")
        #expect(other("no.such_phrase") == "no.such_phrase")
        #expect(Phrases(Array("{}".utf8)) == nil)
    }

    @Test func scriptsHoldPhrasesAsText() throws {
        let text = """
            {"language": "xx", "name": "X", "phrases": {"a.b": "\\"`$`\\\\ {who}\\n'"},
             "numbers": {"decimal": ",", "group": "", "minus": "-", "keeps_capitals": true}}
            """
        let other = try #require(Phrases(Array(text.utf8)))
        let script = other.script("say(`{{a.b who=f(1)}}`, \"{{numbers.decimal}}\");")
        #expect(script == "say(`\\\"\\`\\$\\`\\\\ ${f(1)}\\n\\'`, \",\");")
    }

    // MARK: Numbers

    @Test func numbersAreWrittenAsTheLanguageHasThem() {
        #expect(german.number(3.14159, decimals: 2) == "3,14")
        #expect(german.number(-0.5, decimals: 1) == "−0,5")
        #expect(german.count(4321) == "4321")
        #expect(german.count(1_234_567) == "1\u{202F}234\u{202F}567")
        #expect(german.count(12_345) == "12\u{202F}345")
        #expect(Phrases.english.count(1_234_567) == "1234567")
        #expect(german.p(0.0321) == "p = 0,032")
        #expect(german.p(0.0001) == "p < 0,001")
        #expect(german.percent(0.123) == "12 %")
        #expect(german.percent(0.001) == "weniger als 1 %")
        #expect(german.percent(0.999) == "mehr als 99 %")
        #expect(german.duration(9.94) == "9,9 s")
        #expect(german.duration(200) == "3 min 20 s")
        #expect(german.duration(3720) == "1 h 2 min")
        #expect(german.clock(14) == "14,0 s")
        #expect(german.clock(3725.3) == "1:02:05,3")
        #expect(german.times(1) == "einmal" && german.times(13) == "13-mal")
        #expect(german.list(["a", "b", "c"]) == "a, b und c")
        #expect(german.list(["a", "b"], joined: "or") == "a oder b")
    }

    @Test(arguments: [
        ("", "en"), ("de", "de"), ("de-AT, en;q=0.5", "de"), ("fr, de;q=0.3, en;q=0.2", "de"),
        ("en-GB, de;q=0.9", "en"), ("de;q=0.2, en;q=0.7", "en"), ("de;q=0", "en"),
        ("de;q=nan", "en"), ("DE-de", "de"), ("fr, it", "en"), (";;,,q=", "en"), ("de;q=x", "en"),
    ]) func theBrowsersFirstLanguageIsTaken(_ header: String, _ language: String) {
        #expect(Phrases.preferred(header).language == language)
    }
}
