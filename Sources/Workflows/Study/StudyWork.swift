package import Base
import ReferenceStatistics
package import Posture
import SessionModel
package import Study

/// The sessions of a study, and what takes long with them: each part shows how far it has come and ends when the user
/// asks to stop.
package struct StudyWork: Sendable {
    /// In the order in which they were given.
    package private(set) var sessions: [StudySession] = []
    /// Why others are not among them.
    package private(set) var leftOut: [Failure] = []
    private var places: [String] = []
    private let input: StudyInput
    /// The sessions with their channels, as long as they are few; more are read again when they are needed.
    private var kept: [Int: Session] = [:]
    /// Names of channels that both people have in every session.
    package private(set) var measured: [Channel] = Channel.allCases
    private let reporter: any Reporter

    /// Most sessions that are in memory: an hour of all channels takes some 60 MB.
    private static let mostKept = 150

    /// Reads the sessions.
    ///
    /// - Parameters:
    ///   - keeping: whether their channels will be needed.
    ///   - leavesOut: whether one that cannot be used for what is wrong with it alone is left out.
    /// - Throws: what ``StudyInput/read(_:)`` throws, and ``Failure/Kind/interrupted``.
    package init(
        _ places: [String], input: StudyInput, keeping: Bool, leavesOut: Bool = false,
        reporter: any Reporter
    ) async throws(Failure) {
        self.input = input
        self.reporter = reporter
        let keeps = keeping && places.count <= Self.mostKept
        var meter = reporter.progress(of: "reading", steps: places.count)
        for (number, place) in places.enumerated() {
            if Interruption.isRequested { throw Self.interrupted("reading the sessions") }
            meter.step(to: Double(number))
            guard let found = try await read(place, leavesOut) else { continue }
            self.places.append(place)
            sessions.append(
                StudySession(
                    found.review.map(found.session.reviewed) ?? found.session, folder: found.place,
                    isWhole: found.isWhole))
            measured = measured.filter { channel in
                found.session.features.allSatisfy { $0[channel].contains(where: \.isFinite) }
            }
            if keeps { kept[self.places.count - 1] = found.session }
        }
        meter.finish(at: Double(places.count))
        if sessions.count < 2, let failure = leftOut.first { throw failure }
    }

    /// `nil` where it is left out.
    private mutating func read(
        _ place: String, _ leavesOut: Bool
    ) async throws(Failure) -> StudyInput.Found? {
        do throws(Failure) {
            return try await input.read(place)
        } catch {
            guard leavesOut, [.noConsent, .badInput, .noInput].contains(error.kind) else {
                throw error
            }
            leftOut.append(error)
            return nil
        }
    }

    private func session(_ number: Int) async throws(Failure) -> Session {
        if let session = kept[number] { return session }
        return try await input.read(places[number]).session
    }

    private static func interrupted(_ what: String) -> Failure {
        .interrupted(while: what, remedy: "run the command again")
    }

    // MARK: What takes long

    /// Who is seated with whom, and says it where that is not everybody with everybody.
    package func plan(_ study: StudyAnalysis) -> RecombinationPlan {
        let plan = RecombinationPlan(study.sessions, seats: study.seats)
        if plan.left > 0 {
            reporter.warning(
                "\(plan.left) of the sessions have other seats than the first one "
                    + "(\(study.seats.joined(separator: " and "))) and are not recombined: roles are kept"
            )
        }
        if plan.isSample {
            reporter.note(
                "of \(plan.possible) pairs of people who never met, \(plan.pairs) are compared, within "
                    + "\(plan.groups.count) groups of sessions drawn at random; \(Self.mostKept) sessions have all of "
                    + "theirs")
        }
        return plan
    }

    /// - Throws: ``Failure/Kind/interrupted``.
    package func recombination(
        _ plan: RecombinationPlan, of statistic: Recombination.Statistic
    ) async throws(Failure) -> Recombination {
        let (work, reporter) = (self, reporter)
        let found = try await Interruption.cancelling { () async throws(Failure) in
            var meter = reporter.progress(of: "recombining", steps: plan.pairs + plan.sessions)
            let found = try await Recombination(
                plan, of: statistic,
                load: { number async throws(Failure) in try await work.session(number) },
                step: { done, _ in meter.step(to: Double(done)) })
            if found != nil { meter.finish(at: Double(plan.pairs + plan.sessions)) }
            return found
        }
        guard let found else { throw Self.interrupted("recombining") }
        return found
    }

    /// - Throws: ``Failure/Kind/interrupted``, and what ``Multiverse`` throws.
    package func multiverse(
        _ choices: MultiverseChoices, of study: StudyAnalysis, recombining plan: RecombinationPlan?
    ) async throws(Failure) -> Multiverse {
        let (work, reporter) = (self, reporter)
        let found = try await Interruption.cancelling { () async throws(Failure) in
            var meter: (any ProgressMeter)?
            var last = 0
            let found = try await Multiverse(
                choices, of: study, recombining: plan,
                load: { number async throws(Failure) in try await work.session(number) },
                step: { done, total in
                    if meter == nil { meter = reporter.progress(of: "multiverse", steps: total) }
                    meter?.step(to: Double(done))
                    last = total
                })
            if found != nil { meter?.finish(at: Double(last)) }
            return found
        }
        guard let found else { throw Self.interrupted("computing the multiverse") }
        for curve in found.curves where curve.leftOut > 0 {
            reporter.note(
                "\(curve.leftOut) of the \(curve.leftOut + curve.results.count) combinations for "
                    + "\(curve.figure.name) do not go together and are left out, such as a step or lag longer than the "
                    + "window")
        }
        return found
    }

    /// - Throws: ``Failure/Kind/interrupted``.
    package func power(_ study: StudyAnalysis) async throws(Failure) -> StudyPower {
        let reporter = reporter
        let found = try await Interruption.cancelling { () async throws(Failure) in
            var meter: (any ProgressMeter)?
            var last = 0
            let found = await StudyPower(study) { done, total in
                if meter == nil { meter = reporter.progress(of: "power", steps: total) }
                meter?.step(to: Double(done))
                last = total
            }
            if found != nil { meter?.finish(at: Double(last)) }
            return found
        }
        guard let found else { throw Self.interrupted("simulating studies") }
        return found
    }
}
