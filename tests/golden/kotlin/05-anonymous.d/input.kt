interface Handler {
    fun handle(n: Int)
}

class Owner {
    fun install(handler: Handler) {}

    fun go() {
        install(object : Handler {
            override fun handle(n: Int) {
                helper()
            }
        })
        listOf(1).forEach { helper() }
        val f = fun(x: Int): Int { return helper() + x }
        items.map { n -> other(n) }
        each(1) { it.helper() }
    }

    fun helper() = 1
    fun each(n: Int, f: (Owner) -> Unit) {}
}

fun other(n: Int) = n
