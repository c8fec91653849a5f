import Base
import Testing

@testable import LivePage

@Suite struct LiveHistoryTests {
    private static func hours(_ seconds: Int, rate: Int = 25) -> LiveHistory {
        var history = LiveHistory(memory: 600)
        for index in 0..<seconds * rate {
            _ = history.append(.sample(.made(at: Double(index) / Double(rate))))
        }
        return history
    }

    @Test func tenMinutesOfSamplesAreKeptOneASecond() {
        let (events, isWhole) = Self.hours(1500).events(after: nil)
        #expect(isWhole)
        #expect((600...602).contains(events.count))
        let times = events.compactMap(\.event.time)
        #expect(times.first.map { $0 >= 898 && $0 <= 900 } == true)
        #expect(times.last == 1500 - 0.04)
        #expect(times == times.sorted())
    }

    @Test func onlyTheLatestSampleKeepsItsStickFigures() {
        let events = Self.hours(60).events(after: nil).events
        let figures = events.map { told -> Bool in
            guard case .sample(let sample) = told.event else { return false }
            return sample.seats.contains { $0.figure != nil }
        }
        #expect(figures.dropLast().allSatisfy { !$0 })
        #expect(figures.last == true)
    }

    @Test func everyNoteOfTenMinutesIsKeptAndOfAnEpisodeTheLatestNotice() {
        var history = LiveHistory(memory: 600)
        for second in 0..<1000 {
            _ = history.append(.sample(.made(at: Double(second))))
            _ = history.append(.episode(.made(second)))
            _ = history.append(.episode(.made(second, .ended)))
            _ = history.append(.marker(LiveMarker(time: Double(second), text: "\(second)")))
        }
        let events = history.events(after: nil).events.map(\.event)
        #expect(events.filter { $0.name == "episode" }.count == 601)
        #expect(events.filter { $0.name == "marker" }.count == 601)
        #expect(!events.contains(.episode(.made(999))))
        #expect(events.contains(.episode(.made(999, .ended))))
    }

    @Test func ofBreathsTheLatestIsKeptAndNoneThatIsOld() {
        var history = Self.hours(10)
        for second in 0..<5 { _ = history.append(.breath(.made(at: Double(second)))) }
        let told = { (history: LiveHistory, number: Int?) in
            history.events(after: number).events.filter { $0.event.name == "breath" }
        }
        #expect(told(history, nil).map { $0.event.json["time"]?.number } == [4])
        #expect(told(history, history.lastNumber).isEmpty)
        _ = history.append(.sample(.made(at: 2000)))
        #expect(told(history, nil).isEmpty)
    }

    @Test func aPauseLongAgoIsStillKnown() {
        var history = LiveHistory(memory: 600)
        _ = history.append(.status(LiveStatus(.paused, time: 10)))
        _ = history.append(.status(LiveStatus(.cameraLost, time: 11)))
        _ = history.append(.status(LiveStatus(.cameraBack, time: 2000)))
        #expect(history.isPaused)
        #expect(history.status?.kind == .cameraBack)
        _ = history.append(.status(LiveStatus(.resumed, time: 2001)))
        #expect(!history.isPaused)
    }

    @Test func whatWasSeenIsNotToldAgain() {
        let history = Self.hours(10)
        #expect(history.events(after: history.lastNumber).events.isEmpty)
        let late = history.events(after: history.lastNumber - 60).events
        #expect(late.count == 3)
        #expect(!history.events(after: 5).isWhole)
        #expect(history.events(after: history.lastNumber + 1).isWhole)
        #expect(history.events(after: -1).isWhole)
    }

    @Test func aFloodOfNotesIsBounded() {
        var history = LiveHistory(memory: 600)
        for _ in 0..<5000 { _ = history.append(.marker(LiveMarker(time: 1, text: ""))) }
        #expect(history.events(after: nil).events.count == LiveHistory.maxNotes)
    }
}
