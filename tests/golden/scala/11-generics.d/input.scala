class Box[T <: Shape](val item: T) {
  def get: T = item
  def map[R](f: T => R): Box[R] = null
}
class Shape {
  def draw(): Unit = ()
}
object Use {
  type Shapes = List[Shape]
  def all(list: List[Shape], b: Box[Shape]): Unit = {
    for (s <- list) s.draw()
    for { s <- list; t = s } yield t.draw()
    b.map[Shape](identity)
  }
}
