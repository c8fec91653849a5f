import Testing
import VisionProtocol

@Suite struct LayoutTests {
    @Test(arguments: [
        "auto", "side-by-side", "regions=0,0,0.5,1;0.5,0,0.5,1",
        "regions=0,0,320,360;320,0,320,360",
    ])
    func everyLayoutIsWrittenAsItIsRead(text: String) throws {
        #expect(try #require(Layout(text)).description == text)
    }

    @Test(arguments: [
        "", "Auto", "regions=", "regions=0,0,1,1", "regions=0,0,1;0,0,1,1",
        "regions=0,0,0,1;0,0,1,1",
        "regions=a,0,1,1;0,0,1,1", "regions=0,0,1,1;0,0,1,1;0,0,1,1", "regions=0,0,nan,1;0,0,1,1",
        "regions=-1,0,1,1;0,0,1,1",
    ])
    func whatIsNoLayoutIsRefused(text: String) { #expect(Layout(text) == nil) }
}
