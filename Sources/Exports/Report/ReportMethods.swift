import Mimicry
import Posture
import Base
import SessionModel

/// How to cite, and the paragraph that a methods section needs, with the settings that were in force.
struct ReportMethods {
    let session: Session

    /// The program as a reference.
    var citation: String {
        "Attune (Version \(session.attune)) [Computer software]. Postural mimicry between two people "
            + "from video."
    }

    /// Everything needed to repeat the measurement.
    var paragraph: String {
        [measured, postures, episodes, synchrony, chance, together, quality, happened]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func seconds(_ value: Double) -> String {
        "\(DecimalText.text(value, decimals: 3, atLeast: 0)) s"
    }

    private var measured: String {
        let version = "Attune \(session.attune)"
        let rate = session.source.map(\.rate).min() ?? 0
        let often = "\(DecimalText.text(rate, decimals: 2, atLeast: 0)) times a second"
        guard session.settings.series == nil else {
            return "Channels of both people were taken from series that another program measured "
                + "(\(session.settings.series?.format ?? "")), \(often), and scored with \(version)."
        }
        return
            "Posture was measured from video with \(version), \(often): 33 body landmarks per person "
            + "(BlazePose; Bazarevsky et al., 2020) and a face mesh (Kartynnik et al., 2019) gave head "
            + "and trunk angles and hand positions in units of the person’s own shoulder width."
            + alignment + mirrored + steps
    }

    private var steps: String {
        guard session.settings.scene == .walking else { return "" }
        return
            " Steps were told by dips of head and shoulders that repeat with a stride while the legs do the same, and "
            + "which foot by the ankles, or by the arms where these leave it open."
    }

    private var mirrored: String {
        guard let mirrored = session.settings.mirrored else { return "" }
        let people = Seat.allCases.filter(mirrored.covers).map {
            Prose.person(session.name(of: $0))
        }
        return
            " The picture of \(people.joined(separator: " and ")) was mirrored, and was measured as an "
            + "unmirrored one would have been."
    }

    /// How two recordings were brought onto one clock.
    private var alignment: String {
        guard let basis = session.settings.offsetBasis else { return "" }
        let offset = seconds(session.settings.offset)
        switch basis.source {
        case .assumed:
            return
                " Each person was recorded by a camera of their own; both recordings were taken to have "
                + "started together."
        case .given:
            return
                " Each person was recorded by a camera of their own; the second started \(offset) after "
                + "the first."
        case .sound:
            let error = basis.error.map { " (± \(seconds($0)), 95 % interval)" } ?? ""
            let drift = DecimalText.text(basis.drift * 1e6, decimals: 0)
            return
                " Each person was recorded by a camera of their own; the sound of both told that the "
                + "second started \(offset) after the first\(error)"
                + (basis.drift == 0
                    ? "." : " and that its clock drifts by \(drift) parts per million.")
        }
    }

    private var postures: String {
        let names = session.settings.postures.map { Prose.words($0.name) }
        guard !names.isEmpty else { return "No postures were looked for." }
        return
            "Held postures (\(names.joined(separator: ", "))) were detected with separate "
            + "thresholds for taking up and leaving (listed in the settings). \(rest) "
            + ValidationWords.paragraph(session.settings.postures)
    }

    private var rest: String {
        guard let rest = session.settings.rest else {
            return
                "Leans and turns were told against each person’s own rest, found in the whole session; "
                + "where two levels competed for it, they count as unknown."
        }
        return "Leans and turns were told against each person’s own rest, declared to be that from "
            + "\(Prose.duration(rest.start)) to \(Prose.duration(rest.end))."
    }

    private var episodes: String {
        let settings = session.settings.episodes
        let undecided =
            settings.undecided > settings.simultaneous
            ? " and onsets less than \(seconds(settings.undecided)) apart as undecided" : ""
        return "A mimicry episode was counted when one person took up a posture that the other was "
            + "holding, or had left less than \(seconds(settings.grace)) before, at most "
            + "\(seconds(settings.maxLag)) after the other’s onset\(ownLags); onsets less than "
            + "\(seconds(settings.simultaneous)) apart counted as sharing without a leader\(undecided). An onset of the leader is adopted once; "
            + "opportunities are the leader’s known onsets while the other was seen without the posture. "
            + "Mirror and "
            + "identical congruence are kept apart (LaFrance & Broadbent, 1976)." + notAdopted
    }

    /// Postures that are no mimicry.
    private var notAdopted: String {
        let names = session.settings.postures.filter { !$0.isAdopted }.map {
            Prose.words($0.name)
        }
        return names.isEmpty ? "" : " Not counted as mimicry: \(Prose.list(names))."
    }

    /// What is of both people at once, where it was measured.
    private var together: String {
        var sentences: [String] = []
        if FacingWords(session)?.pValue != nil {
            sentences.append(
                "The time in which both faced each other was tested against the same shifts.")
        }
        if DistanceWords(session) != nil {
            sentences.append(
                "A lasting change of the distance is one by \(DistanceChange.smallest) shoulder widths and three "
                    + "times the noise between the medians of the \(DistanceChange.reach) s before and after."
            )
        }
        if session.chance?.breathing != nil {
            sentences.append(
                "Whether both breathed in step is the phase locking of their breaths, tested against the second "
                    + "person’s breaths in shuffled order.")
        }
        return sentences.joined(separator: " ")
    }

    /// Postures with a longest lag of their own.
    private var ownLags: String {
        let own = session.settings.postures.compactMap { definition in
            definition.maxLag.map { "\(seconds($0)) for \(Prose.words(definition.name))" }
        }
        return own.isEmpty ? "" : " (\(Prose.list(own)))"
    }

    private var synchrony: String {
        let settings = session.settings.synchrony
        let valid = Prose.percent(settings.minValid)
        return
            "Movement synchrony is the windowed lagged cross-correlation of each channel (windows of "
            + "\(seconds(settings.window)), step \(seconds(settings.step)), lags up to "
            + "±\(seconds(settings.maxLag))), Fisher’s z at the peak nearest lag zero (Boker et al., "
            + "2002; a peak exceeds all other lags within \(seconds(settings.peakRegion)) and explains "
            + "at least \(Prose.percent(settings.peakShare)) of the variance that the window’s best lag "
            + "explains), with at least \(valid) of the pairs present; a positive lag means that "
            + "\(Prose.person(session.seats[0])) leads."
    }

    private var chance: String {
        let settings = session.settings.surrogates
        guard let chance = session.chance, settings.count > 0 else {
            return "Nothing was tested against chance."
        }
        let count = chance.episodes?.surrogates ?? settings.count
        let rate = DecimalText.text(settings.rate, decimals: 3, atLeast: 0)
        return
            "Episodes and synchrony were each tested against up to \(count) surrogates of this session "
            + "in which one person’s series is shifted circularly in time within the time in which both "
            + "could be seen, with the whole statistic repeated, synchrony at \(rate) Hz; "
            + "p = (b + 1)/(n + 1), corrected for the number of channels by step-down maxT (Westfall & "
            + "Young, 1993). \(movement)"
    }

    /// What was done against common liveliness.
    private var movement: String {
        guard (session.chance?.method ?? 1) > 1 else { return "" }
        return
            "Channels other than motion energy were divided by their own running amplitude (4 s). "
            + "Mirroring is the mean Fisher z of mirror less identical congruence."
    }

    private var quality: String {
        let shares = zip(session.seats, session.quality.coverage).map {
            "\(Prose.person($0)) \(Prose.percent($1))"
        }
        let masked = session.quality.identity.reduce(0) { $0 + $1.end - $1.start }
        let doubt =
            masked > 0
            ? " Stretches in which the two could have been taken for each other "
                + "(\(Prose.duration(masked))) were "
                + (session.settings.keepUncertain ? "kept." : "left out.") : ""
        return "Share of the time in which each person was seen: "
            + "\(shares.joined(separator: ", "))." + seldom + doubt
    }

    /// What was told of the session, and what was done with it.
    private var happened: String {
        let told = session.settings.covariates
        var sentences: [String] = []
        if let share = session.excludedShare {
            let seconds = session.excluded.reduce(0) { $0 + $1.duration }
            sentences.append(
                "\(Prose.capitalized(Prose.duration(seconds))) (\(Prose.percent(share))) were left out of "
                    + "scoring by hand.")
        }
        if let events = told?.events {
            let count = events.times.count
            sentences.append(
                "After each of \(count) event\(count == 1 ? "" : "s") that both noticed, for "
                    + "\(seconds(events.window)) and until its end, nothing was compared and no "
                    + "adoption counted.")
        }
        if told?.turns != nil {
            sentences.append(
                "Motion energy and how lively each was were divided by what both people’s speaking "
                    + "around each moment predicts (least squares, lags of −2 to 2 s).")
        }
        return sentences.joined(separator: " ")
    }

    /// Channels that were measured for less than half of the time: presence is not coverage.
    private var seldom: String {
        Seat.allCases.map { seat in
            let few = SeatQuality(session: session, seat: seat).channels.filter { $0.share < 0.5 }
            guard !few.isEmpty else { return "" }
            let names = few.map { "\($0.channel.title.lowercased()) \(Prose.percent($0.share))" }
            return
                " Of \(Prose.person(session.name(of: seat))), measured for less than half of the "
                + "time: \(names.joined(separator: ", "))."
        }.joined()
    }
}
