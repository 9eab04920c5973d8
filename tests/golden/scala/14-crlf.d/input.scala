package größe

// Zählt größer.
class Größe {
  def zähle(n: Int): Int = n
}

object Nutzer {
  def `mit Leerzeichen`(g: Größe): Unit = {
    g.zähle(1) // 😀
    println(s"😀 ${g.zähle(2)}")
  }
}
