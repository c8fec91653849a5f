import Archive
import Base
import Consents
import Exports
import Foundation
import Posture
import SessionModel

/// Where a coder reviews one session: reads it, and keeps each decision in its record before it says so.
struct ReviewDesk {
    /// The session folder.
    let folder: String
    /// What the page calls it.
    let name: String

    private var path: String { folder + "/" + SessionRecord.fileName }

    /// What the page shows: the session alone, and a coder's review where one has begun.
    ///
    /// - Throws: ``Failure/Kind/noInput`` without a record, ``Failure/Kind/noConsent``, ``Failure/Kind/badInput``.
    func state(coder: String?) throws(Failure) -> JSONValue {
        try SessionRecord.requireThere(path)
        let record = try SessionRecord.open(path)
        let session = try record.episodesAlone()
        let reviews = try record.reviews()
        try record.close()
        return ReviewJSON(name: name, session: session, reviews: reviews).value(coder: coder)
    }

    /// Does what the page asks for, and says what there is then.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when that is nothing that can be done, ``Failure/Kind/cannotCreate`` while
    ///   another run has the folder; what ``state(coder:)`` throws.
    func change(_ asked: JSONValue, at date: Date = Date()) throws(Failure) -> JSONValue {
        try SessionRecord.requireThere(path)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let record = try SessionRecord.open(path, for: .writing)
        let session = try record.episodesAlone()
        guard let coder = asked["coder"]?.stringValue else {
            throw Self.refused("who reviews is missing")
        }
        if let fault = Review.fault(inCode: coder) {
            throw Failure.badInput("the code \(fault.what)", remedy: fault.remedy)
        }
        let request = ReviewRequest(asked: asked, session: session, date: date)
        let review = try request.applied(to: try record.review(by: coder), coder: coder)
        try record.save(review)
        let reviews = try record.reviews()
        // Only when everything is in the one file on the disk.
        try record.close()
        return ReviewJSON(name: name, session: session, reviews: reviews).value(coder: coder)
    }

    static func refused(_ what: String) -> Failure {
        .badInput(what, remedy: "load the page again")
    }
}

/// One change of a review, as the page asks for it.
struct ReviewRequest {
    let asked: JSONValue
    let session: Session
    let date: Date

    /// - Parameter review: `nil` before it has begun.
    func applied(to review: Review?, coder: String) throws(Failure) -> Review {
        guard let kind = asked["do"]?.stringValue else {
            throw ReviewDesk.refused("what is to be done is missing")
        }
        if kind == "begin" {
            if let review { return review }
            try Self.requireNoName(coder)
            return Review(coder: coder, isBlind: asked["blind"] == .bool(true))
        }
        guard var review else {
            throw ReviewDesk.refused("\(coder) has not begun to review this session")
        }
        switch kind {
        case "decide": review.put(try item(review), replacing: try id("replacing"))
        case "forget":
            let (about, added) = (try id("about"), try id("added"))
            review.items.removeAll { $0.about == nil ? $0.finding?.id == added : $0.about == about }
        case "reveal" where review.hidesMeasured:
            review = review.revealing(session.episodes, seats: session.seats, at: date)
        case "reveal": break
        default: throw ReviewDesk.refused("nothing of that name can be done")
        }
        return review
    }

    /// Who reviews is known by a code, as the people who are reviewed are.
    private static func requireNoName(_ code: String) throws(Failure) {
        switch PseudonymCheck.verdict(on: code) {
        case .fine: return
        case .doubtful(let why), .personal(let why):
            throw Failure.badInput(
                "the code \(why)", remedy: "take one that says nothing of you, such as K1")
        }
    }

    private func item(_ review: Review) throws(Failure) -> Review.Item {
        guard let verdict = asked["verdict"]?.stringValue.flatMap(Review.Verdict.init) else {
            throw ReviewDesk.refused("there is no such verdict")
        }
        let about = try id("about")
        let measured = Set(session.episodes.map { $0.id(seats: session.seats) })
        if let about {
            guard !review.hidesMeasured, measured.contains(about) else {
                throw ReviewDesk.refused("that episode is not among those that were measured")
            }
        }
        let finding = try finding()
        if about == nil, let finding, measured.contains(finding.id), !review.hidesMeasured {
            throw Failure.badInput(
                "that episode has been measured already", remedy: "confirm it instead")
        }
        let item = Review.Item(
            about: about, verdict: verdict, finding: finding, decided: date,
            isBlind: review.hidesMeasured, note: asked["note"]?.stringValue ?? "")
        if let fault = item.fault { throw Failure.badInput(fault, remedy: "correct it") }
        return item
    }

    private func id(_ key: String) throws(Failure) -> Review.EpisodeID? {
        guard let value = asked[key], value != .null else { return nil }
        guard let posture = value["posture"]?.stringValue,
            let leader = value["leader"]?.stringValue,
            let leaderOnset = value["leader_onset"]?.numberValue,
            let followerOnset = value["follower_onset"]?.numberValue
        else { throw ReviewDesk.refused("\(key) is no episode") }
        return Review.EpisodeID(
            posture: posture, leader: leader, leaderOnset: leaderOnset, followerOnset: followerOnset
        )
    }

    /// An episode as the coder has it: of a posture and of seats that the session has, within the recording.
    private func finding() throws(Failure) -> Review.Finding? {
        guard let value = asked["finding"], value != .null, let id = try id("finding") else {
            return nil
        }
        guard let posture = session.settings.postures.first(where: { $0.name == id.posture }) else {
            throw ReviewDesk.refused("the session has no such posture")
        }
        guard session.seats.contains(id.leader) else {
            throw ReviewDesk.refused("the session has no such seat")
        }
        guard let offset = value["offset"]?.numberValue else {
            throw ReviewDesk.refused("the end is missing")
        }
        let span = session.recorded
        guard span.start <= id.leaderOnset, offset <= span.end else {
            throw Failure.badInput(
                "these times are not all within the recording",
                remedy: "give times from \(DecimalText.text(span.start, decimals: 3)) to "
                    + "\(DecimalText.text(span.end, decimals: 3)) s")
        }
        func side(_ key: String) -> Side? {
            posture.isSided ? value[key]?.stringValue.flatMap(Side.init) : nil
        }
        return Review.Finding(
            posture: id.posture, leader: id.leader, leaderSide: side("leader_side"),
            followerSide: side("follower_side"), leaderOnset: id.leaderOnset,
            followerOnset: id.followerOnset, offset: offset)
    }
}

extension Session {
    /// From the beginning of the recording to the last measured instant, seconds.
    var recorded: TimeSpan {
        TimeSpan(
            start: min(0, features.compactMap(\.times.first).min() ?? 0),
            end: max(source.duration ?? 0, features.compactMap(\.times.last).max() ?? 0))
    }
}
