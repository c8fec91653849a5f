extension Unicode.Scalar {
    /// Whether it is not seen but does something: drives a terminal, breaks a line, or turns the
    /// direction of the text, so that it says something else than it holds. The joiners of some scripts
    /// and of emoji are format characters too.
    package var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension String {
    /// The text on one line: every scalar of a kind becomes a blank.
    package func blanking(where isBlank: (Unicode.Scalar) -> Bool = \.isUnseen) -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { isBlank($0) ? " " : $0 }))
    }
}
