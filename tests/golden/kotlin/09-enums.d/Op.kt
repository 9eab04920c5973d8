package calc

enum class Op(val sign: Char) {
    PLUS('+') {
        override fun apply(a: Int, b: Int) = helper(a, b)
    },
    MINUS('-') {
        override fun apply(a: Int, b: Int) = a - b
    };

    abstract fun apply(a: Int, b: Int): Int
    fun helper(a: Int, b: Int) = a + b
}

enum class Plain { A, B }

fun calculate(op: Op) {
    op.apply(1, 2)
    Op.PLUS.helper(3, 4)
    val p = Plain.A
}
