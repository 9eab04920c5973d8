class Checks extends AnyFunSuite {
  def helper() = 1
}
class JUnit {
  @Test def works(): Unit = ()
  def plain(): Unit = ()
}
