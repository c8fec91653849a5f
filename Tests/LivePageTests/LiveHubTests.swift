import Testing

@testable import LivePage

@Suite struct LiveHubTests {
    private let hub = LiveHub(seats: ["therapist", "client"])

    @Test func publishingToTwoHundredWhoDoNotReadIsQuickAndBounded() throws {
        let watchers = try (0..<200).map { _ in
            try #require(hub.watch(after: nil, limit: 200)).watcher
        }
        let samples = (0..<500).map { LiveSample.made(at: Double($0) / 25) }
        let begun = ContinuousClock.now
        for sample in samples { hub.publish(.sample(sample)) }
        let each = (ContinuousClock.now - begun) / .seconds(1) / Double(samples.count)
        #expect(each < 0.005, "a call took \(each) s")
        #expect(hub.watcherCount == watchers.count)
    }

    @Test func aSlowWatcherLosesSamplesAndNothingElse() async throws {
        let watcher = try #require(hub.watch(after: nil, limit: 1)).watcher
        for second in 0..<200 {
            hub.publish(.sample(.made(at: Double(second))))
            if second % 10 == 0 { hub.publish(.marker(LiveMarker(time: Double(second), text: ""))) }
        }
        let told = try #require(await watcher.next())
        #expect(told.count(where: \.event.canBeDropped) == WatcherQueue.maxSamples)
        #expect(told.count { !$0.event.canBeDropped } == 20)
        #expect(told.last?.event.time == 199)
        #expect(told.map(\.number) == told.map(\.number).sorted())
    }

    @Test func aWatcherThatWouldLoseMoreIsLetGo() async throws {
        let watcher = try #require(hub.watch(after: nil, limit: 1)).watcher
        let (lost, tell) = AsyncStream<Void>.makeStream()
        watcher.onLoss { tell.yield() }
        for index in 0...WatcherQueue.maxNotes {
            hub.publish(.marker(LiveMarker(time: Double(index), text: "")))
        }
        #expect(hub.watcherCount == 0)
        #expect(await lost.first { true } != nil)
        #expect(await watcher.next() == nil)
    }

    @Test func aWatcherThatWaitsIsWokenByEachEvent() async throws {
        let watcher = try #require(hub.watch(after: nil, limit: 1)).watcher
        for second in 0..<100 {
            async let told = watcher.next()
            hub.publish(.sample(.made(at: Double(second))))
            #expect(await told?.map(\.number) == [second + 1])
        }
        let waiting = Task { await watcher.next() }
        let beating = Task { [hub] in
            while !Task.isCancelled {
                hub.beat()
                await Task.yield()
            }
        }
        #expect(await waiting.value?.isEmpty == true)
        beating.cancel()
    }

    @Test func closingEndsWhatIsWaitingAfterWhatWasTold() async throws {
        let watcher = try #require(hub.watch(after: nil, limit: 1)).watcher
        hub.publish(.marker(LiveMarker(time: 3, text: "")))
        hub.close()
        hub.publish(.marker(LiveMarker(time: 4, text: "")))
        let told = try #require(await watcher.next())
        #expect(told.map(\.event.name) == ["marker", "status"])
        #expect(await watcher.next() == nil)
        #expect(hub.watch(after: nil, limit: 1) == nil)
        #expect(await hub.pictures.next(after: 0) == nil)
    }

    @Test func aCancelledWatcherDoesNotHang() async throws {
        let watcher = try #require(hub.watch(after: nil, limit: 1)).watcher
        let task = Task { await watcher.next() }
        task.cancel()
        #expect(await task.value == nil)
    }
}
