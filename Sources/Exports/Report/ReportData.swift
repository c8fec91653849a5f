import Base
import Mimicry
import Posture
import SessionModel

/// What the report's drawings are made from, as the page carries it.
struct ReportData {
    private let session: Session
    private let series: ChannelSeries
    private let say: Phrases

    init(_ session: Session, in say: Phrases = .english) {
        self.session = session
        self.say = say
        series = ChannelSeries(session.features)
    }

    var value: JSONValue { .object(drawn + live + untested) }

    /// Why there is no mimicry percentile, where there is none.
    private var untested: [JSONValue.Member] {
        session.timeline.contains { $0.mimicryPercentile != nil }
            ? [] : [.init("untested", .string(ChanceSentences.untested(session, in: say)))]
    }

    /// Notes and gaps of a live session, where there are any.
    private var live: [JSONValue.Member] {
        let notes = session.markers.map { marker -> JSONValue in
            [.rounded(marker.time), .string(marker.text)]
        }
        let breaks = session.quality.gaps.map { gap -> JSONValue in
            [.rounded(gap.start), .rounded(gap.end), .string(say("gap.\(gap.reason.rawValue)"))]
        }
        return [.init("notes", .array(notes)), .init("breaks", .array(breaks))].filter {
            $0.value != []
        }
    }

    private var drawn: [JSONValue.Member] {
        let value: JSONValue = [
            "seats": .array(session.seats.map { .string(say.seat($0)) }),
            "people": .array(session.seats.map { .string(say.person($0)) }),
            "start": .rounded(start),
            "end": .rounded(end),
            "postures": .array(postureOrder.map(lanes) + steps),
            "episodes": .array(session.episodesInOrder.map(episode)),
            "gaps": .array(session.features.map { Self.spans(ChannelSeries.gaps($0)) }),
            "away": .array(
                Seat.allCases.map { seat in
                    Self.spans(
                        held(seat).filter { $0.posture == EpisodeDetector.absent }
                            .map { TimeSpan(start: $0.onset, end: $0.offset) })
                }),
            "identity": Self.spans(session.quality.identity),
            "grid": [
                "start": .rounded(series.start), "step": .rounded(series.step, decimals: 6),
                "count": .integer(series.count),
            ],
            "channels": .array(
                (Channel.compared + Channel.drawnBeside).filter(isMeasured).map(channel)),
            "seconds": seconds,
            "synchrony": ReportSynchrony(session, in: say).value,
            "sources": .array(session.source.map(source)),
            "offset": .number(session.settings.offset),
            "drift": .number(session.settings.offsetBasis?.drift ?? 0),
        ]
        guard case .object(let members) = value else { return [] }
        return members
    }

    private var start: Double {
        min(
            series.start, held(.first).first?.onset ?? series.start,
            held(.second).first?.onset ?? series.start)
    }

    private var end: Double {
        let lastSample = series.start + series.step * Double(max(series.count - 1, 0))
        return max(lastSample, start + 1, session.postures.flatMap(\.held).map(\.offset).max() ?? 0)
    }

    private func held(_ seat: Seat) -> [PostureInterval] {
        session.postures.filter { $0.seat == seat }.flatMap(\.held)
    }

    // MARK: Postures

    /// Postures with episodes first, then by how long they were held.
    private var postureOrder: [String] {
        let intervals = session.postures.flatMap(\.held).filter {
            $0.posture != EpisodeDetector.absent
        }
        let seconds = Dictionary(grouping: intervals, by: \.posture)
            .mapValues { $0.reduce(0) { $0 + $1.duration } }
        let count = Dictionary(grouping: session.episodes, by: \.posture).mapValues(\.count)
        return seconds.keys.sorted {
            (count[$0] ?? 0, seconds[$0] ?? 0, $1) > (count[$1] ?? 0, seconds[$1] ?? 0, $0)
        }
    }

