import Base
import Foundation

/// Steps that follow each other without one missed between.
struct Walk {
    let run: GaitRun
    /// When feet come to the ground, in samples of the run.
    var contacts: [Double]
    /// Time of a step, samples.
    var period: Double
    var feet: [Side?]
}

/// Finds the steps of a run.
struct WalkFinder {
    let run: GaitRun

    /// Steps that come sooner after one than this share of the time of a step are none.
    private static let soonest = 0.6
    /// After so many times of a step, one was missed or the walk was interrupted.
    private static let missed = 1.5
    /// A step takes no longer than so many times that of the whole run.
    private static let longest = 1.25
    /// Dips that are so much shallower than usual are none.
    private static let shallowest = 0.25
    /// Head and trunk are lowest in the middle of the time in which both feet are on the ground, which is a fifth
    /// of a step in walking at one's own pace [Perry & Burnfield 2010]: the foot has come down half of it before.
    static let delay = 0.1
    /// Fewer steps on end are no walk.
    static let fewest = 4

    var walks: [Walk] {
        let course = StrideFinder(run: run).course
        guard let stride = course.filter(\.isFinite).median else { return [] }
        let dips = dips(course)
        guard let depth = dips.map({ run.height[$0] }).median else { return [] }
        let deep = dips.filter { run.height[$0] > Self.shallowest * depth }
        var walks: [Walk] = []
        var last = -Double.infinity
        for dip in deep {
            let period = course[dip] / 2
            let contact = fine(dip, period) - Self.delay * period
            // Where one was missed, a window may take the gap for a long stride.
            if contact - last > Self.missed * min(period, Self.longest * stride / 2) {
                walks.append(Walk(run: run, contacts: [], period: period, feet: []))
            }
            walks[walks.count - 1].contacts.append(contact)
            last = contact
        }
        return walks.filter { $0.contacts.count >= Self.fewest }.map { walk in
            var walk = walk
            let times = zip(walk.contacts.dropFirst(), walk.contacts).map { $0 - $1 }
            walk.period = times.median ?? walk.period
            walk.feet = StepFeet(walk: walk).feet
            return walk
        }
    }

    /// Samples at which head and shoulders are lowest, the deepest of those that are too close.
    private func dips(_ course: [Double]) -> [Int] {
        let height = run.height
        let all = height.indices.dropFirst().dropLast().filter {
            course[$0].isFinite && height[$0] > height[$0 - 1] && height[$0] >= height[$0 + 1]
        }
        var isKept = [Bool](repeating: false, count: height.count)
        for dip in all.sorted(by: { height[$0] > height[$1] }) {
            let room = Int((Self.soonest * course[dip] / 2).rounded(.up)) - 1
            let around = max(0, dip - room)...min(height.count - 1, dip + room)
            if !isKept[around].contains(true) { isKept[dip] = true }
        }
        return all.filter { isKept[$0] }
    }

    /// Where the dip is in the wide band, between samples.
    private func fine(_ dip: Int, _ period: Double) -> Double {
        let reach = Int(0.3 * period)
        let values = run.fineHeight
        let around = max(1, dip - reach)...min(values.count - 2, dip + reach)
        let tops = around.filter { values[$0] > values[$0 - 1] && values[$0] >= values[$0 + 1] }
        guard let top = tops.max(by: { values[$0] < values[$1] }) else { return Double(dip) }
        let bend = values[top - 1] - 2 * values[top] + values[top + 1]
        return Double(top) + (values[top - 1] - values[top + 1]) / bend / 2
    }
}
