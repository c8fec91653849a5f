package import Base

/// Which of two consents of a person counts: the one signed on a later day, and of two signed on the same
/// day the narrower one, since nothing tells which was signed last.
extension Consent.Participant {
    /// Something that one consent of a person allows and another does not.
    package enum Excess: Sendable, Equatable {
        /// A use.
        case use(Consent.Scope)
        /// It holds until that day, and the other less long.
        case until(CalendarDate)
        /// The other says that the person withdrew, and from when.
        case withdrawal(CalendarDate)
    }

    /// The first thing that this consent allows and another one of the same person does not; `nil` when it
    /// allows no more.
    package func excess(over other: Self) -> Excess? {
        if let day = other.withdrawn, withdrawn.map({ $0 > day }) ?? true {
            return .withdrawal(day)
        }
        if let use = scope.first(where: { !other.scope.contains($0) }) { return .use(use) }
        if let expires, let last = other.expires, expires > last { return .until(expires) }
        return nil
    }

    /// Whether it was signed on a later day than another one of the same person, and after any withdrawal
    /// from that: then it counts, whatever the other says. Days that are not known are not later.
    package func isLater(than other: Self) -> Bool {
        guard let signed, let day = other.signed, signed > day else { return false }
        return other.withdrawn.map { signed > $0 } ?? true
    }
}

extension ConsentSummary {
    /// What another consent of the same people takes back from this one.
    package struct Retraction: Sendable, Equatable {
        /// As the other consent has the person.
        package var person: Consent.Participant
        /// What only this one allows.
        package var excess: Consent.Participant.Excess
    }

    /// The first thing that this consent allows and another one of the same people, which this one does not
    /// replace, does not allow; `nil` when there is none.
    ///
    /// - Parameter date: what the other says of a person who signs it later counts from then on.
    package func retraction(
        by other: ConsentSummary, on date: CalendarDate = .today
    ) -> Retraction? {
        for (own, person) in pairs(with: other) {
            if let signed = person.signed, signed > date { continue }
            if own.isLater(than: person) { continue }
            if let excess = own.excess(over: person) {
                return .init(person: person, excess: excess)
            }
        }
        return nil
    }

    /// The day on which somebody signed another consent of the same people later than this one; `nil` when
    /// nobody did by that day.
    package func isFollowed(
        by other: ConsentSummary, on date: CalendarDate = .today
    ) -> CalendarDate? {
        pairs(with: other).compactMap { own, person in
            guard let signed = person.signed, signed <= date else { return nil }
            return person.isLater(than: own) ? signed : nil
        }.max()
    }

    private func pairs(
        with other: ConsentSummary
    ) -> [(own: Consent.Participant, person: Consent.Participant)] {
        participants.compactMap { own in
            other.participants.first { $0.id == own.id && $0.seat == own.seat }.map { (own, $0) }
        }
    }

    /// Checks that this one may replace the one in a folder without being asked for, as far as the days are
    /// known: nobody signed it earlier, and whoever signed both on the same day, or withdrew since, is not
    /// said to allow more in this one. It might bring back a use that was taken back.
    ///
    /// - Parameter detour: how to use it all the same; `nil`: by renewing the consent of the folder.
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireNotEarlier(
        than own: ConsentSummary, of folder: String, in path: String, detour: Remedy? = nil
    ) throws(Failure) {
        func refusal(_ what: String, _ first: Remedy, _ forced: String) -> Failure {
            let way = detour ?? "\(.renewConsent(folder: folder)) with \(.force) \(forced)"
            return Failure.noConsent(what, remedy: first + "; " + way)
        }
        for (old, new) in own.pairs(with: self) {
            guard let signed = new.signed, let last = old.signed, !new.isLater(than: old) else {
                continue
            }
            let start = "the consent of \(new.label) in \(path)"
            if signed < last {
                throw refusal(
                    "\(start) is signed on \(signed), earlier than the one in \(folder), of \(last)",
                    "give the later one", "goes back to an earlier one")
            }
            guard let excess = new.excess(over: old) else { continue }
            let which =
                signed == last
                ? "the one in \(folder), signed on the same day (\(signed)),"
                : "the one in \(folder)"
            throw refusal(
                "\(start) \(excess.words(otherwise: which))",
                "give the one that holds, with the day on which it was signed",
                "takes this one although it allows more")
        }
    }
}

extension Consent.Participant.Excess {
    /// What the wider consent does, and the other one not.
    fileprivate func words(otherwise other: String) -> String {
        switch self {
        case .use(let use): "covers \(use.rawValue), which \(other) does not"
        case .until(let day): "holds until \(day), longer than \(other)"
        case .withdrawal(let day):
            "does not say that they withdrew on \(day), as \(other) does"
        }
    }
}
