import Consents
import Posture
import Base
import Mimicry
import SessionModel

/// The parts of the report that are text: what goes into the places of the template.
struct ReportSections {
    let session: Session
    private let summary: SessionSummary
    private let verdict: SessionFindings
    /// Why nothing can be said of episodes; `nil` where something can.
    private let silence: String?

    init(_ session: Session) {
        self.session = session
        summary = SessionSummary(session)
        verdict = SessionFindings(session)
        silence = KnownPeople(session).silence
    }

    /// The text for a place; `nil` for a place that has none here.
    func text(_ place: String) -> String? {
        switch place {
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
        case "citation": HTML.escape(ReportMethods(session: session).citation)
        case "methods": HTML.prose(ReportMethods(session: session).paragraph)
        case "version": HTML.escape(session.attune)
        default: nil
        }
    }

    // MARK: Head

    private var title: String {
        guard let consent = session.consent else { return "Session" }
        return "Session \(consent.session)"
    }

    private var subtitle: String {
        let files = session.source.map(\.file).joined(separator: " and ")
        let length = session.source.duration ?? summary.duration
        return [files, Prose.duration(length)].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var legend: String {
        let classes = ["first", "second"]
        return zip(session.seats, classes).map { seat, kind in
            "<li><span class=\"swatch \(kind)\" aria-hidden=\"true\"></span>\(HTML.escape(seat))</li>"
        }.joined(separator: "\n")
    }

    private var verdictText: String {
        let cautions = HTML.paragraphs(
            verdict.cautions, class: "caution")
        let talk = TalkWords(session).map { [$0.sentence] } ?? []
        let more = [
            FaceWords(session)?.sentence, FacingWords(session)?.sentence,
            DistanceWords(session)?.sentence,
            BreathWords(session)?.sentence ?? BreathWords.absence(session),
        ].compactMap { $0 }
        let gait = GaitWords(session)?.sentences ?? []
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
        session.review.map { [Prose.sentence($0.clause)] } ?? []
    }

    private var tiles: String {
        let lags = session.countedEpisodes.map(\.lag).sorted()
        let led = zip(session.seats, summary.led).map { seat, count in
            ("\(count)", "led by \(Prose.person(seat))")
        }
        let tiles =
            [("\(lags.count)", lags.count == 1 ? "episode" : "episodes")]
            + led
            + [
                (lags.median.map(Prose.duration) ?? "–", Self.lagLabel(lags)),
                (Prose.duration(summary.sharingSeconds), "in a shared posture"),
            ]
        // None found is not none there where nothing could be told.
        let isTold = silence == nil
        return tiles.map { figure, label in
            "<li><b>\(HTML.prose(isTold ? figure : "–"))</b> <span>\(HTML.escape(label))</span></li>"
        }.joined(separator: "\n")
    }

    /// The range shows how much the median is worth.
    private static func lagLabel(_ lags: [Double]) -> String {
        guard lags.count > 1, let first = lags.first, let last = lags.last else {
            return lags.isEmpty ? "median lag" : "lag"
        }
        return "median lag (\(DecimalText.text(first, decimals: 1)) to \(Prose.duration(last)))"
    }

    // MARK: Episodes

    /// More than these are folded away.
    private static let shownEpisodes = 12

    private var episodes: String {
        let items = session.episodesInOrder.enumerated().map(item)
        guard !items.isEmpty else {
            return
                "<p class=\"soft\">\(HTML.prose(silence ?? "No episode was found with these settings."))</p>"
        }
        let shown = items.prefix(Self.shownEpisodes).joined(separator: "\n")
        let rest = items.dropFirst(Self.shownEpisodes)
        if rest.isEmpty { return "<ol class=\"episodes\">\n\(shown)\n</ol>" }
        return """
            <ol class="episodes">
            \(shown)
            </ol>
            <details><summary>\(rest.count) more</summary>
            <ol class="episodes" start="\(Self.shownEpisodes + 1)">
            \(rest.joined(separator: "\n"))
            </ol></details>
            """
    }

    private func item(_ index: Int, _ episode: Episode) -> String {
        let sentence = EpisodeSentence(episode, seats: session.seats).description
        var facts = [
            "\(session.name(of: episode.leader)) from \(Prose.clock(episode.leaderOnset))",
            "\(session.name(of: episode.follower)) from \(Prose.clock(episode.followerOnset))",
            "until \(Prose.clock(episode.offset))",
        ]
        if let exit = EpisodeExitWords(episode, session.seats).description { facts.append(exit) }
        if episode.isAfterEvent {
            facts.append("after something that both noticed, not counted")
        } else if episode.isRepeat {
            facts.append("a repeat, not counted")
        }
        if let listens = episode.isListener {
            facts.append(
                "\(session.name(of: episode.follower)) \(listens ? "listened" : "did not listen")")
        }
        if let mark = session.mark(of: episode) { facts.append(Prose.words(mark.rawValue)) }
        if !session.isValidated(episode.posture) { facts.append(ValidationWords.not) }
        if let p = episode.pValue { facts.append("p = \(DecimalText.text(p, decimals: 3))") }
        if let q = episode.qValue {
            facts.append("p of all = \(DecimalText.text(q, decimals: 3))")
        }
        return """
            <li><button type="button" class="badge" data-episode="\(index)" \
            aria-label="Episode \(index + 1): show it, and play it when a video is chosen">\(index + 1)</button>
            <div><p>\(HTML.prose(sentence))</p>
            <p class="facts">\(HTML.prose(facts.joined(separator: " · ")))</p></div></li>
            """
    }

    // MARK: Base rates

    private var sharing: String {
        let rows = session.baseRates
        guard !rows.isEmpty else {
            return session.settings.series?.hasPostures == false
                ? "<p class=\"soft\">Postures cannot be told from what was measured.</p>"
                : "<p class=\"soft\">No posture was held.</p>"
        }
        let head = ["posture"] + session.seats + ["together", "if unrelated", "known of both"]
        let body = rows.map { row in
            [
                Prose.words(row.posture)
                    + (session.isValidated(row.posture) ? "" : " (\(ValidationWords.not))"),
                Prose.percent(row.firstRate),
                Prose.percent(row.secondRate),
                Prose.duration(row.shared), Prose.duration(row.expected),
                Prose.duration(row.known),
            ]
        }
        return HTML.table(head: head, rows: body)
            + "<p class=\"soft\">Shares and durations are of the time in which a posture could be told of both.</p>"
            + ReportHolds(session: session).text + ReportResponses(session: session).text
            + (session.review == nil ? "" : HTML.paragraphs([Self.measuredNote]))
    }

    private static let measuredNote =
        "Postures, opportunities and what they come to are of what was measured, not of the review."

    // MARK: Synchrony against chance

    private var synchrony: String {
        guard session.settings.surrogates.count > 0, let chance = session.chance,
            !chance.channels.isEmpty
        else { return "<p class=\"soft\">\(HTML.prose(ChanceSentences.untested(session)))</p>" }
        let head = ["channel", "coupling z", "by chance", "beyond chance", "p", "p of all"]
        let rows = chance.channels.sorted { $0.significance.pValue < $1.significance.pValue }.map {
            channel -> [String] in
            let held = channel.significance
            return [
                channel.channel.title + channel.mapping.words,
                DecimalText.text(held.value, decimals: 3),
                DecimalText.text(held.surrogateMean, decimals: 3) + " ± "
                    + DecimalText.text(held.surrogateSD, decimals: 3),
                DecimalText.text(held.excess, decimals: 3),
                DecimalText.text(held.pValue, decimals: 3),
                channel.adjusted.map { DecimalText.text($0, decimals: 3) } ?? "",
            ]
        }
        let shown = 8
        let caution =
            chance.activity?.isFound == true
            ? "<p class=\"soft\">Both were lively at the same, or at opposite, times. These p-values do not "
                + "tell that from coupling; of movement, only mirroring is claimed.</p>" : ""
        let rest = Array(rows.dropFirst(shown))
        let first = HTML.table(head: head, rows: Array(rows.prefix(shown)))
        let start = Self.mirroring(chance) + caution + first
        guard !rest.isEmpty else { return start }
        return start + "<details><summary>\(rest.count) more</summary>"
            + HTML.table(head: head, rows: rest) + "</details>"
    }

    /// How much more one's left goes with the other's right than with their left.
    private static func mirroring(_ chance: SurrogateTests) -> String {
        guard let whole = chance.mirroring else { return "" }
        func row(_ name: String, _ held: Significance, _ adjusted: Double?) -> [String] {
            [
                name, DecimalText.text(held.value, decimals: 3),
                DecimalText.text(held.surrogateMean, decimals: 3) + " ± "
                    + DecimalText.text(held.surrogateSD, decimals: 3),
                DecimalText.text(held.excess, decimals: 3),
                DecimalText.text(held.pValue, decimals: 3),
                adjusted.map { DecimalText.text($0, decimals: 3) } ?? "",
            ]
        }
        let channels = chance.mirrored.sorted { $0.significance.pValue < $1.significance.pValue }
        return HTML.table(
            head: [
                "mirroring", "mirror − same side", "by chance", "beyond chance", "p", "p of all",
            ],
            rows: [row("All channels with a side", whole, nil)]
                + channels.map { row($0.channel.title, $0.significance, $0.adjusted) })
    }

    // MARK: Notes

    /// What somebody noted while the session ran, with the time.
    private var notes: String {
        guard !session.markers.isEmpty else { return "" }
        let rows = session.markers.map { [Prose.clock($0.time), $0.text.isEmpty ? "–" : $0.text] }
        return
            "\n<h3 id=\"notes\">Notes</h3>\n<p class=\"soft\">Made while the session ran; in the timeline "
            + "they are the small flags.</p>\n" + HTML.table(head: ["time", "note"], rows: rows)
    }

    // MARK: Quality

    /// Presence, and under it how much of each channel was measured.
    private var channelCoverage: String {
        let people = Seat.allCases.map { SeatQuality(session: session, seat: $0).channels }
        guard let first = people.first, !first.isEmpty else { return "" }
        let rows = first.indices.map { index in
            [first[index].channel.title] + people.map { Prose.percent($0[index].share) }
        }
        return
            "<li><details><summary>Share of the time in which each channel was measured</summary>"
            + HTML.table(head: ["channel"] + session.seats, rows: rows) + "</details></li>"
    }

    private var coverage: String {
        ([presence] + [channelCoverage]).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var presence: String {
        zip(zip(session.seats, session.quality.coverage), ["first", "second"]).map { entry, kind in
            let (seat, share) = entry
            let name = HTML.escape(seat)
            let percent = Prose.percent(share)
            return """
                <li><span>\(name)</span> \
                <meter class="\(kind)" min="0" max="1" value="\(DecimalText.text(share, decimals: 3))" \
                aria-label="share of the time in which \(name) was measured">\(percent)</meter> \
                <b>\(percent)</b></li>
                """
        }.joined(separator: "\n")
    }

    private var warnings: String {
        var sentences = session.warnings.map(Prose.sentence)
        let doubts = session.quality.identity.map { span in (span, settledGap(before: span)) }
        for (span, gap) in doubts {
            let (start, end) = (Prose.clock(span.start), Prose.clock(span.end))
            sentences.append(
                gap.map { "After \(end) it was clear again who is who, \(Prose.after($0.reason))." }
                    ?? "Between \(start) and \(end) it is uncertain who is who.")
        }
        if doubts.contains(where: { $0.1 == nil }), !session.settings.keepUncertain {
            sentences.append(
                "These stretches, shaded in the plots, are left out of all results. Check them in the "
                    + "video: the setting keep_uncertain counts them, and swap_at swaps the two "
                    + "people from a given time on."
            )
        }
        if let share = session.excludedShare {
            let stretches = session.excluded.map {
                "\(Prose.clock($0.start)) to \(Prose.clock($0.end))"
            }
            sentences.append(
                "\(Prose.percent(share)) of the recording are left out of all results, as the settings "
                    + "ask: \(stretches.joined(separator: ", ")).")
        }
        guard !sentences.isEmpty else { return "<p class=\"soft\">No warnings.</p>" }
        let items = sentences.map { "<li>\(HTML.prose($0))</li>" }.joined(separator: "\n")
        return "<ul class=\"warnings\">\n\(items)\n</ul>"
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
        let level = UntoldWords.level(session)
        let sentences = UntoldWords.sentences(session) + (level.map { [$0] } ?? [])
        guard !sentences.isEmpty else { return "" }
        let items = sentences.map { "<li>\(HTML.prose(Prose.sentence($0)))</li>" }
        return "<h3>What could not be told</h3>\n<ul class=\"warnings\">\n"
            + items.joined(separator: "\n") + "\n</ul>"
    }

    // MARK: Provenance

    private var recording: String {
        let seats = SeatWords.sentence(session).map { HTML.paragraphs([Prose.sentence($0)]) + "\n" }
        return (seats ?? "") + sources
    }

    private var sources: String {
        session.source.map { source in
            let start = source.chapter?.start.map { [("begins at", Prose.clock($0))] } ?? []
            return Self.list(
                [("file", source.file)] + start + [
                    ("length", Prose.duration(source.duration)),
                    ("frames", "\(source.frames)"),
                    (
                        "measured",
                        "\(DecimalText.text(source.rate, decimals: 3, atLeast: 0)) times a second"
                    ),
                    ("sha256", source.sha256.isEmpty ? "none: a camera" : source.sha256),
                ])
        }.joined(separator: "\n")
    }

    private var consent: String {
        guard let consent = session.consent else {
            return "<p class=\"soft\">Series that another program measured; no consent file.</p>"
        }
        let people = consent.participants.map { person in
            (person.seat, "\(person.id) – \(person.scope.map(\.rawValue).joined(separator: ", "))")
        }
        return Self.list([("session", consent.session)] + people + [("sha256", consent.digest)])
    }

    private var settings: String {
        let entries = Self.flattened(session.settings.json, prefix: "")
            .filter { $0.name != "postures" }
        let postures = session.settings.postures.map {
            ($0.name, $0.summary + "; " + ValidationWords.short($0))
        }
        return Self.list(entries) + "\n<h3>Postures</h3>\n" + Self.list(postures)
    }

    private static func list(_ entries: [(name: String, value: String)]) -> String {
        let items = entries.map { entry in
            "<dt>\(HTML.escape(Prose.words(entry.name)))</dt><dd>\(HTML.escape(entry.value))</dd>"
        }
        return "<dl>\n\(items.joined(separator: "\n"))\n</dl>"
    }

    private static func flattened(
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
        case .array(let list) where list.count > 40: [(prefix, "\(list.count) entries")]
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
