open class Base {
    let name: String
    init(name: String) { self.name = name }
    func greet() -> String { return label() }
    func label() -> String { return self.name }
    class func create() -> Base { return Base(name: "x") }
    deinit { release() }
}

final class Derived: Base, Named {
    static let shared = Derived()
    convenience init() { self.init(name: "d") }
    override init(name: String) { super.init(name: name) }
    override func greet() -> String { return super.greet() }
    subscript(index: Int) -> String { return label() }
    func use() { Derived.shared.greet(); Base.create().label() }
}

protocol Named { var name: String { get } }
func release() {}
