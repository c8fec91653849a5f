/// What to do about a ``Failure``: text that may name actions of the program.
///
///     let remedy: Remedy = "choose another \(.output), or pass \(.force) to replace it"
///
/// A library does not know how an action is worded: as an option, a command, or a button of a page. It
/// names the action, and ``text(_:)`` inserts the words.
package struct Remedy: Sendable, Equatable, Codable {
    /// An option or a command of the program.
    package enum Action: Sendable, Equatable, Codable {
        // Options.
        case output, force, resume, consent, config, seats, rate, layout, precision, offset, stream
        case swapAt, keepUncertain, format, camera, port, map, channel, observation
        case columns, frameSize, skeleton, unconfined
        // Commands.
        case analyze, score, check, listCameras, newConsent, open
        case renewConsent(folder: String)
        /// `code` is nil when it is not known whose consent was withdrawn.
        case withdraw(code: String?, folder: String)
        case recover(folder: String)
        case report(folder: String)
        /// `folder` is nil when it is not known at that place.
        case export(format: String, folder: String?)
        /// The help of a command of that name.
        case help(command: String)
    }

    private enum Part: Sendable, Equatable, Codable {
        case text(String)
        case action(Action)
    }

    private var parts: [Part]

    package init(_ text: String) { parts = text.isEmpty ? [] : [.text(text)] }

    /// The whole text.
    ///
    /// - Parameter words: how an action is named.
    package func text(_ words: (Action) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .action(let action): words(action)
            }
        }.joined()
    }

    /// The remedy with all texts changed, including names of folders and people.
    package func mapText(_ change: (String) -> String) -> Remedy {
        var result = self
        result.parts = parts.map { part in
            switch part {
            case .text(let text): .text(change(text))
            case .action(let action): .action(action.mapText(change))
            }
        }
        return result
    }

    package static func + (one: Remedy, other: Remedy) -> Remedy {
        var result = one
        result.parts += other.parts
        return result
    }
}

extension Remedy.Action {
    fileprivate func mapText(_ change: (String) -> String) -> Self {
        switch self {
        case .renewConsent(let folder): .renewConsent(folder: change(folder))
        case .withdraw(let code, let folder):
            .withdraw(code: code.map(change), folder: change(folder))
        case .recover(let folder): .recover(folder: change(folder))
        case .report(let folder): .report(folder: change(folder))
        case .export(let format, let folder):
            .export(format: change(format), folder: folder.map(change))
        case .help(let command): .help(command: change(command))
        default: self
        }
    }
}

extension Remedy: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var remedy = Remedy("")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { remedy.parts.append(.text(text)) }
        }

        package mutating func appendInterpolation(_ action: Action) {
            remedy.parts.append(.action(action))
        }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            remedy.parts.append(.text(value.description))
        }
    }

    package init(stringLiteral text: String) { self.init(text) }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.remedy }
}

extension Remedy: CustomStringConvertible {
    /// With the actions by their names in this source.
    package var description: String { text { "<\($0)>" } }
}
