package shapes

/** Something flat. */
class Shape(val sides: Int) {
    private var count = 0

    // Adds one.
    fun grow(by: Int = 1): Int {
        count += by
        return twice(count)
    }

    private fun twice(n: Int) = n * 2
}

const val LIMIT = 10
var current: Shape? = null

fun make(): Shape {
    val made = Shape(4)
    made.grow(LIMIT)
    return made
}
