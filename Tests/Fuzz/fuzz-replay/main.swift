// fuzz-replay                    prints the names of the targets
// fuzz-replay TARGET [FILE…]     hands it its seeds and the files, as they are and damaged
//
// The damage is the same every time. The process ends by a trap when a promise is broken, having
// printed which input it was.
import Base
import Foundation
import FuzzKit
import FuzzTargets
import FuzzVideo

let targets = FuzzTargets.all + [VideoTarget.target]
let words = CommandLine.arguments.dropFirst()
guard let name = words.first else {
    for target in targets { print(target.name) }
    exit(0)
}
guard let target = targets.first(where: { $0.name == name }) else { exit(64) }
var inputs = target.seeds.enumerated().map { (name: "seed \($0.offset)", bytes: $0.element) }
for file in words.dropFirst() {
    inputs.append((file, Array(try Data(contentsOf: URL(fileURLWithPath: file)))))
}
/// At once, so that the last line is there when the process ends by a trap.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

for input in inputs {
    say("\(input.name), as it is")
    target.run(input.bytes)
    for damage in Damage.all(of: input.bytes.count) {
        say("\(input.name), \(damage)")
        target.run(damage.done(to: input.bytes))
    }
    guard let mutation = target.mutation else { continue }
    var changed = input.bytes
    for seed in 0..<48 {
        var random = SplitMix64(seed: UInt64(seed))
        // Each upon the one before, and from the beginning again now and then.
        changed = mutation.change(seed % 6 == 0 ? input.bytes : changed, &random) ?? input.bytes
        say("\(input.name), changed in its own form, \(seed)")
        target.run(changed)
    }
}
say("done")
