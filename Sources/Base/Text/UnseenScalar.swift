extension Unicode.Scalar {
    /// Whether it is not seen but does something: drives a terminal, breaks a line, or turns the
    /// direction of the text, so that it says something else than it holds. The joiners of some scripts
    /// and of emoji are among them, see ``isJoiner``.
    package var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Zero-width (non-)joiner: spelling in Persian and Indic scripts, and part of emoji.
    package var isJoiner: Bool { value == 0x200C || value == 0x200D }
}

extension String {
    /// The text on one line: every scalar of a kind becomes a blank.
    package func blanking(where isBlank: (Unicode.Scalar) -> Bool = \.isUnseen) -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { isBlank($0) ? " " : $0 }))
    }

    /// The text on one line and without what drives a terminal; names of every language stay as they
    /// are.
    package var oneLine: String { blanking { $0.isUnseen && !$0.isJoiner } }
}
