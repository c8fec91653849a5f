package import Base
package import Posture
package import VisionProtocol

/// How a session was filmed, as somebody says it on the page: what is measured otherwise for it.
package struct Filming: Sendable, Equatable {
    /// Where the two are in the picture.
    package var layout: Layout
    /// Whose picture is mirrored.
    package var mirrored: Mirroring?
    /// When the second of two recordings started; `nil` with one, and where nobody said.
    package var offset: RecordingOffset?

    package init(
        layout: Layout = .auto, mirrored: Mirroring? = nil, offset: RecordingOffset? = nil
    ) {
        self.layout = layout
        self.mirrored = mirrored
        self.offset = offset
    }
}

extension Filming {
    private static let seats = ["first", "second"]
    private static let edges = [
        ("x", "from the left"), ("y", "from the top"), ("width", "width"), ("height", "height"),
    ]

    /// What the page sends: `{"layout": "auto", "regions": [["0", "0", "50", "100"], […]], "mirrored": "", "offset": "auto"}`,
    /// regions in hundredths of the picture, times as people write them.
    ///
    /// - Parameters:
    ///   - value: `nil` when nothing was said.
    ///   - recordings: one of both people, or two.
    init(_ value: JSONValue?, recordings: Int) throws(SessionForm.Refusal) {
        self.init()
        guard let value else { return }
        guard
            let object = try? StrictObject(
                value, known: ["layout", "regions", "mirrored", "offset"], required: [])
        else { throw SessionForm.Refusal.unreadable }
        let text = { (key: String) in object[key]?.asText ?? "" }
        layout = try Self.layout(text("layout"), object["regions"])
        guard recordings == 1 || layout == .auto else {
            throw .wrong(
                field: "layout",
                "Parts of a picture are for one recording that shows both people, and two are chosen."
            )
        }
        if !text("mirrored").isEmpty {
            guard let mirrored = Mirroring(rawValue: text("mirrored")) else {
                throw SessionForm.Refusal.unreadable
            }
            guard layout.tellsApart(mirrored, cameras: recordings) else {
                throw .wrong(
                    field: "layout",
                    "Say which part of the picture is whose: only one person is mirrored, and both may be anywhere in it."
                )
            }
            self.mirrored = mirrored
        }
        guard recordings == 2, let asked = object["offset"] else { return }
        guard let offset = RecordingOffset(asked.asText ?? "") else {
            throw .wrong(
                field: "offset",
                "Say how much later the second recording started, less than a day: \(ClockTime.forms); with a minus sign when it started earlier."
            )
        }
        self.offset = offset
    }

    private static func layout(
        _ text: String, _ regions: JSONValue?
    ) throws(SessionForm.Refusal) -> Layout {
        guard text == "regions" else {
            switch text {
            case "", "auto": return .auto
            case "side-by-side": return .sideBySide
            default: throw SessionForm.Refusal.unreadable
            }
        }
        guard case .array(let list)? = regions, list.count == seats.count else {
            throw SessionForm.Refusal.unreadable
        }
        return .regions(try region(list[0], seats[0]), try region(list[1], seats[1]))
    }

    /// - Parameter seat: whose, as the page calls it.
    private static func region(
        _ value: JSONValue, _ seat: String
    ) throws(SessionForm.Refusal) -> PictureRegion {
        guard case .array(let texts) = value, texts.count == edges.count else {
            throw SessionForm.Refusal.unreadable
        }
        var numbers: [Double] = []
        for ((name, words), text) in zip(edges, texts) {
            let isSize = numbers.count >= 2
            guard let number = text.asText.flatMap(\.plainNumber),
                isSize ? number > 0 : number >= 0, number <= 100
            else {
                throw .wrong(
                    field: "\(seat)-\(name)",
                    "The \(seat) part’s \(words) is \(isSize ? "more than 0 and at most 100" : "0 to 100") % of the picture."
                )
            }
            if isSize, numbers[numbers.count - 2] + number > 100.05 {
                throw .wrong(
                    field: "\(seat)-\(name)", "The \(seat) part reaches out of the picture.")
            }
            numbers.append(number)
        }
        let shares = numbers.map { $0 / 100 }
        return PictureRegion(x: shares[0], y: shares[1], width: shares[2], height: shares[3])
    }
}
