class Vec(val x: Int) {
  def +(o: Vec): Vec = new Vec(x)
  def dot(o: Vec): Int = x
  def unary_- : Vec = this
}
object Use {
  def use(a: Vec, b: Vec): Int = {
    a dot b
    a + b
    (a + b) dot a
  }
}
