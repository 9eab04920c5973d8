class Box<T : Shape>(val item: T) {
    fun get(): T = item
    fun <R> map(f: (T) -> R): Box<R> where R : Shape {
        item.draw()
        return create<R>(f)
    }
}

open class Shape {
    fun draw() {}
}

fun <T> create(f: (Any) -> T): Box<T> = TODO()

fun all(shapes: List<Shape>, boxes: Map<String, Box<Shape>>) {
    for (s in shapes) s.draw()
    shapes[0].draw()
    val b = Box<Shape>(Shape())
    b.get()
}
