import Loopback
import UnixSignals
import Foundation
import LivePage
import Logging
import ServiceLifecycle

// A live session without camera and people, to look at the page and to test it:
//
//     swift run live-rehearsal [PORT [TOKEN [video]]]
//
// prints the page's address, and does what standard input says, a command a line: see `Stage`.

let arguments = Array(CommandLine.arguments.dropFirst())
let port = arguments.first.flatMap(Int.init) ?? 0
let token = arguments.count > 1 ? PageToken(arguments[1]) : PageToken()
let showsVideo = arguments.contains("video")

let hub = LiveHub(seats: Actor.names)
let stage = Stage(hub: hub)
let server = LiveServer(
    port: port, token: token, hub: hub, control: stage,
    options: LiveOptions(showVideo: showsVideo, noticeAfter: 10)
) { port in
    say("listening on http://127.0.0.1:\(port)/?token=\(token)")
}
let group = ServiceGroup(
    services: [server], gracefulShutdownSignals: [.sigint, .sigterm],
    logger: Logger(label: "rehearsal") { _ in SwiftLogNoOpLogHandler() })
Thread {
    while let line = readLine() {
        if line == "end" { break }
        stage.perform(line)
    }
    Task { await group.triggerGracefulShutdown() }
}.start()
try await group.run()
