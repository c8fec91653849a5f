// The C edge: opens a video, reads some frames of it and does with them what the tracker does, less
// inference; see scripts/fuzz.
import FuzzKit

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?)
    -> Int32
{
    FuzzMain.begin([VideoTarget.target])
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    FuzzMain.run(data, count)
}
