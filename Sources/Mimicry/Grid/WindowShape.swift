import Base
import DequeModule

/// Size and place of the windows and lags of a windowed cross-correlation on a grid.
///
/// Window `k` starts at the grid point nearest to `k · step` seconds, so that windows do not drift
/// when the step is not a whole number of samples.
struct WindowShape: Sendable, Equatable {
    /// Grid points per window.
    let length: Int
    /// Grid points from one window to the next, not always whole.
    let stride: Double
    /// Largest lag, grid steps; lags run from −maxLag to +maxLag.
    let maxLag: Int
    /// Pairs that a cell needs.
    let minPairs: Double

    /// - Parameter gridStep: seconds.
    init(_ settings: SynchronySettings, gridStep: Double) {
        length = max(2, Int(bounded: (settings.window / gridStep).rounded()))
        stride = max(settings.step / gridStep, 1)
        maxLag = max(0, Int(bounded: settings.maxLag / gridStep + 1e-3))
        minPairs = max(2, settings.minValid * Double(length))
    }

    /// First grid point of a window.
    func start(_ window: Int) -> Int { Int(bounded: (Double(window) * stride).rounded()) }

    /// Cells per window.
    var lagCount: Int { 2 * maxLag + 1 }
}

/// The grid points at which windows start or end, in order, as a recording grows.
struct WindowEdges: Sendable {
    private let shape: WindowShape
    private var nextStart = 0
    private var nextEnd = 0
    /// For each window that has not ended, the number of the edge at which it began, oldest first.
    private var open: Deque<Int> = []
    private var number = -1

    init(_ shape: WindowShape) { self.shape = shape }

    /// What is at an edge.
    struct Edge {
        /// How many edges came before.
        var number: Int
        var point: Int
        /// The window that ends here, and the number of the edge at which it began.
        var ended: (window: Int, startEdge: Int)?
    }

    /// Grid point of the next edge.
    var next: Int { min(shape.start(nextStart), shape.start(nextEnd) + shape.length) }

    /// Most edges from the start of a window to its end, both counted.
    var most: Int { 2 * (Int(bounded: Double(shape.length) / shape.stride) + 2) }

    /// Windows that have ended.
    var ended: Int { nextEnd }

    mutating func advance() -> Edge {
        let point = next
        number += 1
        var edge = Edge(number: number, point: point)
        if shape.start(nextEnd) + shape.length == point, nextEnd < nextStart {
            edge.ended = (nextEnd, open.removeFirst())
            nextEnd += 1
        }
        if shape.start(nextStart) == point {
            open.append(number)
            nextStart += 1
        }
        return edge
    }
}
