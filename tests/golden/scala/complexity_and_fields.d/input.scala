class Tank(size: Int) {
  var level = 0
  val name = "t"

  def fill(n: Int): Int = {
    if (n > 0 && level < 9 || n == 3) level += n
    while (n > 100) {}
    n match {
      case 1 => 2
      case k if k > 5 => 3
      case _ => 4
    }
  }

  def title(): String = {
    for (c <- name) {}
    this.name
  }
}
