// What libFuzzer calls for the C edge; see scripts/fuzz.
import FuzzKit
import FuzzVideo

@_cdecl("LLVMFuzzerInitialize")
package func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?)
    -> Int32
{
    FuzzMain.begin([VideoTarget.target])
}

@_cdecl("LLVMFuzzerTestOneInput")
package func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    FuzzMain.run(data, count)
}
