import Posture
package import Base
import SessionModel

/// The shared form of `session.json`: the settings, the measurement quality and, when both people share,
/// the summary. Random codes replace everything that identifies a person.
package struct SharedJSON: Sendable {
    package static let fileName = SessionJSON.fileName

    /// A person whose data are shared.
    package struct Person: Sendable, Equatable {
        package var seat: String
        /// Random, made for this one export.
        package var code: String

        package init(seat: String, code: String) {
            self.seat = seat
            self.code = code
        }
    }

    private let shared: SharedSession
    private let code: String
    private let people: [Person]

    /// - Parameters:
    ///   - code: the random name of this export.
    ///   - people: those who share, in the order of ``SharedSession/seats``.
    package init(_ shared: SharedSession, code: String, people: [Person]) {
        self.shared = shared
        self.code = code
        self.people = people
    }

    /// Writes the whole file.
    package func write(to output: inout FileWriter) throws(Failure) {
        try output.write(value.text())
        try output.write("\n")
    }

    var value: JSONValue {
        let session = shared.session
        let whole = SessionJSON.value(session)
        let sources = session.source.map { source -> JSONValue in
            guard case .object(let members) = source.json else { return .null }
            let names = [SourceInfo.Key.file, SourceInfo.Key.sha256]
            return .object(members.filter { !names.contains($0.name) })
        }
        let people = people.map { person -> JSONValue in
            ["seat": .string(person.seat), "code": .string(person.code)]
        }
        var members: [JSONValue.Member] = [
            .init("schema", .integer(SessionJSON.schema)),
            .init("attune", .string(session.attune)),
            .init("share", .string(code)),
            .init("participants", .array(people)),
            .init("source", sources.count == 1 ? sources[0] : .array(sources)),
            .init("seats", .array(shared.seats.map { .string(shared.name(of: $0)) })),
            .init("settings", whole["settings"] ?? .null),
            .init("quality", quality(session)),
        ]
        if shared.isOfBoth {
            members.append(.init("summary", whole["summary"] ?? .null))
            members.append(.init("warnings", whole["warnings"] ?? .null))
        }
        return .object(members)
    }

    private func quality(_ session: Session) -> JSONValue {
        let coverage = shared.seats.map { seat in
            JSONValue.Member(
                shared.name(of: seat),
                .rounded(session.quality.coverage[seat.rawValue], decimals: 4))
        }
        let identity = session.quality.identity.map { span -> JSONValue in
            ["start": .rounded(span.start), "end": .rounded(span.end)]
        }
        return ["coverage": .object(coverage), "identity": .array(identity)]
    }
}
