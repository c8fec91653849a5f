package import Posture
package import SessionModel

/// `gait.csv`: a row a step of a session in which people walked, in order of time, first seat first.
package struct GaitCSV: SessionTable {
    package static let fileName = SessionFile.gait.name

    package init() {}

    package static func rows(_ session: Session) -> [GaitStep] {
        session.gait.flatMap(\.steps).sorted {
            ($0.time, $0.seat.rawValue) < ($1.time, $1.seat.rawValue)
        }
    }
}
