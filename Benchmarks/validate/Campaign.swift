import Foundation

/// Runs all conditions on all cores and writes the report.
struct Campaign {
    private let options: ValidateOptions
    private let plan: Plan

    init(_ options: ValidateOptions) {
        self.options = options
        plan = Plan(options)
    }

    func run() async throws {
        let run =
            "5 \(options.surrogates) \(options.seed) \(options.scale) \(options.isQuick)"
        var store = try TrialStore(path: options.state, run: run)
        let watch = Stopwatch()
        for condition in plan.conditions where condition.name.hasPrefix(options.only) {
            try await self.run(condition, &store)
        }
        log("measured in \(Int(watch.elapsed.wall)) s, \(Int(watch.elapsed.cpu)) s of processor")
        let text = ValidationReport(plan: plan, results: store.results, options: options).text
        print(text)
        if !options.page.isEmpty {
            try MarkedSection(page: options.page, name: "validate").replace(with: text)
            log("written to \(options.page)")
        }
    }

    private func run(_ condition: Condition, _ store: inout TrialStore) async throws {
        let missing = (0..<condition.sessions).filter { !store.has(condition.name, $0) }
        guard !missing.isEmpty else { return }
        let watch = Stopwatch()
        let seed = options.seed
        let width = ProcessInfo.processInfo.activeProcessorCount
        try await withThrowingTaskGroup(of: (Int, TrialResult).self) { group in
            var next = 0
            func start() {
                guard next < missing.count else { return }
                let session = missing[next]
                next += 1
                group.addTask { (session, await condition.measure(session, seed: seed)) }
            }
            for _ in 0..<width { start() }
            var done = 0
            for try await (session, values) in group {
                try store.add(condition.name, session, values)
                start()
                done += 1
                if done.isMultiple(of: 50) {
                    log("\(condition.name): \(done) of \(missing.count)")
                }
            }
        }
        log("\(condition.name): \(missing.count) sessions in \(Int(watch.elapsed.wall)) s")
    }

    private func log(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
