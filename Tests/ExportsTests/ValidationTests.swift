import Mimicry
import Posture
import SessionModel
import Testing

@testable import Exports

/// That tables, report and printed episodes say which postures were held against codings of real people.
@Suite struct ValidationTests {
    private let held = PostureValidation(
        material: "four clips", clips: 3, seconds: 12.4, codersKappa: 0.87, kappa: [0.84, 0.86],
        note: "two annotators, not human raters")

    private func session(_ validation: PostureValidation?) -> Session {
        var session = Fixture.helle()
        session.state(validation, of: "head_on_hand")
        return session
    }

    @Test func tablesHaveAColumnForIt() throws {
        for (validation, word) in [(held, "yes"), (nil, "no")] as [(PostureValidation?, String)] {
            let session = session(validation)
            let postures = try PosturesCSV().lines(session)
            #expect(postures[0].hasSuffix(",validated,reason"))
            #expect(postures[1].contains("head_on_hand") && postures[1].hasSuffix(",\(word),"))
            #expect(try EpisodesCSV().lines(session)[1].hasSuffix(",\(word)"))
        }
    }

    /// A table of before there was one is read.
    @Test func readersDoNotAskForIt() {
        #expect(!PosturesCSV.columns.contains("validated"))
        #expect(!EpisodesCSV.columns.contains("validated"))
    }

    @Test func aPostureThatTheSettingsDoNotKnowIsNotValidated() {
        #expect(!session(held).isValidated("of another set"))
        var none = session(held)
        none.settings.scoring.postures = []
        #expect(!none.isValidated("head_on_hand"))
    }

    @Test func printedEpisodesAreMarked() {
        let episode = Fixture.episode("head_on_hand")
        #expect(ValidationWords.mark(episode, in: session(held)) == "")
        #expect(
            ValidationWords.mark(episode, in: session(nil)) == " [not validated on real people]")
    }

    @Test func methodsNameFiguresAndGaps() {
        let methods = ReportMethods(session: session(held)).paragraph
        #expect(methods.contains("Cohen’s κ of head on hand 0.84 and 0.86 (coders 0.87)"))
        #expect(methods.contains("(two annotators, not human raters)."))
        #expect(methods.contains("Not validated on codings of real people: "))
        #expect(methods.contains("slumped"))
        let bare = ReportMethods(session: session(nil)).paragraph
        #expect(bare.contains("Not validated on codings of real people: head on hand, "))
    }

    @Test func theReportSaysItBesideEachPosture() {
        let sections = ReportSections(session(nil))
        #expect(sections.text("episodes")?.contains("not validated") == true)
        #expect(sections.text("sharing")?.contains("head on hand (not validated)") == true)
        let told = ReportSections(session(held))
        #expect(told.text("episodes")?.contains("not validated") == false)
        #expect(
            told.text("settings")?.contains(
                "validated on 12.4 s in 3 of four clips: κ 0.84 / 0.86 with each coder, 0.87 between "
                    + "them (two annotators, not human raters)") == true)
    }
}

extension Session {
    /// Gives a posture's definition a statement.
    mutating func state(_ validation: PostureValidation?, of posture: String) {
        for index in settings.scoring.postures.indices
        where settings.scoring.postures[index].name == posture {
            settings.scoring.postures[index].validation = validation
        }
    }
}
