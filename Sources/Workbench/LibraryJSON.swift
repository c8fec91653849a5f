import Archive
import Base
import Consents
import Foundation

/// What `GET /library` answers: the entries as the page shows them.
struct LibraryJSON {
    let today: CalendarDate
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String
    /// Whether the page of the study in a folder can be opened.
    var isDrawn: (_ folder: String) -> Bool = { _ in false }

    func value(_ library: Library) -> JSONValue {
        ["folder": .string(library.root), "entries": .array(library.entries().map(entry))]
    }

    private func entry(_ entry: Library.Entry) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(entry.id)), .init("name", .string(entry.name)),
        ]
        switch entry.kind {
        case .study:
            members += [.init("kind", "study"), .init("drawn", .bool(isDrawn(entry.path)))]
        case .session(let outline): members += session(outline, entry.path.parentFolder)
        }
        return .object(members)
    }

    /// - Parameter folder: the one that the session's folder is in.
    private func session(_ outline: SessionOutline, _ folder: String) -> [JSONValue.Member] {
        let people = outline.seats.enumerated().map { index, name -> JSONValue in
            let seen = index < outline.coverage.count ? outline.coverage[index] : nil
            return ["seat": .string(name), "seen": .rounded(seen)]
        }
        // A coder who marks episodes blind comes by this list.
        let isHidden = outline.reviews.contains(where: \.hidesMeasured)
        return [
            .init("kind", "session"), .init("state", .string(outline.state.rawValue)),
            .init("share", .rounded(outline.share)),
            .init("seconds", .rounded(outline.duration, decimals: 1)),
            .init("people", .array(people)), .init("results", .bool(outline.hasResults)),
            .init("episodes", isHidden ? .null : outline.episodes.map(JSONValue.integer) ?? .null),
            .init("hidden", .bool(isHidden && outline.episodes != nil)),
            .init(
                "reviews",
                .array(
                    outline.reviews.map {
                        [
                            "coder": .string($0.coder),
                            "left": $0.hidesMeasured ? .null : .integer($0.measured - $0.reviewed),
                        ]
                    })),
            .init("consent", outline.consent.map { consent($0, folder) } ?? .null),
            .init("fault", outline.fault.map { .string($0.sentences(words)) } ?? .null),
        ]
    }

    /// Until when it holds, and in how many days that is; a negative number of a consent that has ended. What a consent
    /// file beside the session's folder says was taken back counts, whatever the record has.
    private func consent(_ consent: ConsentSummary, _ folder: String) -> JSONValue {
        let path = "\(folder)/\(consent.session).consent.json"
        let beside = FolderWalk.kind(of: path) == S_IFREG ? try? Consent.load(path).summary : nil
        let isTakenBack = [consent, beside].compactMap { $0 }.contains { one in
            one.isOfSamePeople(as: consent)
                && one.participants.contains { $0.withdrawn.map { $0 <= today } ?? false }
        }
        let last = consent.lastDay
        return [
            "last_day": (last?.description).map { .string($0) } ?? .null,
            "days": last.map { .integer($0.days(since: today)) } ?? .null,
            "withdrawn": .bool(isTakenBack),
        ]
    }
}
