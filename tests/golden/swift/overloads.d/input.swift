class Printer {
    func show(_ text: String) {}
    func show(_ text: String, times: Int) { show(text) }
    func show(number: Int, base: Int, width: Int) {}
    static func show() {}
    init() {}
    init(name: String) {}
}
func show() {}
let printer = Printer()
printer.show("a", times: 2)
Printer(name: "b")
Printer.init(name: "c")
