import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// The report in German: whole sentences, and no English between them.
@Suite struct GermanReportTests {
    private let german = Phrases.of("de") ?? .english
    private let seats = ["therapist", "client"]

    private func page(_ session: Session) throws -> String {
        try ReportHTML(library: "var d3 = {};", in: german).rendered(session)
    }

    @Test func tellsTheStoryOfTheExample() {
        #expect(
            EpisodeSentence(Fixture.episode(), seats: seats, in: german).description
                == "Die Klient*in stützte den Kopf auf die linke Hand, 4,0 s nachdem die "
                + "Therapeut*in den Kopf auf die rechte gestützt hatte (spiegelbildlich); beide "
                + "teilten die Haltung 9,9 s lang.")
        let own = Fixture.episode(
            "hand_on_hip", leaderSide: nil, followerSide: nil, congruence: .unsided, shared: 0)
        #expect(
            EpisodeSentence(own, seats: ["Anna", "left"], in: german).description
                == "Die Person links nahm die Haltung „hand on hip“ ein, 4,0 s nachdem Anna sie "
                + "eingenommen hatte; jene Haltung war da gerade beendet.")
    }

    @Test func findingsCountInWholeSentences() {
        let session = Fixture.helle()
        let findings = SessionFindings(session, in: german)
        #expect(
            findings.headline
                == "Einmal übernahm die Klient*in eine Haltung, die die Therapeut*in gerade einnahm."
        )
        #expect(german("tile.episodes", ["count": .count(1)]) == "Episode")
        #expect(german("tile.episodes", ["count": .count(0)]) == "Episoden")
        #expect(
            german("talk.listened", ["adoptions": .count(1), "listened": .count(1)])
                == "Von 1 Übernahme geschah 1 beim Zuhören.")
        #expect(
            german("talk.listened", ["adoptions": .count(5), "listened": .count(2)])
                == "Von 5 Übernahmen geschahen 2 beim Zuhören.")
        #expect(
            german("responses.led", ["who": .person("father")]) == "geführt von dem Vater")
    }

    @Test func thePageSaysThatItIsGerman() throws {
        let page = try page(Fixture.helle())
        for piece in [
            "<html lang=\"de\">", "Sitzung helle", "helle.mp4 · 50,0\u{A0}s",
            "mindestens 1 s", "höchstens 10\u{A0}s nach", "die Klient*in 80\u{A0}%",
            "Zwischen 3,0\u{A0}s und 4,5\u{A0}s ist unsicher, wer wer ist.", "„Alles drucken“",
            "\"title\":\"Kopf auf der Hand\"",
        ] {
            #expect(page.contains(piece), "\(piece)")
        }
        #expect(!page.contains("{{"))
    }

    /// The texts of the English table that are long enough to be told from a name or a German word.
    private static let english: [(key: String, text: String)] = Phrases.english.keys.sorted()
        .flatMap { key in
            (Phrases.english.template(key)?.pieces ?? []).compactMap { piece in
                guard case .text(let text) = piece, text.count >= 12,
                    Phrases.of("de")?.template(key)?.pieces.contains(.text(text)) == false
                else { return nil }
                return (key, text)
            }
        }

    @Test func noEnglishStandsBetween() throws {
        var rich = SyntheticHour.session(seconds: 120)
        rich.markers = [.init(time: 12.5, text: "–")]
        rich.quality.gaps = [.init(start: 20, end: 24, reason: .pause)]
        rich.warnings = [
            "the session was cut off after 44.7 s: the program was killed or the computer went down"
        ]
        for session in [rich, Fixture.empty(), Fixture.helle()] {
            var session = session
            session.warnings = session.warnings.filter { $0 != "The file ends early." }
            // Remarks in style and scripts are for programmers.
            let page = try page(session).split(separator: "\n")
                .filter { !$0.contains("//") && !$0.contains("/*") }.joined(separator: "\n")
            for (key, text) in Self.english {
                #expect(!page.contains(HTML.prose(text)), "\(key): \(text)")
            }
        }
    }

    // MARK: Warnings, which a record keeps in English

    @Test(arguments: [
        (
            "the therapist was seen only twice to take up a posture that both showed: the number of episodes says little",
            "bei der Therapeut*in war nur zweimal zu sehen, wie eine Haltung eingenommen wurde, die beide zeigten: Die Zahl der Episoden besagt wenig"
        ),
        (
            "the client could be measured in 61 % of the session only",
            "die Klient*in war nur in 61 % der Sitzung messbar"
        ),
        (
            "trunk_lean and left_hand_x of the client do not change, so that nothing can be compared with it",
            "bei der Klient*in ändern sich diese Kanäle nicht, sodass sich nichts damit vergleichen lässt: Rumpfneigung zur Seite und Linke Hand waagerecht"
        ),
        (
            "the picture seems to be turned by 3° clockwise, as heads and shoulders of both say; this is taken out of all angles, but level the camera next time",
            "das Bild scheint um 3° im Uhrzeigersinn gedreht zu sein, wie Köpfe und Schultern beider zeigen; aus allen Winkeln ist das herausgerechnet, doch richten Sie die Kamera beim nächsten Mal gerade aus"
        ),
        (
            "both people's motion energy jumps together in 1 of 900 samples, far above everything else, as where a video is cut; that sample was left out",
            "die Bewegungsenergie beider Personen springt in 1 von 900 Messwerten gemeinsam weit über alles andere, wie bei einem Schnitt im Video; dieser Wert wurde ausgelassen"
        ),
        (
            "in 2 places no picture is stored for 3 s or more, 12.5 s in all (the longest: 8.2 s from 65.0 s on); nothing is measured there",
            "an 2 Stellen ist mindestens 3 s lang kein Bild gespeichert, insgesamt 12,5 s (am längsten: 8,2 s ab 65,0 s); dort ist nichts gemessen"
        ),
    ]) func warningsAreSaidInGerman(_ warning: String, _ german: String) {
        #expect(
            self.german.translation(of: warning, under: "warning", seats: seats) == german)
    }

    @Test func whatIsNotAWarningOfOursIsNotTranslated() {
        for text in [
            "", "The file ends early.",
            "the supervisor could be measured in 61 % of the session only",
            "the client could be measured in many % of the session only",
            "the session was cut off after 1.0 s", String(repeating: "a, ", count: 5000),
        ] {
            #expect(german.translation(of: text, under: "warning", seats: seats) == nil, "\(text)")
        }
    }

    /// Every warning of the stored sessions, which come from the code that makes them.
    @Test func everyStoredWarningHasGermanWords() throws {
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Golden")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: golden.path) {
            let file = golden.appendingPathComponent("\(name)/session.json")
            guard let data = try? Data(contentsOf: file),
                let json = JSONValue(parsing: Array(data)),
                case .array(let warnings) = json["warnings"], case .array(let seats) = json["seats"]
            else { continue }
            for warning in warnings.compactMap(\.stringValue) {
                count += 1
                #expect(
                    german.translation(
                        of: warning, under: "warning", seats: seats.compactMap(\.stringValue))
                        != nil, "\(warning)")
            }
        }
        #expect(count > 10)
    }

    @Test func anUnknownWarningStandsInEnglishUnderAGermanLine() throws {
        var session = Fixture.helle()
        session.warnings = [
            "an odd thing happened",
            "b.mp4: the video is interlaced; its half-pictures were joined",
            "nothing was tested against chance: the settings ask for no surrogates",
        ]
        let page = try page(session)
        #expect(page.contains("<li>B.mp4: das Video besteht aus Halbbildern"))
        #expect(page.contains("<li>Nichts wurde gegen den Zufall geprüft: Die Einstellungen"))
        #expect(
            page.contains(
                "Folgende Hinweise liegen nur auf Englisch vor:</p><ul class=\"warnings\" lang=\"en\">\n"
                    + "<li>An odd thing happened.</li>"))
    }

    @Test func aReviewIsSaidAsTheSessionSaysIt() {
        var review = ReviewSummary(coder: "K1")
        review.measured = 9
        review.confirmed = 3
        review.unsure = 1
        review.added = 2
        review.lost = 1
        #expect(ReviewWords(review, in: .english).clause == review.clause)
        #expect(ReviewWords(review, in: .english).cautions == review.cautions)
        #expect(
            ReviewWords(review, in: german).clause
                == "durchgesehen von K1: 4 von 9 gemessenen Episoden (3 bestätigt, 1 unsicher), und 2 hinzugefügt"
        )
    }

    @Test func postureReasonsAreSaidInGerman() {
        let requirement = PostureRequirement(
            signal: "head_turn", direction: .below, value: 40,
            reason: "the head is turned from the camera")
        #expect(
            UntoldWords.clause(.requirement(requirement), "client", in: german)
                == "der Kopf der Klient*in ist von der Kamera abgewandt")
    }
}
