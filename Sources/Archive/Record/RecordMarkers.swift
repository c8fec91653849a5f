package import Base
import GRDB
package import SessionModel

extension SessionRecord {
    /// The notes that were made while the session ran, in order of time.
    package func markers() throws(Failure) -> [Marker] {
        try reading { try Marker.all(in: $0) }
    }
}

extension Marker {
    static func all(in database: Database) throws -> [Marker] {
        try Row.fetchAll(database, sql: "SELECT time, text FROM markers ORDER BY time, id")
            .map { Marker(time: try $0.decode(atIndex: 0), text: try $0.decode(atIndex: 1)) }
    }
}
