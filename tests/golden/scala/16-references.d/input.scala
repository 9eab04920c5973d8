@deprecated("x", "1")
class Old extends Serializable {
  type Alias = Target
  def make: Target = new Target
  def run(t: Target): Unit = {
    t.hit
    make.hit
    val s: Target = make
    s.hit
    Consts.Max
    this.make
  }
}
class Target {
  def hit: Int = 1
}
object Consts {
  val Max = 3
}
