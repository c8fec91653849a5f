// Everything that reads text, tables, records and bytes that strangers may have written; see
// scripts/fuzz. What reads videos is attune-fuzz-video.
import FuzzKit

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?)
    -> Int32
{
    FuzzMain.begin(
        SeriesTargets.all + CodingTargets.all
            + [
                ConsentTarget.target, TablesTarget.target, WireTarget.target, PoseTarget.target,
                RecordTarget.target, SettingsTarget.target, FolderTarget.target,
            ])
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    FuzzMain.run(data, count)
}
