import Archive
import Base
import Exports
import Posture
import SessionModel

/// The landmarks of those who share, in the upright picture with square pixels.
struct SharedLandmarks {
    private let shared: SharedSession
    private let record: SessionRecord

    init(_ shared: SharedSession, _ record: SessionRecord) {
        self.shared = shared
        self.record = record
    }

    func write(to output: inout FileWriter) throws(Failure) {
        let header = try record.header()
        // How the file was stored stays at home with the file.
        let upright = StoredPicture(width: header.width, height: header.height)
        let table = LandmarksCSV(seats: shared.session.seats, pictures: [upright, upright])
        try table.writeHeader(to: &output)
        try record.forEachSeatedFrame(swapAt: shared.swapAt) { frame throws(Failure) in
            guard !shared.withheld.contains(where: { $0.holds(frame.time) }) else { return }
            var left = frame
            left.time -= shared.origin
            for seat in Seat.allCases where !shared.seats.contains(seat) {
                left.poses[seat.rawValue] = nil
            }
            try table.write(left, to: &output)
        }
    }
}
