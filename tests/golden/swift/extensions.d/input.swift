struct Stack<Element> { var items: [Element] = [] }
extension Stack {
    mutating func push(_ item: Element) { items.append(item); check() }
    private func check() {}
}
extension Stack: Printable where Element: Printable { func show() { check() } }
extension String { func shout() -> String { return self.uppercased() } }
protocol Printable { func show() }
extension Printable { func twice() { show(); show() } }
func main() {
    var stack = Stack<Int>()
    stack.push(1)
}
