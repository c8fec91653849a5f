import Foundation
import GRDB
import Posture
import SessionModel

/// The table `series`: channels of scored series to their last digit, where whole numbers of a channel's last
/// decimal, as `feature_rows` has them, would round them.
///
/// A row per seat and column of `features.csv`: `numbers`, the values as 64-bit floats, little-endian, one for each
/// of the seat's instants and `NaN` where there is none; and `given`, the same before samples that jump as where a
/// video is cut were left out. Each is `NULL` where it says nothing more. With it, whatever is computed of the
/// channels later is what it would be of the series themselves.
struct ExactSeries {
    let database: Database

    /// Writes what the rows of the features do not keep of a session of series.
    func write(_ session: Session) throws {
        for seat in Seat.allCases {
            let track = session.features[seat.rawValue]
            let given = session.asGiven?[seat.rawValue] ?? track
            for (place, code) in FeatureCode.all.enumerated() {
                let values = track.column(place)
                let before = given.column(place)
                let isKept = Self.isSame(values, values.map { code.value(code.code($0)) })
                let isGiven = Self.isSame(values, before)
                if isKept, isGiven { continue }
                try database.cachedStatement(
                    sql: "INSERT INTO series (seat, channel, numbers, given) VALUES (?, ?, ?, ?)"
                ).execute(arguments: [
                    seat.rawValue, code.column, isKept ? nil : Self.blob(values),
                    isGiven ? nil : Self.blob(before),
                ])
            }
        }
    }

    /// Puts the last digits into channels that were read from the rows of the features.
    ///
    /// - Returns: the channels as they were given; `nil` where nothing was left out of them.
    /// - Throws: `ImpossibleCell` when a row is none of these channels'.
    func complete(_ tracks: inout [FeatureTrack]) throws -> [FeatureTrack]? {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT seat, channel, numbers, given FROM series ORDER BY seat, channel"
        )
        var before: [(seat: Int, place: Int, values: [Double])] = []
        while let row = try rows.next() {
            let seat: Int = try row.decode(atIndex: 0)
            let name: String = try row.decode(atIndex: 1)
            guard tracks.indices.contains(seat),
                let place = FeatureCode.all.firstIndex(where: { $0.column == name })
            else { throw ImpossibleCell(table: "series", column: "channel") }
            let count = tracks[seat].count
            if let numbers: Data = try row.decode(atIndex: 2) {
                tracks[seat].setColumn(place, try Self.values(numbers, count, "numbers"))
            }
            if let given: Data = try row.decode(atIndex: 3) {
                before.append((seat, place, try Self.values(given, count, "given")))
            }
        }
        if before.isEmpty { return nil }
        var given = tracks
        for (seat, place, values) in before { given[seat].setColumn(place, values) }
        return given
    }

    /// Whether two columns are the same to the last bit, `NaN` being like itself.
    private static func isSame(_ one: [Double], _ other: [Double]) -> Bool {
        one.count == other.count
            && zip(one, other).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
    }

    private static func blob(_ values: [Double]) -> Data {
        var data = Data(capacity: 8 * values.count)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        return data
    }

    /// - Parameter count: how many instants the seat has.
    private static func values(_ data: Data, _ count: Int, _ column: String) throws -> [Double] {
        guard data.count == 8 * count else { throw ImpossibleCell(table: "series", column: column) }
        let values = data.withUnsafeBytes { bytes in
            (0..<count).map { index in
                Double(
                    bitPattern: UInt64(
                        littleEndian: bytes.loadUnaligned(
                            fromByteOffset: 8 * index, as: UInt64.self)))
            }
        }
        guard values.allSatisfy({ !$0.isInfinite }) else {
            throw ImpossibleCell(table: "series", column: column)
        }
        return values
    }
}

extension FeatureTrack {
    /// A column by its place in ``FeatureCode/all``: presence, then the channels.
    fileprivate func column(_ place: Int) -> [Double] {
        place == 0 ? presence : values[place - 1]
    }

    fileprivate mutating func setColumn(_ place: Int, _ numbers: [Double]) {
        if place == 0 { presence = numbers } else { values[place - 1] = numbers }
    }
}
