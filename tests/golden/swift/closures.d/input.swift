let double = { (x: Int) -> Int in helper(x) }
let triple: (Int) -> Int = { $0 * helper($0) }
var changing = { helper(1) }
class Button {
    let onTap: () -> Void = { helper(2) }
    lazy var made: Int = { helper(3) }()
    func run(_ body: (Int) -> Void) { body(1) }
    func use() {
        run { value in helper(value) }
        run({ [weak self] n in self?.use() })
        let local = { (n: Int) in helper(n) }
        local(1)
        [1, 2].map { helper($0) }.forEach { item in helper(item) }
    }
}
func helper(_ x: Int) -> Int { return x }
double(1)
