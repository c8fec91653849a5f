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

@_cdecl("LLVMFuzzerCustomMutator")
package func mutate(
    _ data: UnsafeMutablePointer<UInt8>?, _ count: Int, _ room: Int, _ seed: UInt32
) -> Int {
    guard let data else { return 0 }
    return FuzzMain.mutate(data, count, room: room, seed: seed, mutateBytes: mutateBytes)
}

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int) -> Int
