package import Base
package import ReferenceStatistics
package import SessionModel

/// `matrix.csv`: a row per window, a column per lag; the header holds the lags in seconds, positive when
/// the first seat leads. A cell that could not be computed is empty.
package struct MatrixCSV: SessionWriter {
    package static let fileName = "matrix.csv"

    private let matrix: LagMatrix

    package init(_ matrix: LagMatrix) { self.matrix = matrix }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(
            (0..<matrix.lagCount).map {
                DecimalText.text(matrix.lag($0), decimals: 6, atLeast: 0)
            })
        for window in 0..<matrix.windowCount {
            for (index, value) in matrix.row(window).enumerated() {
                if index > 0 { try output.write(byte: UInt8(ascii: ",")) }
                // All digits: the table is there to be computed with.
                if value.isFinite { try output.write(String(value)) }
            }
            try output.write(byte: UInt8(ascii: "\n"))
        }
    }
}
