class Box<T> { var value: T; init(_ value: T) { self.value = value } func map<U>(_ f: (T) -> U) -> Box<U> { return Box<U>(f(value)) } }
class Animal { func speak() {} }
func loud<A: Animal>(_ animal: A) -> A where A: Named { animal.speak(); return animal }
func first<T>(_ items: [T]) -> T? { return items.first }
protocol Named {}
typealias Animals = [Animal]
typealias Handler<T> = (T) -> Void
let pets: Array<Animal> = []
for pet in pets { pet.speak() }
let optional: Optional<Animal> = nil
optional?.speak()
let set = Set<Animal>()
