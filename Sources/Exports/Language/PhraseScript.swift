import Base

extension Phrases {
    /// A script with its words: `"{{draw.none}}"` in a string of the script becomes the phrase of that name, and
    /// of `` `{{draw.note time=clock(t)}}` `` each place the value of the expression after its name.
    ///
    /// A phrase is text in a string of the script, whatever it holds. `numbers.decimal`, `numbers.minus` and `numbers.keeps_capitals`
    /// are what the language's numbers and titles need.
    func script(_ text: String) -> String {
        var script = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"),
            let close = rest[open.upperBound...].firstRange(of: "}}")
        {
            let words = rest[open.upperBound..<close.lowerBound].split(separator: " ")
            script += rest[..<open.lowerBound]
            script += phrase(words.first.map(String.init) ?? "", words.dropFirst())
            rest = rest[close.upperBound...]
        }
        return script + rest
    }

    private func phrase(_ key: String, _ expressions: ArraySlice<Substring>) -> String {
        let expressions = Dictionary(
            expressions.compactMap { word -> (String, String)? in
                let parts = word.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }, uniquingKeysWith: { first, _ in first })
        switch key {
        case "numbers.decimal": return numbers.decimal
        case "numbers.minus": return numbers.minus
        case "numbers.keeps_capitals": return "\(numbers.keepsCapitals)"
        default: break
        }
        guard let template = template(key) ?? Self.english.template(key) else { return key }
        return template.pieces.map { piece in
            switch piece {
            case .text(let text): Self.inString(text)
            case .place(let name, _, _): "${\(expressions[name] ?? "\"\"")}"
            case .choice: ""
            }
        }.joined()
    }

    /// Text as it may stand in a string of a script, whatever its quotation marks.
    private static func inString(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\", "\"", "'", "`", "$": result += "\\\(character)"
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}
