import Base
import Posture

/// What BORIS says of one event.
struct BorisEvent {
    var subject: String
    var behavior: String
    /// As they stand, in their order.
    var modifiers: [String]
    var mark: Mark
    /// Seconds of the session.
    var time: Double
    /// Of the file, where it has lines.
    var line: Int?
    /// Whether it does not say what kind of event it is.
    var isUnknown = false

    mutating func move(by seconds: Double) {
        time += seconds
        if case .whole(let stop) = mark { mark = .whole(stop: stop + seconds) }
    }

    enum Mark: Equatable {
        case start, stop, point
        /// A state with both ends in one row; the stop, seconds of the session.
        case whole(stop: Double)
        /// A state's event of which only the order tells whether it starts or stops it.
        case turn
    }
}

/// Pairs the events of one observation and gives them to a ``CodingBuilder``.
///
/// A state is told from another of the same behavior by its modifiers. One that is still open at the
/// end lasts to the end of what was observed, as BORIS itself draws it.
struct BorisEvents {
    private struct State: Hashable {
        var subject, behavior: String
        var modifiers: [String]
    }

    private let file: InputFile
    private var builder: CodingBuilder
    /// The end of what was observed, seconds of the session.
    private let end: Double?
    private var open: [State: BorisEvent] = [:]

    init(_ file: InputFile, _ builder: CodingBuilder, end: Double?) {
        self.file = file
        self.builder = builder
        self.end = end
    }

    /// - Throws: ``Failure/Kind/badInput`` when a start or a stop that counts has no counterpart, or an
    ///   event impossible times.
    static func coding(
        _ events: [BorisEvent], _ file: InputFile, _ builder: CodingBuilder, end: Double?
    ) throws(Failure) -> Coding {
        var reader = BorisEvents(file, builder, end: end)
        for event in events { try reader.take(event) }
        try reader.close()
        return reader.builder.coding()
    }

    private mutating func take(_ event: BorisEvent) throws(Failure) {
        guard
            builder.meaning(
                seat: event.subject, code: event.behavior, details: event.modifiers) != nil
        else {
            return builder.pass(seat: event.subject, code: event.behavior)
        }
        try check(event)
        switch event.mark {
        case .point: try add(event, to: event.time)
        case .whole(let stop): try add(event, to: stop)
        case .start: try begin(event)
        case .stop: try stop(event)
        case .turn: if opened(by: event) == nil { try begin(event) } else { try stop(event) }
        }
    }

    private func check(_ event: BorisEvent) throws(Failure) {
        let place = event.line.map { ", line \($0)" } ?? ""
        guard !event.isUnknown else {
            throw Failure.badInput(
                "\(file.path)\(place): an event that is neither START, STOP nor POINT",
                remedy: "export tabular or aggregated events from BORIS")
        }
        var isTimed = event.time.isFinite
        if case .whole(let stop) = event.mark { isTimed = isTimed && stop.isFinite }
        guard isTimed else {
            throw Failure.badInput(
                "\(file.path)\(place): the time of \(Self.name(event)) is not a number of seconds",
                remedy: "have BORIS write times in seconds (File > Preferences)")
        }
    }

    /// More states than that are not coded at once.
    private static let mostOpen = 1000

    private mutating func begin(_ event: BorisEvent) throws(Failure) {
        let state = Self.state(event)
        guard open[state] == nil, open.count < Self.mostOpen else { throw unpaired("START", event) }
        open[state] = event
    }

    private mutating func stop(_ event: BorisEvent) throws(Failure) {
        guard let state = opened(by: event), let start = open.removeValue(forKey: state),
            start.time <= event.time
        else { throw unpaired("STOP", event) }
        try add(start, to: event.time)
    }

    private static func state(_ event: BorisEvent) -> State {
        State(
            subject: event.subject, behavior: event.behavior,
            modifiers: event.modifiers.map { TableReader.folded($0) })
    }

    /// The open state that an event stops: of the same modifiers, or the only one where it has none.
    private func opened(by event: BorisEvent) -> State? {
        let state = Self.state(event)
        if open[state] != nil { return state }
        guard state.modifiers.allSatisfy(\.isEmpty), event.mark == .stop else { return nil }
        let others = open.keys.filter {
            $0.subject == state.subject && $0.behavior == state.behavior
        }
        return others.count == 1 ? others[0] : nil
    }

    private mutating func close() throws(Failure) {
        let left = open.values.sorted { ($0.time, $0.subject) < ($1.time, $1.subject) }
        for event in left {
            guard let end, end >= event.time else { throw unpaired("START", event) }
            try add(event, to: end)
            builder.note(
                "\(Self.name(event)) has no STOP; it is taken to last until the end, "
                    + "\(DecimalText.text(end, decimals: 1)) s")
        }
    }

    private mutating func add(_ event: BorisEvent, to offset: Double) throws(Failure) {
        try builder.add(
            seat: event.subject, code: event.behavior, details: event.modifiers,
            CodedStretch(onset: event.time, offset: offset, values: [], line: event.line))
    }

    private static func name(_ event: BorisEvent) -> String {
        (event.subject.isEmpty ? "" : event.subject + " ") + event.behavior
    }

    private func unpaired(_ mark: String, _ event: BorisEvent) -> Failure {
        let place = event.line.map { ", line \($0)" } ?? ""
        return Failure.badInput(
            "\(file.path)\(place): a \(mark) of \(Self.name(event)) without its counterpart",
            remedy: "pair the state events in BORIS (Observations > Check state events)")
    }
}
