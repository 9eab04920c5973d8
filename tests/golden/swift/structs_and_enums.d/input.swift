struct Point: Equatable, Codable {
    var x, y: Double
    static let zero = Point(x: 0, y: 0)
    var length: Double { return measure(x) }
    mutating func move(by other: Point) { x += other.x }
    static func + (a: Point, b: Point) -> Point { return Point(x: a.x + b.x, y: a.y) }
}
indirect enum Tree: Int {
    case leaf
    case node(Tree, value: Point), other
    var depth: Int { switch self { case .leaf: return 0; case .node(let left, let point): point.move(by: .zero); return left.count() default: return 1 } }
    func count() -> Int { return depth }
    enum Side { case left, right }
}
func measure(_ value: Double) -> Double { return value }
