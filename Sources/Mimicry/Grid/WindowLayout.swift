/// Where the windows and lags of a windowed cross-correlation lie on a grid.
///
/// It has exactly the windows (`WindowShape`) that lie within the recording with their full length.
struct WindowLayout: Sendable, Equatable {
    /// Grid points per window.
    let length: Int
    /// First grid point of each window.
    let starts: [Int]
    /// Largest lag, grid steps; lags run from −maxLag to +maxLag.
    let maxLag: Int
    /// Pairs that a cell needs.
    let minPairs: Double

    /// Edges of all windows, ascending and distinct, and for each window the edge it starts and the
    /// edge it ends at: sums over windows are differences of running sums at edges.
    let edges: [Int]
    let startEdge: [Int]
    let endEdge: [Int]

    init(grid: UniformGrid, settings: SynchronySettings) {
        let shape = WindowShape(settings, gridStep: grid.step)
        var starts: [Int] = []
        while shape.start(starts.count) + shape.length <= grid.count {
            starts.append(shape.start(starts.count))
        }
        self.init(
            starts: starts, length: shape.length, maxLag: shape.maxLag, minPairs: shape.minPairs)
    }

    private init(starts: [Int], length: Int, maxLag: Int, minPairs: Double) {
        self.length = length
        self.starts = starts
        self.maxLag = maxLag
        self.minPairs = minPairs
        let edges = Set(starts + starts.map { $0 + length }).sorted()
        let rank = Dictionary(uniqueKeysWithValues: edges.enumerated().map { ($1, $0) })
        self.edges = edges
        startEdge = starts.map { rank[$0] ?? 0 }
        endEdge = starts.map { rank[$0 + length] ?? 0 }
    }

    /// Cells per window.
    var lagCount: Int { 2 * maxLag + 1 }

    /// Only the windows with all their lags inside the recording.
    var withAllLags: WindowLayout {
        WindowLayout(
            starts: starts.filter { $0 >= maxLag }, length: length, maxLag: maxLag,
            minPairs: minPairs)
    }
}
