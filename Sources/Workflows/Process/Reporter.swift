package import Archive
package import Base
package import Consents
package import SessionModel

/// Receives what a workflow says while it runs, for the person who runs it.
///
/// A command line prints it; a test can collect it.
package protocol Reporter: Sendable {
    /// Something worth knowing.
    func note(_ text: String)

    /// Something that may make the results worse.
    ///
    /// - Parameter remedy: what can be done about it, if anything.
    func warning(_ text: String, remedy: Remedy?)

    /// The same of a folder, which concerns every session in it: once is enough.
    func warning(ofFolder text: String)

    /// The results of a session are complete; its report is at that path.
    func found(_ session: Session, report: String)

    /// Begins to show how far a task has come.
    ///
    /// - Parameters:
    ///   - task: what is being done, such as `measuring`.
    ///   - duration: seconds of video in all, 0 when unknown.
    ///   - start: seconds of the video that were done before.
    func progress(of task: String, duration: Double, from start: Double) -> any ProgressMeter

    /// Begins to show how far a task of so many steps has come; its meter is told the number of the step.
    func progress(of task: String, steps: Int) -> any ProgressMeter
}

extension Reporter {
    package func progress(of task: String, steps: Int) -> any ProgressMeter {
        progress(of: task, duration: Double(steps), from: 0)
    }

    package func warning(_ text: String) { warning(text, remedy: nil) }

    package func warning(ofFolder text: String) { warning(text, remedy: nil) }

    /// That a long session is about to be held against chance, in which nothing is seen to move.
    ///
    /// - Parameter seconds: length of the session.
    func noteChance(_ seconds: Double) {
        guard seconds >= 600 else { return }
        note(
            "holding \(Int(bounded: seconds / 60)) min against chance: some seconds for every ten minutes"
        )
    }

    /// Names the codes of a consent that look like names of people: they go into every result.
    package func warnOfPersonalCodes(_ consent: ConsentSummary) {
        for (code, why) in PseudonymCheck.remarks(on: consent) { warnOfPersonalCode(code, why) }
    }

    /// Says which consent files lie beside a folder's results without being the one that counts.
    package func warnOfConsentsBeside(_ folder: FolderConsent) {
        pass(on: folder.remarks())
    }

    /// Refuses what a consent file in these folders takes back from the one that was given, and names newer
    /// ones.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireUpToDate(_ consent: Consent, in folders: [String]) throws(Failure) {
        let beside = ConsentsBeside(of: consent.summary, in: folders)
        try beside.refuseRetraction(of: consent.summary, in: .file(consent.path))
        pass(on: beside.remarks(on: consent.summary, in: .file(consent.path)))
    }

    private func pass(on remarks: [ConsentsBeside.Remark]) {
        for remark in remarks {
            if remark.isOfFolder {
                warning(ofFolder: remark.text)
            } else {
                warning(remark.text, remedy: remark.remedy)
            }
        }
    }

    package func warnOfPersonalCode(_ code: String, _ why: String) {
        warning("“\(code)” \(why): use a code, such as C01")
    }
}

/// Shows how far one task has come.
package protocol ProgressMeter {
    /// One more frame is done, at `time` seconds of the video.
    mutating func step(to time: Double)

    /// The task is complete; its last frame was at `time` seconds.
    mutating func finish(at time: Double)
}
