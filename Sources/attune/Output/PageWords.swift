import Base

/// How a page names what can be done: by what stands on it, and by the command line only where nothing does.
enum PageWords {
    /// The words for what a library suggests.
    static func words(for action: Remedy.Action) -> String {
        switch action {
        case .output: "folder"
        case .force: "“Replace what is there”"
        case .resume: "“Go on”"
        case .consent: "the consent"
        case .config: "the settings"
        case .seats: "the seats"
        case .rate: "the rate"
        case .layout: "the layout"
        case .precision: "the precision"
        case .offset: "the offset"
        case .stream: "the stream"
        case .swapAt: "the times of swaps"
        case .keepUncertain: "keeping what is uncertain"
        case .format: "format"
        case .camera: "the camera"
        case .port: "the port"
        case .map: "the map of codes"
        case .channel: "the channel"
        case .observation: "the observation"
        case .columns: "the columns"
        case .frameSize: "the size of the picture"
        case .skeleton: "the skeleton"
        case .unconfined: "leave in a terminal"
        case .analyze: "“Measure a recording”"
        case .score: "the scoring of series"
        case .check: "“Look at the first minute”"
        case .listCameras: "the list of cameras"
        case .newConsent: "the form for a consent"
        case .open: "sessions, under “Review”"
        case .renewConsent(let folder):
            "the renewal of the consent in \(folder), which takes a terminal"
        case .withdraw(let code, _):
            "“Take a consent back” on the session’s page\(code.map { ", for \($0)" } ?? "")"
        case .recover(let folder): "the recovery of \(folder), which takes a terminal"
        case .report: "its report"
        case .export(let format, _): "“Write files” on the session’s page, \(format)"
        case .help: "the documentation"
        }
    }
}
