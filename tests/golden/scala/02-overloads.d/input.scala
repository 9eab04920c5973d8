class Printer {
  def print(a: Int): Unit = ()
  def print(a: Int, b: Int): Unit = ()
  def print(a: String): Unit = ()
  def all(a: Int*): Unit = ()
  def curried(a: Int)(b: Int)(implicit c: Int): Int = a
  def run(): Unit = {
    print(1)
    print(1, 2)
    all(1, 2, 3)
    curried(1)(2)
    print()
  }
}
