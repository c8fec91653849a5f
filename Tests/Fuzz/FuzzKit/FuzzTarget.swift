/// One thing that reads what strangers wrote, as libFuzzer sees it.
package struct FuzzTarget: Sendable {
    package let name: String
    /// Inputs to begin with: small ones that are as they should be.
    package let seeds: [[UInt8]]
    /// Words of the format, so that the fuzzer need not find them letter by letter.
    package let words: [String]
    /// Changes an input in its own form, half of the time; otherwise libFuzzer changes its bytes.
    package let mutation: Mutation?
    /// Reads one input. It must return whatever the input is; it ends the process when a promise is
    /// broken (see ``expect(_:_:)``).
    package let run: @Sendable ([UInt8]) -> Void

    package init(
        _ name: String, seeds: [[UInt8]], words: [String] = [], mutation: Mutation? = nil,
        run: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.words = words
        self.mutation = mutation
        self.run = run
    }

    package init(
        _ name: String, texts: [String], words: [String] = [], mutation: Mutation? = nil,
        run: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.init(
            name, seeds: texts.map { Array($0.utf8) }, words: words, mutation: mutation, run: run)
    }

    /// Ends the process, which the fuzzer counts as a crash, unless the promise is kept.
    package static func expect(_ isKept: Bool, _ promise: @autoclosure () -> String) {
        if !isKept { fatalError("broken promise: \(promise())") }
    }
}
