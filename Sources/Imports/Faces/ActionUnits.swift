import Base
import Posture

/// Intensities of the action units of FACS (Ekman, Friesen & Hager 2002) that become channels, in columns of a table.
///
/// `smile` is AU12, which pulls the corners of the mouth up and out; `brow_raise` the mean of AU1 and AU2, the inner and
/// the outer brow, less AU4, which lowers both. Programs give intensities against a neutral face that they find
/// themselves; Attune takes them as they are.
struct ActionUnits {
    private let smile: Int?
    private let brows: (inner: Int, outer: Int, lower: Int)?
    /// What the program gives for the highest intensity.
    private let highest: Double

    /// - Parameter suffix: of the columns of intensities, such as `_r`.
    init(_ table: TableReader, suffix: String = "", highest: Double) {
        func column(_ unit: String) -> Int? { table.column(anyOf: ["au\(unit)\(suffix)"]) }
        smile = column("12")
        if let inner = column("01"), let outer = column("02"), let lower = column("04") {
            brows = (inner, outer, lower)
        } else {
            brows = nil
        }
        self.highest = highest
    }

    /// Puts what a row says into the channels; what it does not say stays as it is.
    func put(_ row: TableReader.Row, into values: inout [Double]) throws(Failure) {
        if let smile {
            values[Channel.smile.index] = try intensity(row, smile)
        }
        if let brows {
            let raised = (try intensity(row, brows.inner) + intensity(row, brows.outer)) / 2
            values[Channel.browRaise.index] = raised - (try intensity(row, brows.lower))
        }
    }

    /// 0…1; `NaN` where it was not measured.
    private func intensity(_ row: TableReader.Row, _ column: Int) throws(Failure) -> Double {
        let value = try row.number(column)
        guard !value.isNaN else { return .nan }
        guard (0...highest).contains(value) else {
            throw row.malformed(
                "\(value) is no intensity of an action unit",
                remedy: "give intensities from 0 to \(Int(highest)), as the program writes them")
        }
        return value / highest
    }
}
