extension Unicode.Scalar {
    /// Whether it is invisible but has an effect: it drives a terminal, breaks a line or changes the
    /// direction of the text. The joiners of some scripts and of emoji are among them, see ``isJoiner``.
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
    /// The text with every scalar of a kind replaced by a blank.
    package func blanking(where isBlank: (Unicode.Scalar) -> Bool = \.isUnseen) -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { isBlank($0) ? " " : $0 }))
    }

    /// The text on one line, without anything that drives a terminal; names in all languages stay intact.
    package var oneLine: String { blanking { $0.isUnseen && !$0.isJoiner } }
}
