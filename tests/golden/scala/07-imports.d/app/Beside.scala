package app

object Beside {
  def near(): Unit = ()
}
