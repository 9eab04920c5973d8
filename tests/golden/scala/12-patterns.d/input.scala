case class P(x: Int, y: Int) {
  def go(): Unit = ()
}
object Use {
  def use(any: Any): Unit = any match {
    case p: P => p.go()
    case P(a, b) if a > 0 => hit(a)
    case q @ P(_, _) => hit(1)
    case (c, d) => hit(c)
    case _ =>
      try hit(2) catch { case e: Trouble => e.tell() }
  }
  def hit(n: Int): Unit = ()
  val (left, right) = (1, 2)
}
class Trouble extends Exception {
  def tell(): Unit = ()
}
