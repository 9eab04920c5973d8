trait Handler {
  def handle(n: Int): Unit
}
class Owner {
  def install(h: Handler): Unit = ()
  def go(): Unit = {
    install(new Handler {
      def handle(n: Int): Unit = helper()
    })
    val f = () => helper()
    items.map(other).foreach { x => helper() }
  }
  def helper(): Int = 1
  def other(n: Int): Int = n
}
