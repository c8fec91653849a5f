import Consents
import Posture
import Base
import Mimicry
import SessionModel

/// The parts of the report that are text: what goes into the places of the template.
struct ReportSections {
    let session: Session
    private let say: Phrases
    private let summary: SessionSummary
    private let verdict: SessionFindings
    /// Why nothing can be said of episodes; `nil` where something can.
    private let silence: String?

    init(_ session: Session, in say: Phrases = .english) {
        self.session = session
        self.say = say
        summary = SessionSummary(session)
        verdict = SessionFindings(session, in: say)
        silence = KnownPeople(session, in: say).silence
    }

    /// The text for a place; `nil` for a place that has none here.
    func text(_ place: String) -> String? {
        switch place {
        case "language": HTML.escape(say.language)
        case "title": HTML.escape(title)
        case "subtitle": HTML.prose(subtitle)
        case "legend": legend
        case "headline": HTML.prose(verdict.headline)
        case "verdict": verdictText
        case "tiles": tiles
        case "episodes": episodes + notes
        case "sharing": sharing
        case "synchrony": synchrony
        case "coverage": coverage
        case "warnings": warnings
        case "untold": untold
        case "recording": recording
        case "consent": consent
        case "settings": settings
        case "citation": HTML.escape(ReportMethods(session: session, in: say).citation)
        case "methods": HTML.prose(ReportMethods(session: session, in: say).paragraph)
        case "made": HTML.escape(say("page.made", ["version": .text(session.attune)]))
        default: nil
        }
    }

    // MARK: Head

    private var title: String {
        guard let consent = session.consent else { return say("head.session") }
        return say("head.session_named", ["name": .text(consent.session)])
    }

