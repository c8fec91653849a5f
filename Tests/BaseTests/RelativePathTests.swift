import Testing

@testable import Base

@Suite struct RelativePathTests {
    @Test(arguments: [
        ("/a/b", "/a/b", "./"), ("/a/b", "/a", "b/"), ("/a", "/a/b/c", "../../"),
        ("/video/x y", "/data/S01", "../../video/x y/"), ("/", "/a", "../"),
        ("/ab", "/a", "../ab/"),
    ])
    func fromOneFolderToAnother(target: String, start: String, way: String) {
        #expect(RelativePath.folder(target, from: start) == way)
    }
}
