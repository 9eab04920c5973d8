import XCTest
@testable import App

final class CartTests: XCTestCase {
    var cart = Cart()
    override func setUp() { cart = Cart() }
    func testTotal() { XCTAssertEqual(cart.total(), 0); prepare() }
}
@Suite struct Suite { @Test("sums") func sums() {} }
@Test func free() { prepare() }
func prepare() {}
