enum Color(val rgb: Int):
  case Red extends Color(1)
  case Green, Blue
  def dim(): Int = rgb

object Use {
  def use(c: Color): Int = {
    Color.Red.dim()
    c.dim()
  }
}
