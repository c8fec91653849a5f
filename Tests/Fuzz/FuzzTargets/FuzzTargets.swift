package import FuzzKit

/// Everything that reads text, tables, records and bytes that strangers may have written. What reads
/// videos is ``FuzzVideo``'s.
package enum FuzzTargets {
    package static let all =
        SeriesTargets.all + CodingTargets.all
        + [
            ConsentTarget.target, TablesTarget.target, WireTarget.target, CameraTarget.target,
            PoseTarget.target, RecordTarget.target, OldRecordTarget.target,
            SettingsTarget.target, FolderTarget.target,
        ]
}
