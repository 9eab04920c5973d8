class Outer {
  class Inner {
    def up(): Unit = own()
  }
  object Helper {
    def help(): Int = own()
  }
  def own(): Int = {
    def local(n: Int): Int = if (n > 0) local(n - 1) else 0
    val f = (x: Int) => local(x)
    Helper.help()
    new Inner().up()
    local(3)
  }
}
