import Mimicry
import Posture
import Foundation
let (first, second) = Bench.dyad(minutes: 5)
for useChanges in [false, true] {
    let watch = Stopwatch()
    var detector = PostureDetector(seat: .first)
    var n = 0
    for i in 0..<first.count {
        let s = first[sample: i]
        detector.append(time: s.time, presence: 1, row: s.row)
        if useChanges, i % 5 == 0 { n += detector.changes().held.count }
    }
    print(useChanges, n, watch.elapsed.cpu)
}
let w2 = Stopwatch()
var scorer = MimicryScorer()
var n = 0
for i in 0..<first.count {
    n += scorer.append(first[sample: i], of: .first).synchrony.count
    n += scorer.append(second[sample: i], of: .second).synchrony.count
}
print("scorer", n, w2.elapsed.cpu)
