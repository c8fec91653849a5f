import Base
import Foundation
import VisionProtocol

/// The cameras that were found, for a person and for a program.
enum CameraListing {
    /// Why no camera can be used; `nil` when one can.
    static func failure(_ cameras: [CameraReport]) -> Failure? {
        guard !cameras.contains(where: { $0.chosen != nil }) else { return nil }
        guard let problem = cameras.compactMap(\.problem).first else {
            return Failure.unavailable(
                "there is no camera", remedy: "plug one in, or give a video file with \(.camera)")
        }
        return Failure.unavailable(problem.what, remedy: problem.remedy)
    }

    /// `{"cameras": […]}` as in docs/formats.md.
    static func json(_ cameras: [CameraReport]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(
            decoding: try encoder.encode(["cameras": cameras.map(Entry.init)]), as: UTF8.self)
    }

    /// A camera as docs/formats.md has it: with its problem in words.
    private struct Entry: Encodable {
        let camera: CameraReport

        struct Problem: Encodable {
            var what: String
            var todo: String
            var exitCode: Int32
        }

        private enum CodingKeys: String, CodingKey { case problem }

        func encode(to encoder: any Encoder) throws {
            var plain = camera
            plain.problem = nil
            try plain.encode(to: encoder)
            guard let problem = camera.problem else { return }
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(
                Problem(
                    what: problem.what, todo: problem.remedy.text(CommandWords.words),
                    exitCode: problem.exitCode),
                forKey: .problem)
        }
    }

    static func text(_ cameras: [CameraReport]) -> String {
        cameras.map(text).joined(separator: "\n\n")
    }

    private static func text(_ camera: CameraReport) -> String {
        let place = [camera.driver, camera.bus].filter { !$0.isEmpty }.joined(separator: ", ")
        let name = camera.name + (place.isEmpty ? "" : " (\(place))")
        var lines = ["\(camera.device)  \(name)"]
        if let id = camera.id { lines.append("  always at: \(id)") }
        if let problem = camera.problem {
            lines.append("  cannot be used: \(problem.sentence)")
        }
        if let chosen = camera.chosen {
            let rate = chosen.rate > 0 ? " at \(number(chosen.rate)) frames/s" : ""
            lines.append(
                "  would be used: \(chosen.format) \(chosen.width)x\(chosen.height)\(rate)")
        }
        lines += formats(camera.modes.filter(\.readable))
        var others: [String] = []
        for mode in camera.modes where !mode.readable && !others.contains(mode.format) {
            others.append(mode.format)
        }
        if !others.isEmpty { lines.append("  not read: " + others.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }

    /// A line per format: its sizes with their rates.
    private static func formats(_ modes: [CameraReport.Mode]) -> [String] {
        var order: [String] = []
        var sizes: [String: [String]] = [:]
        var rates: [String: [String]] = [:]
        for mode in modes {
            let format = mode.format + (mode.converted ? " (converted)" : "")
            let size = size(mode)
            if sizes[format] == nil { order.append(format) }
            if sizes[format]?.contains(size) != true { sizes[format, default: []].append(size) }
            if let rate = rate(mode) { rates[format + size, default: []].append(rate) }
        }
        return order.map { format in
            let parts = (sizes[format] ?? []).map { size in
                ([size]
                    + [rates[format + size]?.joined(separator: ",")].compactMap {
                        $0.map { "@" + $0 }
                    })
                    .joined(separator: " ")
            }
            return "  \(format): " + parts.joined(separator: " · ")
        }
    }

    private static func size(_ mode: CameraReport.Mode) -> String {
        guard let minWidth = mode.minWidth, let maxWidth = mode.maxWidth,
            let minHeight = mode.minHeight, let maxHeight = mode.maxHeight
        else { return "any size" }
        let smallest = "\(minWidth)x\(minHeight)"
        let largest = "\(maxWidth)x\(maxHeight)"
        return smallest == largest ? smallest : "\(smallest) to \(largest)"
    }

    private static func rate(_ mode: CameraReport.Mode) -> String? {
        guard let low = mode.minRate, let high = mode.maxRate else { return nil }
        return low == high ? number(low) : "\(number(low))…\(number(high))"
    }

    private static func number(_ value: Double) -> String {
        DecimalText.text(value, decimals: 2, atLeast: 0)
    }
}
