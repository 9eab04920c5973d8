package größe

// Zählt größer.
class Größe {
    fun zähle(änderung: Int): Int = änderung
}

fun `mit Leerzeichen`(größe: Größe) {
    größe.zähle(1) // 😀
    println("😀 ${größe.zähle(2)}")
}
