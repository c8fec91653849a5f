import Base
import Consents

/// Asks for what a consent file holds, one thing at a time; asks again after an invalid answer, and takes
/// what is offered in brackets for an empty one.
struct ConsentQuestions {
    /// Shows a prompt and returns the answer; `nil` when there will be none.
    let ask: (_ prompt: String) -> String?

    /// - Throws: ``Failure/Kind/usage`` when the answers end before everything is known.
    func draft(session: String?, today: CalendarDate = .today) throws(Failure) -> Consent.Draft {
        show("Use codes, not names. The person at the left of the picture comes first.")
        let code: String
        if let session { code = session } else { code = try sessionCode() }
        var people: [Consent.Participant] = []
        for (number, seat) in ["therapist", "client"].enumerated() {
            show("")
            show("Person \(number + 1)")
            people.append(try participant(offered: seat, taken: people.first, today: today))
        }
        return Consent.Draft(session: code, participants: people)
    }

    private func sessionCode() throws(Failure) -> String {
        try answer("session code") { text throws(Failure) in
            if case .personal(let why) = PseudonymCheck.verdict(on: text, for: .sessionOrSeat) {
                try Self.refuse(true, "it \(why): use a code")
            }
            return text
        }
    }

    private func participant(
        offered seat: String, taken: Consent.Participant?, today: CalendarDate
    ) throws(Failure) -> Consent.Participant {
        let seat = try answer("seat", offered: seat) { text throws(Failure) in
            try Self.refuse(text == taken?.seat, "the other person has that seat")
            try Self.refuse(text.contains(","), "leave the comma out")
            return text
        }
        let id = try answer("id (a code)") { text throws(Failure) in
            try Self.refuse(text == taken?.id, "the other person has that id")
            if case .personal(let why) = PseudonymCheck.verdict(on: text) {
                try Self.refuse(true, "it \(why): use a code")
            }
            return text
        }
        let scope = try answer("scope (\(ConsentText.scopes))", offered: "analysis") {
            text throws(Failure) in
            let scope = try ParticipantOption.scope(text)
            try Self.refuse(scope.isEmpty, "name at least one")
            return scope
        }
        let signed = try answer("signed", offered: today.description) { text throws(Failure) in
            try ParticipantOption.date(text)
        }
        let expires = try answer("expires", offered: signed.aYearLater.description) {
            text throws(Failure) in
            let day = try ParticipantOption.date(text)
            try Self.refuse(day < signed, "that is before it is signed")
            return day
        }
        return Consent.Participant(
            seat: seat, id: id, scope: scope, signed: signed, expires: expires)
    }

    /// Asks until the answer is valid.
    private func answer<Value>(
        _ question: String, offered: String? = nil,
        _ read: (String) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let prompt = offered.map { "  \(question) [\($0)]: " } ?? "  \(question): "
        while let line = ask(prompt) {
            let text = line.trimmingBlanks
            let given = text.isEmpty ? offered ?? "" : text
            guard !given.isEmpty else { continue }
            do throws(Failure) {
                if let fault = CodeText.fault(in: given) {
                    throw Failure.usage("it \(fault.what)", remedy: fault.remedy)
                }
                return try read(given)
            } catch {
                show("  \(error.sentence)")
            }
        }
        throw Failure.usage(
            "there was no answer to “\(question)”",
            remedy: "nothing was written; run the command again")
    }

    /// A remark that needs no answer.
    private func show(_ text: String) { Terminal.tell(text) }

    private static func refuse(_ isWrong: Bool, _ why: String) throws(Failure) {
        guard isWrong else { return }
        throw Failure.usage(why, remedy: "answer again")
    }
}
