import Foundation

/// The part of a page between two markers; a program rewrites it and nothing else.
struct MarkedSection {
    let page: String
    let name: String

    private var begin: String { "<!-- \(name):begin -->" }
    private var end: String { "<!-- \(name):end -->" }

    /// The page with the section replaced; added at the end of a page that has none.
    func replaced(_ text: String, with section: String) -> String {
        let marked = "\(begin)\n\(section)\n\(end)"
        guard let start = text.range(of: begin),
            let stop = text.range(of: end, range: start.upperBound..<text.endIndex)
        else { return text + (text.hasSuffix("\n") ? "\n" : "\n\n") + marked + "\n" }
        return text.replacingCharacters(in: start.lowerBound..<stop.upperBound, with: marked)
    }

    func replace(with section: String) throws {
        let url = URL(fileURLWithPath: page)
        let text = try String(contentsOf: url, encoding: .utf8)
        try Data(replaced(text, with: section).utf8).write(to: url, options: .atomic)
    }
}
