import Base

/// Reads two people's numbers over time from tables of any program: two columns, or several that are named as whose
/// they are, or two files with one person each.
struct PersonSeriesReader {
    let paths: [String]
    /// Samples per second.
    let rate: Double
    /// Whose the columns are; needed when there are more than two.
    let columns: PersonColumns?
    /// What the numbers are, for messages: `motion energy`.
    let subject: String
    /// What a series must be like: `in which something moves`.
    let change: String

    /// One person's numbers.
    struct Person {
        var name: String?
        var path: String
        /// What messages call the column.
        var place: String
        /// `NaN` where nothing was measured.
        var values: [Double]
    }

    /// Both people, first person first, as long as the shorter series.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    func read(_ warnings: inout [String]) throws(Failure) -> [Person] {
        var people: [Person] = []
        for (number, path) in paths.enumerated() {
            people += try self.people(of: path, number, &warnings)
        }
        for person in people { try check(person) }
        let count = people.map(\.values.count).min() ?? 0
        if people.contains(where: { $0.values.count != count }) {
            warnings.append(
                "the two series have \(people[0].values.count) and \(people[1].values.count) "
                    + "samples; what the longer one has more was left out")
        }
        for index in people.indices {
            people[index].values.removeLast(people[index].values.count - count)
        }
        return people
    }

    // MARK: Whose a column is

    /// The people of one file: both, or the one of that number of two files.
    private func people(
        of path: String, _ number: Int, _ warnings: inout [String]
    ) throws(Failure) -> [Person] {
        let table = try MotionEnergyTable(
            path, subject: subject,
            most: min(Int(bounded: Recording.longest * rate), SeriesReader.mostInstants))
        let wanted = paths.count == 1 ? [0, 1] : [number]
        var places: [[Int]] = []
        if let columns {
            for person in wanted { places.append(try columns.places(of: person, in: table)) }
            if places.count == 2, let twice = places[0].first(where: places[1].contains) {
                throw Failure.badInput(
                    "\(table.title(twice)) is of both people in \(columns.description)",
                    remedy: "give every column to one person")
            }
        }
        // Two columns of two people leave none over.
        let clock =
            table.columns.count > wanted.count
            ? TableClock(table, except: Set(places.joined())) : nil
        if columns == nil {
            places = table.columns.indices.filter { $0 != clock?.column }.map { [$0] }
            try checkCount(places.count, wanted.count, table, clock)
        }
        guard let clock else { return places.map { person(table, $0) } }
        if columns == nil {
            warnings.append("\(table.title(clock.column)) counts frames or time and was left out")
        }
        warnings += clock.remarks(table, rate: rate)
        return places.map { columns in
            var person = person(table, columns)
            person.values = clock.filled(person.values, along: table.columns[clock.column])
            return person
        }
    }

    private func person(_ table: MotionEnergyTable, _ columns: [Int]) -> Person {
        var values = table.columns[columns[0]]
        for other in columns.dropFirst() {
            for (index, value) in table.columns[other].enumerated() { values[index] += value }
        }
        let titles = columns.map(table.title).joined(separator: " + ")
        let name = table.names.map { names in columns.map { names[$0] }.joined(separator: "+") }
        return Person(name: name, path: table.path, place: titles, values: values)
    }

    private func checkCount(
        _ count: Int, _ wanted: Int, _ table: MotionEnergyTable, _ clock: TableClock?
    ) throws(Failure) {
        guard count != wanted else { return }
        if count < wanted {
            throw Failure.badInput(
                "\(table.path) has one column"
                    + (clock.map { " beside \(table.title($0.column)), which counts frames" } ?? ""),
                remedy: "give both people's \(subject) in two columns, or in two files")
        }
        throw Failure.badInput(
            "\(table.path) has \(table.columns.count) columns (\(table.listed)), and nothing says whose "
                + "they are",
            remedy: wanted == 1
                ? "give two files with one column each, or \(.columns) A,B with a column of each"
                : "name those of each person with \(.columns), such as \(.columns) 1+2,3+4; numbers "
                    + "with a decimal comma need another separator between columns")
    }

    /// - Throws: ``Failure/Kind/badInput`` for a series that says nothing.
    func check(_ person: Person) throws(Failure) {
        let known = person.values.filter { !$0.isNaN }
        guard let first = known.first else {
            throw Failure.badInput(
                person.values.isEmpty
                    ? "\(person.path) holds no numbers"
                    : "\(person.path): \(person.place) has no value, all are missing",
                remedy: "give a file with the \(subject) of both people")
        }
        guard known.contains(where: { $0 != first }) else {
            throw Failure.badInput(
                "\(person.path): \(person.place) does not vary, every value is \(first)",
                remedy: "give a series \(change); check that it is the right column")
        }
    }
}
