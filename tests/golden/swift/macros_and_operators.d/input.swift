infix operator +++: AdditionPrecedence
precedencegroup Power { higherThan: MultiplicationPrecedence }
@freestanding(expression) public macro stringify(_ value: Int) -> String = #externalMacro(module: "M", type: "T")
func +++ (left: Int, right: Int) -> Int { return left }
prefix func - (value: Vector) -> Vector { return value }
struct Vector {}
let text = #stringify(1 +++ 2)
