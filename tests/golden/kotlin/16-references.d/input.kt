package refs

typealias Handler = (Int) -> Boolean
typealias Alias = Target

class Target {
    fun hit(n: Int) = n > 0
    companion object { val ZERO = Target() }
}
const val START = 1

fun isOdd(n: Int) = n % 2 == 1

fun use(t: Target, h: Handler, a: Alias) {
    listOf(1).filter(::isOdd)
    listOf(1).filter(t::hit)
    val c = Target::class
    val s = START
    named(n = 1, t = *arrayOf(t))
    a.hit(2)
    h(1)
}

fun named(n: Int, vararg t: Target) {
    loop@ for (i in 1..n) { continue@loop }
}
