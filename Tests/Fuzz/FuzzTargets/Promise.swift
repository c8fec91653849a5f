import Base
import FuzzKit

/// Reading ends with a result or with an error that a user can act on.
enum Promise {
    /// Runs the reader; `nil` when it refused the input, in one line and with a code of the contract.
    static func read<Result>(
        refusing codes: Set<Int32> = [Failure.Kind.badInput.rawValue], _ body: () throws -> Result
    ) -> Result? {
        do { return try body() } catch {
            guard let failure = error as? Failure else {
                fatalError("broken promise: an error that is no Failure: \(error)")
            }
            let line = failure.description
            FuzzTarget.expect(codes.contains(failure.exitCode), "exit \(failure.exitCode): \(line)")
            FuzzTarget.expect(
                line.contains("; ")
                    && !line.unicodeScalars.contains { $0.value < 32 },
                "not one line of the right form: \(line)")
            FuzzTarget.expect(line.utf8.count < 2000, "a line of \(line.utf8.count) bytes")
            return nil
        }
    }
}
