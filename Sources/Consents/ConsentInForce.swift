package import Base

/// Where a consent was read, which decides what there is to be done about it.
package enum ConsentPlace: Sendable, Equatable {
    /// A consent file.
    case file(String)
    /// A session folder.
    case folder(String)
    /// A session folder whose record is to be recovered: until then nothing can be put into it.
    case damagedFolder(String)
}

extension ConsentSummary.Participant {
    /// Why a person's consent does not hold on a day.
    package enum Lapse: Sendable, Equatable {
        /// From that day on.
        case withdrawn(CalendarDate)
        /// It holds from that day on, which is still to come.
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

    /// Why on that day none of these uses is covered, and what to do about it; `nil` when one is.
    ///
    /// - Parameter uses: one of them must be in the scope; none: it is enough that consent holds.
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
                case .file: "delete what was measured from it"
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
        case .damagedFolder(let path): "run \(.recover(folder: path)) with \(.consent)"
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
    /// Uses that give a session folder: who agreed to one of them agreed to what lies in it.
    package static let measuring: [Consent.Scope] = [.analysis, .live]

    /// Checks that on that day both people's consent holds and covers one of these uses.
    ///
    /// - Parameter uses: none: it is enough that consent holds.
    /// - Throws: ``Failure/Kind/noConsent``, naming the first person for whom it is not so.
    package func require(
        _ uses: [Consent.Scope], on date: CalendarDate = .today, in place: ConsentPlace
    ) throws(Failure) {
        for participant in participants {
            if let refusal = participant.refusal(of: uses, on: date, in: place) { throw refusal }
        }
    }
}
