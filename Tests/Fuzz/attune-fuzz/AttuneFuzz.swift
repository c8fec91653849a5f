// What libFuzzer calls for the targets without pixels; see scripts/fuzz.
import FuzzKit
import FuzzTargets

@_cdecl("LLVMFuzzerInitialize")
package func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?)
    -> Int32
{
    FuzzMain.begin(FuzzTargets.all)
}

@_cdecl("LLVMFuzzerTestOneInput")
package func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    FuzzMain.run(data, count)
}
