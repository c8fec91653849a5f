package import Base
import Posture

extension CameraSurvey {
    /// As `attune check` prints it for programs; docs/formats.md has the keys.
    package var json: JSONValue {
        [
            "schema": 1,
            "seconds": .rounded(seconds),
            "usable": .bool(isUsable),
            "pictures": .array(pictures.map(\.json)),
            "people": .array(people.map(\.json)),
            "overlap": .rounded(overlap, decimals: 4),
            "roll": .rounded(roll.degrees, decimals: 1),
            "findings": .array(findings.map { $0.json(people.map(\.name)) }),
        ]
    }
}

extension CameraSurvey.Picture {
    fileprivate var json: JSONValue {
        [
            "width": .rounded(width, decimals: 1), "height": .rounded(height, decimals: 1),
            "rate": rate > 0 ? .rounded(rate, decimals: 3) : .null,
        ]
    }
}

extension CameraSurvey.Person {
    fileprivate var json: JSONValue {
        let coverage = CameraView.Part.allCases.map {
            JSONValue.Member($0.rawValue, .rounded(view[$0], decimals: 4))
        }
        return [
            "seat": .string(name),
            "found": .rounded(view.found, decimals: 4),
            "coverage": .object(coverage),
            "face_height": .rounded(view.faceHeight, decimals: 1),
            "eye_distance": .rounded(view.eyeDistance, decimals: 1),
            "face_score": .rounded(view.faceScore, decimals: 3),
            "head": word(view.head),
            "head_turn": .rounded(view.headTurn, decimals: 1),
            "head_in_profile": .rounded(view.headInProfile, decimals: 4),
            "head_roll": .rounded(view.headRoll, decimals: 1),
            "trunk": word(view.trunk),
            "shoulder_span": .rounded(view.shoulderSpan, decimals: 2),
            "shoulder_slope": .rounded(view.shoulderSlope, decimals: 1),
            "extent": word(view.extent),
            "channels": shares(channels),
            "postures": shares(postures),
        ]
    }

    private func word(_ value: (some RawRepresentable<String>)?) -> JSONValue {
        value.map { .string($0.rawValue) } ?? .null
    }

    private func shares(_ list: [CameraSurvey.Share]) -> JSONValue {
        .object(list.map { JSONValue.Member($0.name, .rounded($0.value, decimals: 4)) })
    }
}

extension CameraFinding {
    fileprivate func json(_ seats: [String]) -> JSONValue {
        [
            "kind": .string(kind.rawValue),
            "seat": seat.map { .string(seats[$0.rawValue]) } ?? .null,
            "grave": .bool(isGrave),
            "what": .string(what),
            "effect": .string(effect),
            "remedy": .string(remedy),
        ]
    }
}
