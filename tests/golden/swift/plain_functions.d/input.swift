/// Adds.
/// Twice.
func add(_ a: Int, to b: Int = 1, more: Int...) -> Int {
    return helper(a) + helper(b)
}

/* Helps. */
private func helper(_ x: Int) async throws -> Int {
    func nested() -> Int { x }
    return nested()
}

let limit = 10
var counter: Int = add(1, to: 2)
print(add(limit))
