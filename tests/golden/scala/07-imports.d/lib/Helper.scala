package lib

class Helper {
  def help(): Unit = ()
}
object Util {
  def run(): Unit = ()
}
object Other {
  def go(): Unit = ()
}
