import Posture
import SessionStore
import Timeline

/// The landmarks of those who share, in the upright picture with square pixels.
struct SharedLandmarks {
    private let shared: SharedSession
    private let record: SessionRecord

    init(_ shared: SharedSession, _ record: SessionRecord) {
        self.shared = shared
        self.record = record
    }

    func write(to output: inout FileWriter) throws(Failure) {
        let table = LandmarksCSV(seats: shared.session.seats)
        try table.writeHeader(to: &output)
        var swaps = shared.swapAt[...]
        var isSwapped = false
        var failure: Failure?
        try record.forEachFrame { frame in
            guard failure == nil else { return }
            while let swap = swaps.first, swap <= frame.time {
                isSwapped.toggle()
                swaps.removeFirst()
            }
            guard !shared.withheld.contains(where: { $0.holds(frame.time) }) else { return }
            for seat in shared.seats {
                guard let pose = frame.poses[(isSwapped ? seat.other : seat).rawValue] else {
                    continue
                }
                let sample = LandmarkSample(
                    time: frame.time - shared.origin, seat: seat, points: pose.points)
                do throws(Failure) {
                    try table.write(sample, to: &output)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }
}