    private func lanes(of posture: String) -> JSONValue {
        let lanes = Seat.allCases.map { seat -> JSONValue in
            let held = held(seat).filter { $0.posture == posture }.map { interval -> JSONValue in
                [
                    .rounded(interval.onset), .rounded(interval.offset),
                    interval.side.map { .string(say.side($0)) } ?? .null,
                ]
            }
            let unknown = session.postures.filter { $0.seat == seat }
                .flatMap { $0.unknown[posture] ?? [] }
            return ["held": .array(held), "unknown": Self.spans(unknown)]
        }
        return [
            "name": .string(posture),
            "title": .string(Prose.capitalized(say.posture(posture))),
            "lanes": .array(lanes),
        ]
    }

    /// A lane with a tick for each step, where anybody walked.
    private var steps: [JSONValue] {
        guard session.gait.contains(where: { !$0.steps.isEmpty }) else { return [] }
        let lanes = Seat.allCases.map { seat -> JSONValue in
            let ticks = session.gait.filter { $0.figures.seat == seat }.flatMap(\.steps)
                .map { step -> JSONValue in
                    [
                        .rounded(step.time), .rounded(step.time + Self.tick),
                        step.foot.map { .string(say("side.\($0.rawValue)")) } ?? .null,
                    ]
                }
            return ["held": .array(ticks), "unknown": []]
        }
        return [["name": "steps", "title": .string(say("lanes.steps")), "lanes": .array(lanes)]]
    }

    /// How long a step is drawn, seconds: it can be told from the next.
    private static let tick = 0.1

    private func episode(_ episode: Episode) -> JSONValue {
        [
            "posture": .string(episode.posture),
            "leader": .integer(episode.leader.rawValue),
            "leader_onset": .rounded(episode.leaderOnset),
            "follower_onset": .rounded(episode.followerOnset),
            "lag": .rounded(episode.lag),
            "offset": .rounded(episode.offset),
            "shared": .rounded(episode.sharedDuration),
            "sentence": .string(
                EpisodeSentence(episode, seats: session.seats, in: say).description),
        ]
    }

    // MARK: Channels

    private func isMeasured(_ channel: Channel) -> Bool {
        session.features.contains { $0[channel].contains(where: \.isFinite) }
    }

    private func channel(_ channel: Channel) -> JSONValue {
        let isBelt = session.settings.series?.isOfBelts ?? false
        let quantum = channel.quantum(isBelt: isBelt)
        let tracks = channel.isOfPair ? Array(session.features.prefix(1)) : session.features
        let packed = tracks.map { track -> JSONValue in
            let values = series.resample(track[channel], at: track.times)
            return .string(ChannelSeries.packed(values, quantum: quantum))
        }
        let mirror = channel.mirror.map { mirror -> JSONValue in
            ["channel": .string(mirror.channel.rawValue), "sign": .number(mirror.sign)]
        }
        return [
            "name": .string(channel.rawValue),
            "title": .string(say.title(channel)),
            "unit": .string(isBelt && channel == .breath ? "SD" : channel.unit.symbol),
            "legend": .string(say.legend(channel, isBelt: isBelt)),
            "quantum": .number(quantum),
            "mirror": mirror ?? .null,
            "data": .array(packed),
        ]
    }

    // MARK: Second by second

    /// Columns of `timeline.csv`; its rows are a second apart.
    private var seconds: JSONValue {
        let points = session.timeline
        return [
            "start": .rounded(points.first?.time ?? start),
            "percentile": .array(points.map { .rounded($0.mimicryPercentile, decimals: 1) }),
            "band": session.chance?.band.map { .array($0.map { .rounded($0, decimals: 1) }) }
                ?? .null,
            "balance": .array(points.map { .rounded($0.leaderBalance, decimals: 2) }),
            "quality": .array(points.map { .rounded($0.quality, decimals: 2) }),
        ]
    }

    /// For telling which video a reader has chosen.
    private func source(_ source: SourceInfo) -> JSONValue {
        let chapter =
            source.chapter.map { chapter -> [JSONValue.Member] in
                [
                    .init("camera", .integer(chapter.camera + 1)),
                    .init("start", .rounded(chapter.start)),
                ]
            } ?? []
        return .object(
            [
                .init("file", .string(source.file)), .init("duration", .rounded(source.duration)),
            ] + chapter)
    }

    private static func spans(_ spans: [TimeSpan]) -> JSONValue {
        .array(spans.map { .array([.rounded($0.start), .rounded($0.end)]) })
    }
}
