import Base
package import Posture

extension GaitStep: TableRow {
    package static let table = "gait_steps"

    package static let columns: [TableColumn<GaitStep>] = [
        TableColumn("seat", \.seat),
        TableColumn("foot", \.foot),
        TableColumn("time", \.time, .time),
        TableColumn("step_time", \.stepTime, .seconds),
        TableColumn("step_length", \.stepLength, .decimals(4)),
        TableColumn("swing", \.swing, .decimals(3)),
    ]

    package static let blank = GaitStep(seat: .first, time: 0)
}

extension GaitView: CellValue {}

extension GaitFigures: TableRow {
    package static let table = "gait"

    package static let columns: [TableColumn<GaitFigures>] = [
        TableColumn("seat", \.seat),
        TableColumn("steps", \.steps),
        TableColumn("seconds", \.seconds, .seconds),
        TableColumn("view", \.view),
        TableColumn("cadence", \.cadence, .decimals(2)),
        TableColumn("step_time_mean", \.stepTime, .seconds),
        TableColumn("step_time_sd", \.stepTimeSD, .seconds),
        TableColumn("asymmetry", \.asymmetry, .decimals(4)),
        TableColumn("asymmetry_low", \.asymmetryLow, .decimals(4)),
        TableColumn("asymmetry_high", \.asymmetryHigh, .decimals(4)),
        TableColumn("arm_swing", \.armSwing, .decimals(2)),
        TableColumn("trunk_sway", \.trunkSway, .decimals(2)),
        TableColumn("knee_range", \.kneeRange, .decimals(2)),
        TableColumn("trunk_range", \.trunkRange, .decimals(2)),
    ]

    package static let blank = GaitFigures(seat: .first)
}
