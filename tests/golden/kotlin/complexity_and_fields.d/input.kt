class Lamp(val watts: Int) {
    var on = false

    fun toggle(n: Int): Int {
        if (n > 0 && on || watts > 5) on = !on
        for (i in 1..n) {}
        do {} while (on)
        return when (n) {
            1 -> 2
            2, 3 -> 4
            else -> 5
        }
    }

    fun power(): Int {
        try {
            return this.watts
        } catch (e: Exception) {
            return 0
        }
    }
}
