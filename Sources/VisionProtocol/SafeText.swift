import Base

extension String {
    /// The text as it may be shown and kept, when its writer has read a stranger's file: nothing that
    /// drives a terminal, turns the direction of writing or breaks a line, and no longer than `longest`
    /// Unicode scalars. What is too long loses its middle: it tends to begin with a path and to end with
    /// a reason.
    func safe(longest: Int = EventLimits.longestText) -> String {
        let scalars = oneLine.unicodeScalars
        var text = String.UnicodeScalarView()
        if scalars.count <= longest {
            text.append(contentsOf: scalars)
        } else {
            text.append(contentsOf: scalars.prefix(longest / 2))
            text.append("…")
            text.append(contentsOf: scalars.suffix(longest - longest / 2 - 1))
        }
        return String(text)
    }
}

/// Lines of another process's standard error, as they may be shown.
package enum SafeText {
    /// The first line that says something, made safe and at most `longest` scalars long; `nil` when there
    /// is none.
    package static func firstLine(of bytes: some Sequence<UInt8>, longest: Int = 200) -> String? {
        String(decoding: Array(bytes), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .first { $0.unicodeScalars.contains { $0 != " " && !$0.isUnseen } }
            .map { String($0).safe(longest: longest) }
    }
}
