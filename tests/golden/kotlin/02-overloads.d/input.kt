class Printer {
    fun print(a: Int) {}
    fun print(a: Int, b: Int) {}
    fun print(a: Int, b: Int, vararg rest: Int) {}
    fun run() {
        print(1)
        print(1, 2, 3, 4)
        print()
    }
}

fun show(a: Int) {}
fun show(a: Int, b: String = "x", c: Int = 0) {}

fun caller() {
    show(1, "y")
    show(1, c = 2)
}
