import Base
import SessionModel

/// The figures of all pairs of a plan, once for every alignment.
struct RecombinedFigures: Sendable {
    struct Row: Sendable {
        /// Numbers of the sessions of the first and of the second person; of people who met the same.
        var first, second: Int
        var alignment: RecombinedAlignment
        /// In the order of ``RecombinedFigures/names``; shorter where the last are missing.
        fileprivate var values: [Double]
    }

    /// In order.
    private(set) var names: [RecombinedFigure] = []
    /// By session of the first person, then of the second.
    private(set) var rows: [Row] = []
    /// Where a name's values are in rows.
    private var places: [RecombinedFigure: Int] = [:]

    /// A value; not finite where there is none.
    func value(_ name: RecombinedFigure, of row: Row) -> Double {
        guard let place = places[name], place < row.values.count else { return .nan }
        return row.values[place]
    }

    /// Per group of the plan sessions × sessions the means over alignments; not finite where there is none.
    func values(of name: RecombinedFigure, in plan: RecombinationPlan) -> [[[Double]]] {
        var place: [Int: (group: Int, index: Int)] = [:]
        for (group, sessions) in plan.groups.enumerated() {
            for (index, session) in sessions.enumerated() { place[session] = (group, index) }
        }
        let zero = plan.groups.map { group in
            [[Double]](repeating: [Double](repeating: 0, count: group.count), count: group.count)
        }
        var (sums, counts) = (zero, zero)
        for row in rows {
            let value = value(name, of: row)
            guard value.isFinite, let one = place[row.first], let two = place[row.second] else {
                continue
            }
            sums[one.group][one.index][two.index] += value
            counts[one.group][one.index][two.index] += 1
        }
        return zip(sums, counts).map { sums, counts in
            zip(sums, counts).map { zip($0, $1).map { $0 / $1 } }
        }
    }

    private mutating func add(
        _ found: [RecombinedAlignment: [RecombinedFigure: Double]], _ first: Int, _ second: Int
    ) {
        for alignment in RecombinedAlignment.allCases {
            guard let figures = found[alignment] else { continue }
            var row = Row(first: first, second: second, alignment: alignment, values: [])
            for (name, value) in figures {
                let place = places[name] ?? places.count
                places[name] = place
                while row.values.count <= place { row.values.append(.nan) }
                row.values[place] = value
            }
            rows.append(row)
        }
    }

    private mutating func sort() {
        names = places.keys.sorted()
        let order = Dictionary(
            uniqueKeysWithValues: RecombinedAlignment.allCases.enumerated().map { ($1, $0) })
        rows.sort {
            ($0.first, $0.second, order[$0.alignment] ?? 0)
                < ($1.first, $1.second, order[$1.alignment] ?? 0)
        }
    }

    // MARK: Computing

    /// Several statistics of every pair, group by group: no more than the sessions of a group are in memory.
    ///
    /// - Returns: in the order of the statistics; `nil` when the task was cancelled.
    static func all(
        _ plan: RecombinationPlan, of statistics: [Recombination.Statistic],
        load: (Int) async throws(Failure) -> Session, step: (Int, Int) -> Void
    ) async throws(Failure) -> [RecombinedFigures]? {
        var all = statistics.map { _ in RecombinedFigures() }
        let total = plan.pairs + plan.sessions
        var done = 0
        for group in plan.groups {
            var sessions: [Int: RecombinedSession] = [:]
            for number in group {
                if Task.isCancelled { return nil }
                sessions[number] = RecombinedSession(
                    try await load(number), seats: plan.seats,
                    asGiven: statistics.contains(where: \.isAsGiven))
            }
            let pairs = group.flatMap { one in
                ([one] + plan.partners(of: one, in: group)).map { (one, $0) }
            }
            await figures(pairs, sessions, statistics) { one, two, found in
                for (index, figures) in found.enumerated() { all[index].add(figures, one, two) }
                done += 1
                step(done, total)
            }
            if Task.isCancelled { return nil }
        }
        for index in all.indices { all[index].sort() }
        return all
    }

    private typealias Found = [RecombinedAlignment: [RecombinedFigure: Double]]

    private static func figures(
        _ pairs: [(Int, Int)], _ sessions: [Int: RecombinedSession],
        _ statistics: [Recombination.Statistic], _ add: (Int, Int, [Found]) -> Void
    ) async {
        await withTaskGroup(of: (Int, Int, [Found]).self) { group in
            var rest = pairs[...]
            let start = { (group: inout TaskGroup<(Int, Int, [Found])>) in
                guard !Task.isCancelled, let (one, two) = rest.popFirst() else { return }
                guard let first = sessions[one], let second = sessions[two] else { return }
                group.addTask {
                    let pair = RecombinedPair(first, second, isReal: one == two)
                    return (one, two, statistics.map { pair.figures($0) })
                }
            }
            // A few more than there are cores, so that none waits.
            for _ in 0..<8 { start(&group) }
            while let (one, two, found) = await group.next() {
                add(one, two, found)
                start(&group)
            }
        }
    }
}
