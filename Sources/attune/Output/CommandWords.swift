import Base

/// How this program's options and commands are spelt on its command line.
enum CommandWords {
    /// The words for what a library suggests.
    static func words(for action: Remedy.Action) -> String {
        switch action {
        case .output: "--output"
        case .force: "--force"
        case .resume: "--resume"
        case .consent: "--consent"
        case .config: "--config"
        case .seats: "--seats"
        case .rate: "--rate"
        case .layout: "--layout"
        case .precision: "--precision"
        case .offset: "--offset"
        case .stream: "--stream"
        case .swapAt: "--swap-at"
        case .keepUncertain: "--keep-uncertain"
        case .format: "--format"
        case .camera: "--camera"
        case .port: "--port"
        case .map: "--map"
        case .channel: "--channel"
        case .observation: "--observation"
        case .columns: "--columns"
        case .frameSize: "--frame-size"
        case .skeleton: "--skeleton"
        case .unconfined: "--unconfined"
        case .analyze: "attune analyze"
        case .score: "attune score"
        case .check: "attune check"
        case .listCameras: "attune cameras"
        case .newConsent: "attune consent new"
        case .open: "attune open"
        case .renewConsent(let folder): "attune consent renew FILE \(quoted(folder))"
        case .withdraw(let code, let folder):
            "attune consent withdraw \(code.map(quoted) ?? "CODE") \(quoted(folder))"
        case .recover(let folder): "attune recover \(quoted(folder))"
        case .report(let folder): "`attune report \(quoted(folder))`"
        case .export(let format, let folder):
            "attune export \(folder.map(quoted) ?? "FOLDER") --format \(format)"
        case .help(let command): "`attune \(command) --help`"
        }
    }

    /// A word of a command as a shell takes it for one word, whatever others have put into it.
    static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0)
                || "_-./:@%+=,".unicodeScalars.contains($0)
        }
        if isPlain, !word.isEmpty, !word.hasPrefix("-") { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

extension Failure {
    /// The one line of an error: `attune: error: WHAT; WHAT TO DO`.
    var line: String { "attune: error: \(sentence)" }

    /// `WHAT; WHAT TO DO`, with the options and commands as they are typed.
    var sentence: String { "\(what); \(remedy.text(CommandWords.words))" }
}
