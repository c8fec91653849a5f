import Base
import Foundation

/// Between libFuzzer, which has the `main` and the command line, and the target that
/// `ATTUNE_FUZZ_TARGET` names. Two other things can be asked of a fuzzing program instead:
/// `ATTUNE_FUZZ_TARGET=list` prints the names, and `ATTUNE_FUZZ_SEEDS=FOLDER` writes the target's seeds
/// and words.
package enum FuzzMain {
    /// The target that is being fuzzed; set once, before the first input.
    private nonisolated(unsafe) static var current: FuzzTarget?

    /// Chooses the target; to be called by `LLVMFuzzerInitialize`.
    package static func begin(_ targets: [FuzzTarget]) -> Int32 {
        let environment = ProcessInfo.processInfo.environment
        let name = environment["ATTUNE_FUZZ_TARGET"]
        if name == "list" {
            for target in targets { print(target.name) }
            exit(0)
        }
        guard let target = targets.first(where: { $0.name == name }) else {
            let names = targets.map(\.name).joined(separator: ", ")
            FileHandle.standardError.write(Data("ATTUNE_FUZZ_TARGET: one of \(names)\n".utf8))
            exit(64)
        }
        if let folder = environment["ATTUNE_FUZZ_SEEDS"] {
            write(target, to: folder)
            exit(0)
        }
        current = target
        return 0
    }

    /// Runs one input; to be called by `LLVMFuzzerTestOneInput`.
    package static func run(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        current?.run(Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
    }

    /// Changes an input in place; to be called by `LLVMFuzzerCustomMutator`. The new count.
    ///
    /// - Parameter mutateBytes: libFuzzer's own change of bytes.
    package static func mutate(
        _ data: UnsafeMutablePointer<UInt8>, _ count: Int, room: Int, seed: UInt32,
        mutateBytes: (UnsafeMutablePointer<UInt8>, Int, Int) -> Int
    ) -> Int {
        var random = SplitMix64(seed: UInt64(seed))
        let input = UnsafeBufferPointer(start: data, count: count)
        guard let mutation = current?.mutation, Bool.random(using: &random),
            let changed = mutation.change(Array(input), &random)
        else { return mutateBytes(data, count, room) }
        let kept = changed.prefix(room)
        _ = UnsafeMutableBufferPointer(start: data, count: room).update(fromContentsOf: kept)
        return kept.count
    }

    /// `FOLDER/corpus/…` and `FOLDER/words.dict`.
    private static func write(_ target: FuzzTarget, to folder: String) {
        let place = URL(fileURLWithPath: folder)
        let corpus = place.appendingPathComponent("corpus")
        do {
            try FileManager.default.createDirectory(at: corpus, withIntermediateDirectories: true)
            for (number, seed) in target.seeds.enumerated() {
                try Data(seed).write(to: corpus.appendingPathComponent("seed-\(number)"))
            }
            let lines = target.words.map { word in
                "\"" + word.utf8.map { String(format: "\\x%02X", $0) }.joined() + "\"\n"
            }
            try Data(lines.joined().utf8).write(to: place.appendingPathComponent("words.dict"))
        } catch {
            fatalError("cannot write seeds to \(folder): \(error)")
        }
    }
}
