package shapes

/** Something flat. */
class Shape(val sides: Int) {
  private var count = 0

  // Adds one.
  def grow(by: Int = 1): Int = {
    count += by
    twice(count)
  }

  private def twice(n: Int) = n * 2
}

object Limits {
  val Top = 10
}

class User {
  def make(): Shape = {
    val made = new Shape(4)
    made.grow(Limits.Top)
    made
  }
}
