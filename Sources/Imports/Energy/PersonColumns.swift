package import Base

/// Which columns of a table are whose: `1+2,3+4`, or names, first person first. The columns of a person
/// are added up.
package struct PersonColumns: Sendable, Equatable {
    /// Numbers from 1 or names, of the first and of the second person.
    package let people: [[String]]

    /// - Throws: ``Failure/Kind/usage`` for anything else than two lists.
    package init(_ text: String) throws(Failure) {
        let people = text.split(separator: ",", omittingEmptySubsequences: false).map { list in
            list.split(separator: "+", omittingEmptySubsequences: false).map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
        guard people.count == 2, people.joined().allSatisfy({ !$0.isEmpty }) else {
            throw Failure.usage(
                "\"\(text)\" does not say which columns are whose",
                remedy:
                    "give the columns of both people, such as 1+2,3+4 or head1+body1,head2+body2"
            )
        }
        self.people = people
    }

    /// As it is given.
    package var description: String {
        people.map { $0.joined(separator: "+") }.joined(separator: ",")
    }

    /// The places of one person's columns in a table.
    ///
    /// - Throws: ``Failure/Kind/badInput`` for a column that is not there.
    func places(of person: Int, in table: MotionEnergyTable) throws(Failure) -> [Int] {
        var places: [Int] = []
        for wanted in people[person] {
            let named = table.names?.firstIndex {
                $0 == wanted || $0.lowercased() == wanted.lowercased()
            }
            let place = named ?? Int(wanted).map { $0 - 1 }
            guard let place, table.columns.indices.contains(place) else {
                throw Failure.badInput(
                    "\(table.path) has no column \(wanted)",
                    remedy: "its columns are \(table.listed)")
            }
            guard !places.contains(place) else {
                throw Failure.badInput(
                    "\(wanted) of \(description) is a column that is already there",
                    remedy: "name every column once")
            }
            places.append(place)
        }
        return places
    }
}
