package import Base
import Exports
import Posture

/// A table of channels: `time`, `seat` and a column per channel, as `features.csv`.
package struct ChannelTable: Sendable {
    package let name: String
    /// Names of the channels that it has.
    package let channels: [String]
    /// Per seat and channel, means over whole seconds.
    fileprivate let means: [[[Int: Double]]]

    /// Seconds: the 48 hours that a recording may have, and some more.
    private static let longest = 200_000.0

    private struct Mean {
        var sum = 0.0
        var count = 0.0
    }

    /// - Parameters:
    ///   - seats: names of the session's seats, in any letter case in the table.
    ///   - only: the channels that are read; `nil`: all. Other columns are left out.
    /// - Throws: ``Failure/Kind/noInput`` without such a file, ``Failure/Kind/badInput`` when it is not such a
    ///   table.
    package init(_ path: String, seats: [String], only: [String]? = nil) throws(Failure) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        let table = try TableReader(try Self.lines(path), below: [["time", "seat"]])
        let known = Channel.allCases.map(\.rawValue)
        let channels = (only ?? known).filter { table.column($0) != nil }
        var sums = seats.map { _ in [[Int: Mean]](repeating: [:], count: channels.count) }
        while let row = try table.next() {
            let name = TableReader.folded(row["seat"].text)
            guard let seat = seats.firstIndex(where: { TableReader.folded($0) == name }) else {
                throw row.malformed(
                    "“\(row["seat"].text)” is no seat of the session",
                    remedy: "call them \(seats.joined(separator: " and "))")
            }
            let time = try row.place.number(row["time"], in: "time")
            guard time.magnitude < Self.longest else {
                throw row.malformed("there is no time", remedy: "give seconds of the recording")
            }
            let second = Int(time.rounded(.down))
            for (index, channel) in channels.enumerated() {
                let value = try row.place.number(row[channel], in: channel)
                guard value.isFinite else { continue }
                sums[seat][index][second, default: Mean()].sum += value
                sums[seat][index][second, default: Mean()].count += 1
            }
        }
        self.channels = channels
        means = sums.map { $0.map { $0.mapValues { $0.sum / $0.count } } }
    }

    /// The file is read in pieces: hours of features at a camera's rate are larger than any coding.
    private static func lines(_ path: String) throws(Failure) -> LineReader {
        let file: Int32
        do { file = try RegularFile.open(path) } catch {
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give the path of a file that is there and that you may read")
        }
        return try LineReader(path, file: file)
    }
}

/// How a channel agrees with the same as somebody else measured or rated it, on means over whole seconds.
package struct ChannelAgreement: Sendable {
    package struct Row: Sendable {
        package var seat: String
        package var channel: String
        package var agreement: IntraclassCorrelation
    }

    package let name: String
    package let rows: [Row]

    /// - Throws: ``Failure/Kind/badInput`` when they have no channel in common.
    package init(
        _ session: ChannelTable, _ reference: ChannelTable, seats: [String], over span: TimeSpan
    ) throws(Failure) {
        name = reference.name
        let common = session.channels.filter(reference.channels.contains)
        guard !common.isEmpty else {
            throw Failure.badInput(
                "\(reference.name) has no channel of the session",
                remedy: "name its columns like those of \(session.name), such as head_tilt")
        }
        rows = seats.indices.flatMap { seat in
            common.compactMap { channel -> Row? in
                guard let own = session.seconds(of: channel, seat),
                    let other = reference.seconds(of: channel, seat), !other.isEmpty
                else { return nil }
                let pairs = own.keys.sorted().compactMap {
                    second -> IntraclassCorrelation.Pair? in
                    guard let one = own[second], let other = other[second],
                        span.contains(Double(second))
                    else { return nil }
                    return IntraclassCorrelation.Pair(one: one, other: other)
                }
                return Row(
                    seat: seats[seat], channel: channel,
                    agreement: IntraclassCorrelation(pairs))
            }
        }
    }
}

extension ChannelTable {
    fileprivate func seconds(of channel: String, _ seat: Int) -> [Int: Double]? {
        channels.firstIndex(of: channel).map { means[seat][$0] }
    }
}
