class Engine { func start() {} ; func next() -> Engine? { return nil } }
func run(_ maybe: Engine?, list: [Engine], table: [String: Engine], any: Any) {
    guard let engine = maybe else { return }
    engine.start()
    if let other = engine.next(), case .some(let third) = any { other.start(); third.go() }
    if let maybe { maybe.start() }
    while let item = engine.next() { item.start() }
    for one in list where one != engine { one.start() }
    for (key, value) in table { print(key, value) }
    list[0].start()
    table["a"]?.start()
    (any as! Engine).start()
    let made = Engine(), (a, b) = (1, 2)
    made.start()
    do { try risky() } catch let failure as Failure { failure.show() } catch { print(error) }
    switch any { case let number as Int where number > 0: print(number) default: break }
}
func risky() throws {}
class Failure: Error { func show() {} }