    private var subtitle: String {
        let files = session.source.map(\.file).joined(separator: say("head.and"))
        let length = session.source.duration ?? summary.duration
        return [files, say.duration(length)].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var legend: String {
        let classes = ["first", "second"]
        return zip(session.seats, classes).map { seat, kind in
            "<li><span class=\"swatch \(kind)\" aria-hidden=\"true\"></span>\(HTML.escape(say.seat(seat)))</li>"
        }.joined(separator: "\n")
    }

    private var verdictText: String {
        let cautions = HTML.paragraphs(
            verdict.cautions, class: "caution")
        let talk = TalkWords(session, in: say).map { [$0.sentence] } ?? []
        let more = [
            FaceWords(session, in: say)?.sentence, FacingWords(session, in: say)?.sentence,
            DistanceWords(session, in: say)?.sentence,
            BreathWords(session, in: say)?.sentence ?? BreathWords.absence(session, in: say),
        ].compactMap { $0 }
        let gait = GaitWords(session, in: say)?.sentences ?? []
        let findings = ([verdict.sharing] + verdict.chance + talk + more + gait).filter {
            !$0.isEmpty
        }
        // Whose episodes they are, before anything is said of them.
        return (reviewed.isEmpty ? "" : HTML.paragraphs(reviewed, class: "caution") + "\n")
            + HTML.paragraphs(findings)
            + (cautions.isEmpty ? "" : "\n\(cautions)")
    }

    /// Whose review it is.
    private var reviewed: [String] {
        session.review.map { [Prose.sentence(ReviewWords($0, in: say).clause)] } ?? []
    }

    private var tiles: String {
        let lags = session.countedEpisodes.map(\.lag).sorted()
        let led = zip(session.seats, summary.led).map { seat, count in
            (say.count(count), say("tile.led", ["who": .person(seat)]))
        }
        let tiles =
            [(say.count(lags.count), say("tile.episodes", ["count": .count(lags.count)]))]
            + led
            + [
                (lags.median.map(say.duration) ?? "–", lagLabel(lags)),
                (say.duration(summary.sharingSeconds), say("tile.shared")),
            ]
        // None found is not none there where nothing could be told.
        let isTold = silence == nil
        return tiles.map { figure, label in
            "<li><b>\(HTML.prose(isTold ? figure : "–"))</b> <span>\(HTML.escape(label))</span></li>"
        }.joined(separator: "\n")
    }

    /// The range shows how much the median is worth.
    private func lagLabel(_ lags: [Double]) -> String {
        guard lags.count > 1, let first = lags.first, let last = lags.last else {
            return lags.isEmpty ? say("tile.median_lag") : say("tile.lag")
        }
        return say(
            "tile.median_lag_range",
            ["least": .number(first, decimals: 1), "greatest": .duration(last)])
    }

    // MARK: Episodes

    /// More than these are folded away.
    private static let shownEpisodes = 12

    private var episodes: String {
        let items = session.episodesInOrder.enumerated().map(item)
        guard !items.isEmpty else {
            return
                "<p class=\"soft\">\(HTML.prose(silence ?? say("episodes.none")))</p>"
        }
        let shown = items.prefix(Self.shownEpisodes).joined(separator: "\n")
        let rest = items.dropFirst(Self.shownEpisodes)
        if rest.isEmpty { return "<ol class=\"episodes\">\n\(shown)\n</ol>" }
        return """
            <ol class="episodes">
            \(shown)
            </ol>
            <details><summary>\(more(rest.count))</summary>
            <ol class="episodes" start="\(Self.shownEpisodes + 1)">
            \(rest.joined(separator: "\n"))
            </ol></details>
            """
    }

    private func item(_ index: Int, _ episode: Episode) -> String {
        let sentence = EpisodeSentence(episode, seats: session.seats, in: say).description
        let facts = facts(episode).joined(separator: " · ")
        return """
            <li><button type="button" class="episode" data-episode="\(index)" \
            title="\(say("episodes.show", ["number": .count(index + 1)]))">\
            <span class="badge">\(index + 1)</span> <span>\(HTML.prose(sentence))</span></button>
            <p class="facts">\(HTML.prose(facts))</p></li>
            """
    }

    /// What the sentence of an episode leaves out.
    private func facts(_ episode: Episode) -> [String] {
        func from(_ seat: Seat, _ onset: Double) -> String {
            say("facts.from", ["who": .text(name(seat)), "onset": .clock(onset)])
        }
        var facts = [
            from(episode.leader, episode.leaderOnset),
            from(episode.follower, episode.followerOnset),
            say("facts.until", ["offset": .clock(episode.offset)]),
        ]
        if let exit = EpisodeExitWords(episode, session.seats, in: say).description {
            facts.append(exit)
        }
        if episode.isAfterEvent {
            facts.append(say("facts.after_event"))
        } else if episode.isRepeat {
            facts.append(say("facts.repeat"))
        }
        if let listens = episode.isListener {
            facts.append(
                say(
                    listens ? "facts.listened" : "facts.not_listened",
                    ["who": .text(name(episode.follower))]))
        }
        if let mark = session.mark(of: episode) { facts.append(say("mark.\(mark.rawValue)")) }
        if !session.isValidated(episode.posture) { facts.append(say("validation.not")) }
        if let p = episode.pValue { facts.append("p = \(say.number(p, decimals: 3))") }
        if let q = episode.qValue {
            facts.append(say("facts.p_of_all", ["p": .number(q, decimals: 3)]))
        }
        return facts
    }

    /// A seat as a label.
    private func name(_ seat: Seat) -> String { say.seat(session.name(of: seat)) }

    private func more(_ count: Int) -> String { say("table.more", ["count": .count(count)]) }

    // MARK: Base rates

    private var sharing: String {
        let rows = session.baseRates
        guard !rows.isEmpty else {
            return session.settings.series?.hasPostures == false
                ? soft(say("rates.untold")) : soft(say("rates.none"))
        }
        let head =
            [say("table.posture")] + say.seats(session.seats) + [
                say("rates.together"), say("rates.unrelated"), say("rates.known"),
            ]
        let body = rows.map { row in
            [
                say.posture(row.posture)
                    + (session.isValidated(row.posture) ? "" : " (\(say("validation.not")))"),
                say.percent(row.firstRate),
                say.percent(row.secondRate),
                say.duration(row.shared), say.duration(row.expected),
                say.duration(row.known),
            ]
        }
        return HTML.table(head: head, rows: body)
            + soft(say("rates.note"))
            + ReportHolds(session: session, say: say).text
            + ReportResponses(session: session, say: say).text
            + (session.review == nil ? "" : HTML.paragraphs([say("rates.measured")]))
    }

    private func soft(_ sentence: String) -> String {
        "<p class=\"soft\">\(HTML.prose(sentence))</p>"
    }

    // MARK: Synchrony against chance

    private var synchrony: String {
        guard session.settings.surrogates.count > 0, let chance = session.chance,
            !chance.channels.isEmpty
        else { return soft(ChanceSentences.untested(session, in: say)) }
        let head = ["channel", "coupling", "chance", "beyond", "p", "p_of_all"].map {
            say("coupling.\($0)")
        }
        let rows = chance.channels.sorted { $0.significance.pValue < $1.significance.pValue }.map {
            channel -> [String] in
            [
                say.title(channel.channel, channel.mapping)
            ] + figures(channel.significance, channel.adjusted)
        }
        let shown = 8
        let caution =
            chance.activity?.isFound == true
            ? soft(say("coupling.lively")) : ""
        let rest = Array(rows.dropFirst(shown))
        let first = HTML.table(head: head, rows: Array(rows.prefix(shown)))
        let start = mirroring(chance) + caution + first
        guard !rest.isEmpty else { return start }
        return start + "<details><summary>\(more(rest.count))</summary>"
            + HTML.table(head: head, rows: rest) + "</details>"
    }

    /// How much more one's left goes with the other's right than with their left.
    private func mirroring(_ chance: SurrogateTests) -> String {
        guard let whole = chance.mirroring else { return "" }
        let channels = chance.mirrored.sorted { $0.significance.pValue < $1.significance.pValue }
        return HTML.table(
            head: ["mirroring", "difference", "chance", "beyond", "p", "p_of_all"].map {
                say("coupling.\($0)")
            },
            rows: [[say("coupling.all_with_side")] + figures(whole, nil)]
                + channels.map {
                    [say.title($0.channel)] + figures($0.significance, $0.adjusted)
                })
    }

    /// Against chance, with three decimals: the value, chance with its spread, the difference, p and p of all.
    private func figures(_ held: Significance, _ adjusted: Double?) -> [String] {
        func number(_ value: Double) -> String { say.number(value, decimals: 3) }
        return [
            number(held.value), number(held.surrogateMean) + " ± " + number(held.surrogateSD),
            number(held.excess), number(held.pValue), adjusted.map(number) ?? "",
        ]
    }

    // MARK: Notes

    /// What somebody noted while the session ran, with the time.
    private var notes: String {
        guard !session.markers.isEmpty else { return "" }
        let rows = session.markers.map { [say.clock($0.time), $0.text.isEmpty ? "–" : $0.text] }
        return
            "\n<h3 id=\"notes\">\(say("notes.heading"))</h3>\n\(soft(say("notes.made")))\n"
            + HTML.table(head: [say("notes.time"), say("notes.note")], rows: rows)
    }

    // MARK: Quality

    /// Presence, and under it how much of each channel was measured.
    private var channelCoverage: String {
        let people = Seat.allCases.map { SeatQuality(session: session, seat: $0).channels }
        guard let first = people.first, !first.isEmpty else { return "" }
        let rows = first.indices.map { index in
            [say.title(first[index].channel)] + people.map { say.percent($0[index].share) }
        }
        return
            "<li><details><summary>\(HTML.prose(say("quality.channels")))</summary>"
            + HTML.table(
                head: [say("table.channel")] + say.seats(session.seats), rows: rows)
            + "</details></li>"
    }

    private var coverage: String {
        ([presence] + [channelCoverage]).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var presence: String {
        zip(zip(session.seats, session.quality.coverage), ["first", "second"]).map { entry, kind in
            let (seat, share) = entry
            let name = HTML.escape(say.seat(seat))
            let percent = say.percent(share)
            let label = HTML.escape(say("quality.presence", ["who": .text(say.seat(seat))]))
            return """
                <li><span>\(name)</span> \
                <meter class="\(kind)" min="0" max="1" value="\(DecimalText.text(share, decimals: 3))" \
                aria-label="\(label)">\(percent)</meter> \
                <b>\(percent)</b></li>
                """
        }.joined(separator: "\n")
    }

    private var warnings: String {
        let kept = ReportWarnings(session, say)
        let sentences = kept.sentences + doubts
        guard !sentences.isEmpty || !kept.english.isEmpty else { return soft(say("warnings.none")) }
        return (sentences.isEmpty ? "" : Self.warned(sentences))
            + (kept.english.isEmpty
                ? "" : soft(say("warnings.in_english")) + Self.warned(kept.english, "en"))
    }

    private static func warned(_ sentences: [String], _ language: String? = nil) -> String {
        let items = sentences.map { "<li>\(HTML.prose($0))</li>" }.joined(separator: "\n")
        let attribute = language.map { " lang=\"\($0)\"" } ?? ""
        return "<ul class=\"warnings\"\(attribute)>\n\(items)\n</ul>"
    }

    /// Whom the results may have taken for the other, and what is left out of them.
    private var doubts: [String] {
        var sentences: [String] = []
        let doubts = session.quality.identity.map { span in (span, settledGap(before: span)) }
        for (span, gap) in doubts {
            sentences.append(
                gap.map {
                    say(
                        "doubt.settled",
                        ["end": .clock(span.end), "reason": .text($0.reason.rawValue)])
                } ?? say("doubt.between", ["start": .clock(span.start), "end": .clock(span.end)]))
        }
        if doubts.contains(where: { $0.1 == nil }), !session.settings.keepUncertain {
            sentences.append(say("doubt.left_out"))
        }
        if let share = session.excludedShare {
            let stretches = session.excluded.map {
                say("table.from_to", ["start": .clock($0.start), "end": .clock($0.end)])
            }
            sentences.append(
                say(
                    "doubt.excluded",
                    [
                        "share": .percent(share),
                        "stretches": .text(stretches.joined(separator: ", ")),
                    ]))
        }
        return sentences
    }

    /// The gap after which a stretch of doubt is only how long it took to find both people again; `nil` for any
    /// other stretch.
    private func settledGap(before span: TimeSpan) -> Quality.Gap? {
        let last = session.features.compactMap(\.times.last).max() ?? 0
        guard span.end < last else { return nil }
        return session.quality.gaps.last { abs($0.end - span.start) < Self.afterGap }
    }

    /// So soon after a gap the first instant is measured, seconds: a convention.
    private static let afterGap = 1.0

    private var untold: String {
        let level = UntoldWords.level(session, in: say)
        let sentences = UntoldWords.sentences(session, in: say) + (level.map { [$0] } ?? [])
        guard !sentences.isEmpty else { return "" }
        return "<h3>\(say("untold.heading"))</h3>\n"
            + Self.warned(sentences.map(Prose.sentence))
    }

    // MARK: Provenance

    private var recording: String {
        let seats = SeatWords.sentence(session, in: say).map {
            HTML.paragraphs([Prose.sentence($0)]) + "\n"
        }
        return (seats ?? "") + sources
    }

    private var sources: String {
        session.source.map { source in
            let start = source.chapter?.start.map { [(say("source.begins"), say.clock($0))] } ?? []
            return Self.list(
                [(say("source.file"), source.file)] + start + [
                    (say("source.length"), say.duration(source.duration)),
                    (say("source.frames"), say.count(source.frames)),
                    (
                        say("source.measured"),
                        say("source.rate", ["rate": .plain(source.rate)])
                    ),
                    ("sha256", source.sha256.isEmpty ? say("source.camera") : source.sha256),
                ])
        }.joined(separator: "\n")
    }

    private var consent: String {
        guard let consent = session.consent else { return soft(say("consent.none")) }
        let people = consent.participants.map { person in
            (
                say.seat(person.seat),
                "\(person.id) – \(person.scope.map { say("scope.\($0.rawValue)") }.joined(separator: ", "))"
            )
        }
        return Self.list(
            [(say("consent.session"), consent.session)] + people + [("sha256", consent.digest)])
    }

    private var settings: String {
        let entries = flattened(session.settings.json, prefix: "")
            .filter { $0.name != "postures" }
        let postures = session.settings.postures.map {
            (
                say.posture($0.name),
                say.summary($0) + "; " + ValidationWords.short($0, in: say)
            )
        }
        let note = say("settings.note")
        return (note.isEmpty ? "" : soft(note)) + Self.list(entries)
            + "\n<h3>\(say("settings.postures"))</h3>\n" + Self.list(postures)
    }

    private static func list(_ entries: [(name: String, value: String)]) -> String {
        let items = entries.map { entry in
            "<dt>\(HTML.escape(Prose.words(entry.name)))</dt><dd>\(HTML.escape(entry.value))</dd>"
        }
        return "<dl>\n\(items.joined(separator: "\n"))\n</dl>"
    }

    private func flattened(
        _ value: JSONValue, prefix: String
    ) -> [(name: String, value: String)] {
        switch value {
        case .object(let members):
            members.flatMap { member in
                flattened(
                    member.value, prefix: prefix.isEmpty ? member.name : "\(prefix): \(member.name)"
                )
            }
        case .string(let text): [(prefix, text)]
        // Many stretches of time, as of turns: the file has them all.
        case .array(let list) where list.count > 40:
            [(prefix, say("settings.entries", ["count": .count(list.count)]))]
        default: [(prefix, value.text(.compact))]
        }
    }
}

extension Array<Double> {
    /// Of sorted values; the mean of the middle two when their number is even.
    fileprivate var median: Double? {
        guard !isEmpty else { return nil }
        return (self[(count - 1) / 2] + self[count / 2]) / 2
    }
}
