public struct Cart { public func total() -> Int { return 0 } }
class InlineTests: XCTestCase { func testInline() {} }
