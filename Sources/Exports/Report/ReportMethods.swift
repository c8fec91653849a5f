import Base
import Mimicry
import Posture
import SessionModel

/// How to cite, and the paragraph that a methods section needs, with the settings that were in force.
struct ReportMethods {
    let session: Session
    let say: Phrases

    init(session: Session, in say: Phrases = .english) {
        self.session = session
        self.say = say
    }

    /// The program as a reference.
    var citation: String { say("methods.citation", ["version": .text(session.attune)]) }

    /// Everything needed to repeat the measurement.
    var paragraph: String {
        [measured, postures, episodes, synchrony, chance, together, quality, happened]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func sentences(_ parts: [String?]) -> String {
        parts.compactMap { $0 }.joined(separator: " ")
    }

    private var measured: String {
        let version = PhraseArgument.text(session.attune)
        let rate = PhraseArgument.text(
            say.number(session.source.map(\.rate).min() ?? 0, decimals: 2, atLeast: 0))
        if let series = session.settings.series {
            return say(
                "methods.series",
                ["format": .text(series.format), "rate": rate, "version": version])
        }
        return sentences([
            say("methods.video", ["version": version, "rate": rate]), alignment, mirrored,
            session.settings.scene == .walking ? say("methods.steps") : nil,
        ])
    }

    private var mirrored: String? {
        guard let mirrored = session.settings.mirrored else { return nil }
        let people = Seat.allCases.filter(mirrored.covers).map(session.name(of:))
        guard people.count == 2 else {
            return say("methods.mirrored", ["who": .person(people.first ?? "")])
        }
        return say(
            "methods.mirrored_both", ["first": .person(people[0]), "second": .person(people[1])])
    }

    /// How two recordings were brought onto one clock.
    private var alignment: String? {
        guard let basis = session.settings.offsetBasis else { return nil }
        let offset = PhraseArgument.plain(session.settings.offset)
        switch basis.source {
        case .assumed: return say("methods.offset_assumed")
        case .given: return say("methods.offset_given", ["offset": offset])
        case .sound:
            let error =
                basis.error.map { say("methods.offset_error", ["error": .plain($0)]) } ?? ""
            return say(
                basis.drift == 0 ? "methods.offset_sound" : "methods.offset_sound_drift",
                [
                    "offset": offset, "error": .text(error),
                    "drift": .number(basis.drift * 1e6, decimals: 0),
                ])
        }
    }

    private var postures: String {
        let names = session.settings.postures.map { say.posture($0.name) }
        guard !names.isEmpty else { return say("methods.no_postures") }
        return sentences([
            say("methods.postures", ["postures": .text(names.joined(separator: ", "))]), rest,
            ValidationWords.paragraph(session.settings.postures, in: say),
        ])
    }

    private var rest: String {
        guard let rest = session.settings.rest else { return say("methods.rest_found") }
        return say(
            "methods.rest_declared",
            ["start": .duration(rest.start), "end": .duration(rest.end)])
    }

    private var episodes: String {
        let settings = session.settings.episodes
        let undecided =
            settings.undecided > settings.simultaneous
            ? say("methods.undecided", ["seconds": .plain(settings.undecided)]) : ""
        let notAdopted = session.settings.postures.filter { !$0.isAdopted }.map(\.name)
        return sentences([
            say(
                "methods.episodes",
                [
                    "grace": .plain(settings.grace), "lag": .plain(settings.maxLag),
                    "ownLags": .text(ownLags),
                    "simultaneous": .plain(settings.simultaneous), "undecided": .text(undecided),
                ]),
            notAdopted.isEmpty
                ? nil : say("methods.not_adopted", ["postures": .postures(notAdopted)]),
        ])
    }

    /// What is of both people at once, where it was measured.
    private var together: String {
        sentences([
            FacingWords(session)?.pValue == nil ? nil : say("methods.facing"),
            DistanceWords(session) == nil
                ? nil
                : say(
                    "methods.distance",
                    [
                        "smallest": .text(say.written("\(DistanceChange.smallest)")),
                        "reach": .count(DistanceChange.reach),
                    ]),
            session.chance?.breathing == nil ? nil : say("methods.breathing"),
        ])
    }

    /// Postures with a longest lag of their own.
    private var ownLags: String {
        let own = session.settings.postures.compactMap { definition in
            definition.maxLag.map {
                say("methods.own_lag", ["lag": .plain($0), "posture": .posture(definition.name)])
            }
        }
        return own.isEmpty ? "" : " (\(say.list(own)))"
    }

    private var synchrony: String {
        let settings = session.settings.synchrony
        return say(
            "methods.synchrony",
            [
                "window": .plain(settings.window), "step": .plain(settings.step),
                "lag": .plain(settings.maxLag), "region": .plain(settings.peakRegion),
                "share": .percent(settings.peakShare), "valid": .percent(settings.minValid),
                "first": .person(session.seats[0]),
            ])
    }

    private var chance: String {
        let settings = session.settings.surrogates
        guard let chance = session.chance, settings.count > 0 else {
            return say("methods.untested")
        }
        // What was done against common liveliness.
        let movement = chance.method > 1 ? say("methods.movement") : ""
        return say(
            "methods.chance",
            [
                "count": .count(chance.episodes?.surrogates ?? settings.count),
                "rate": .plain(settings.rate),
            ]) + " " + movement
    }

    private var quality: String {
        let shares = zip(session.seats, session.quality.coverage).map {
            say("methods.share", ["who": .person($0), "share": .percent($1)])
        }
        let masked = session.quality.identity.reduce(0) { $0 + $1.end - $1.start }
        let doubt = session.settings.keepUncertain ? "methods.doubt_kept" : "methods.doubt_out"
        return sentences(
            [say("methods.seen", ["shares": .text(shares.joined(separator: ", "))])] + seldom
                + [masked > 0 ? say(doubt, ["time": .duration(masked)]) : nil])
    }

    /// What was told of the session, and what was done with it.
    private var happened: String {
        let told = session.settings.covariates
        let seconds = session.excluded.reduce(0) { $0 + $1.duration }
        return sentences([
            session.excludedShare.map {
                say("methods.excluded", ["time": .duration(seconds), "share": .percent($0)])
            },
            told?.events.map {
                say(
                    "methods.events",
                    ["events": .count($0.times.count), "window": .plain($0.window)])
            },
            told?.turns == nil ? nil : say("methods.turns"),
        ])
    }

    /// Channels that were measured for less than half of the time: presence is not coverage.
    private var seldom: [String] {
        Seat.allCases.compactMap { seat in
            let few = SeatQuality(session: session, seat: seat).channels.filter { $0.share < 0.5 }
            guard !few.isEmpty else { return nil }
            let names = few.map { "\(say.name($0.channel)) \(say.percent($0.share))" }
            return say(
                "methods.seldom",
                [
                    "who": .person(session.name(of: seat)),
                    "channels": .text(names.joined(separator: ", ")),
                ])
        }
    }
}
