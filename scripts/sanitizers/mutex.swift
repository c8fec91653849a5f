// Eighty thousand additions behind a mutex, none of which is lost: whatever the thread sanitizer says of it is wrong.
import Synchronization

final class Count: Sendable { let value = Mutex(0) }
let count = Count()
await withTaskGroup(of: Void.self) { group in
    for _ in 0..<8 {
        group.addTask { for _ in 0..<10_000 { count.value.withLock { $0 += 1 } } }
    }
}
print(count.value.withLock { $0 })
