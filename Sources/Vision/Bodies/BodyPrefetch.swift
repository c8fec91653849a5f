import Foundation

/// Infers the bodies of the next stretch on a thread of its own while faces and hands of this one are looked at:
/// neither waits for the other as long as both have work.
///
/// It guesses what will be asked: it goes through the stretch as if everybody were followed on from where they
/// will be, and nothing strayed in the picture. An answer counts only where it is to the very question, of the same picture in
/// the same region, so a measurement is the same without it.
///
/// `@unchecked Sendable`: the lock guards all mutable state; the slots of the network are the thread's while it runs.
final class BodyPrefetch: @unchecked Sendable {
    private struct Answer {
        var question: BodyStretches.Question
        var result: PoseLandmarker.Result?
    }

    private let landmarker: PoseLandmarker
    /// The first of two slots that nobody else uses.
    private let slot: Int
    private let condition = NSCondition()
    private var stretches = BodyStretches()
    private var answers: [Answer] = []
    /// How many questions it had foreseen.
    private(set) var hits = 0
    private var isWorking = false
    private var isStopped = false

    init(_ landmarker: PoseLandmarker, slot: Int) {
        self.landmarker = landmarker
        self.slot = slot
    }

    deinit { stop() }

    /// Begins to infer; the frames must stay as they are until it has been waited for, or stopped.
    func begin(_ stretches: BodyStretches) {
        stop()
        guard !stretches.questions.isEmpty else { return }
        self.stretches = stretches
        (isWorking, isStopped) = (true, false)
        let thread = Thread { [self] in run() }
        thread.name = "bodies ahead"
        thread.start()
    }

    /// Waits until all that was guessed is inferred.
    func wait() {
        condition.lock()
        defer { condition.unlock() }
        while isWorking { condition.wait() }
    }

    /// Ends it, and forgets what it found.
    func stop() {
        condition.lock()
        isStopped = true
        while isWorking { condition.wait() }
        condition.unlock()
        answers = []
        stretches = BodyStretches()
    }

    /// What was found for this question; `nil` where it was not foreseen. To be asked when it has been waited for.
    func answer(_ question: BodyStretches.Question) -> PoseLandmarker.Result?? {
        let answer = answers.first {
            $0.question.seat == question.seat && $0.question.time == question.time
                && $0.question.region == question.region
        }
        if answer != nil { hits += 1 }
        return answer.map(\.result)
    }

    private func run() {
        // Where the network fails, whoever asks meets the failure.
        try? infer()
        condition.lock()
        isWorking = false
        condition.broadcast()
        condition.unlock()
    }

    private func infer() throws {
        while !isCancelled {
            let questions = stretches.questions
            if questions.isEmpty { return }
            for question in questions {
                try landmarker.start(
                    slot: slot + question.seat, frame: question.frame, region: question.region,
                    clip: question.clip)
            }
            for question in questions {
                let result = try landmarker.finish(
                    slot: slot + question.seat, region: question.region)
                answers.append(Answer(question: question, result: result))
                stretches.take(result, for: question) { _ in false }
            }
        }
    }

    private var isCancelled: Bool {
        condition.lock()
        defer { condition.unlock() }
        return isStopped
    }
}
