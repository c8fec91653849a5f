package import Base

/// Where a consent was read, which decides what can be done about it.
package enum ConsentPlace: Sendable, Equatable {
    /// A consent file.
    case file(String)
    /// A session folder.
    case folder(String)
    /// A session folder whose record must be recovered first: until then nothing can be stored in it.
    case damagedFolder(String)
}

extension Consent.Participant {
    /// Why a person's consent does not hold on a day.
    package enum Lapse: Sendable, Equatable {
        /// From that day on.
        case withdrawn(CalendarDate)
        /// It holds only from that day on, which is in the future.
        case notYetSigned(CalendarDate)
        /// After that day.
        case expired(CalendarDate)
    }

    /// Why consent does not hold on that day; `nil` when it does.
    package func lapse(on date: CalendarDate) -> Lapse? {
        if let withdrawn, withdrawn <= date { return .withdrawn(withdrawn) }
        if let signed, signed > date { return .notYetSigned(signed) }
        if let expires, expires < date { return .expired(expires) }
        return nil
    }

    /// The failure when none of these uses is covered on that day; `nil` when one is.
    ///
    /// - Parameter uses: one of them must be in the scope; empty when it is enough that consent holds.
    func refusal(
        of uses: [Consent.Scope], on date: CalendarDate, in place: ConsentPlace
    ) -> Failure? {
        if let lapse = lapse(on: date) { return refusal(lapse, in: place) }
        guard let use = uses.first, !uses.contains(where: scope.contains) else { return nil }
        return Self.refusal(
            "the consent of \(label) does not cover \(use.rawValue)",
            "ask \(id), and "
                + place.after(
                    file: "add \"\(use.rawValue)\" to their scope in", " once they have agreed"))
    }

    private func refusal(_ lapse: Lapse, in place: ConsentPlace) -> Failure {
        switch lapse {
        case .withdrawn(let day):
            let erase: Remedy =
                switch place {
                case .file: "delete the results made from it"
                case .folder(let path), .damagedFolder(let path):
                    "run \(.withdraw(code: id, folder: path))"
                }
            return Self.refusal(
                "\(label) withdrew consent on \(day)", "do not use this recording, and " + erase)
        case .notYetSigned(let day):
            return Self.refusal(
                "the consent of \(label) is signed on \(day), which is in the future",
                place.after(file: "correct the date in", ", or wait until it is signed"))
        case .expired(let day):
            return Self.refusal(
                "the consent of \(label) expired on \(day)",
                "have \(id) sign again before you use the recording"
                    + (place.renewal.map { ", then " + $0 } ?? ""))
        }
    }

    private static func refusal(_ what: String, _ remedy: Remedy) -> Failure {
        Failure.noConsent(what, remedy: remedy)
    }
}

extension ConsentPlace {
    /// How a folder gets another consent; `nil` for a file, which is edited.
    fileprivate var renewal: Remedy? {
        switch self {
        case .file: nil
        case .folder(let path): "run \(.renewConsent(folder: path))"
        case .damagedFolder(let path): "run \(.recover(folder: path)) \(.consent) FILE"
        }
    }

    /// What to do to the file, wherever the consent was read.
    fileprivate func after(file verb: String, _ end: String) -> Remedy {
        switch self {
        case .file(let path): "\(verb) \(path)\(end)"
        case .folder, .damagedFolder: "\(verb) the consent file\(end), then " + (renewal ?? "")
        }
    }
}

extension ConsentSummary {
    /// Uses that produce a session folder: whoever agreed to one of them agreed to its content.
    package static let measuring: [Consent.Scope] = [.analysis, .live]

    /// Checks that on that day both people's consent holds and covers one of these uses.
    ///
    /// - Parameter uses: empty when it is enough that consent holds.
    /// - Throws: ``Failure/Kind/noConsent``, naming the first person whose consent does not.
    package func require(
        _ uses: [Consent.Scope], on date: CalendarDate = .today, in place: ConsentPlace
    ) throws(Failure) {
        for participant in participants {
            if let refusal = participant.refusal(of: uses, on: date, in: place) { throw refusal }
        }
    }

    /// Checks that on that day both people's consent, as a record keeps it, is in force and covers a use.
    ///
    /// - Parameter folder: the session folder.
    /// - Throws: ``Failure/Kind/noConsent``, naming the folder and the first person whose consent does not.
    package func require(
        _ scope: Consent.Scope, at folder: String, on date: CalendarDate = .today
    ) throws(Failure) {
        try require([scope], on: date, in: .folder(folder))
    }
}
