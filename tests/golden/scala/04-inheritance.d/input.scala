trait Walker {
  def walk(): Unit
  def rest(): Unit = walk()
}
trait Runner extends Walker {
  def run(): Unit
}
abstract class Animal(name: String) {
  def this() = this("nobody")
  def sound(): String
  def speak(): String = sound()
}
class Dog(name: String) extends Animal(name) with Runner {
  def walk(): Unit = ()
  def run(): Unit = rest()
  def sound(): String = "wuff"
  override def speak(): String = super.speak()
}
