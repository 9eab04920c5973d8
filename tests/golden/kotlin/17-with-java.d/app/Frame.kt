package app

class Frame(val size: Int) {
    fun grow(): Frame = Frame(size + 1)
}

fun measure(frame: Frame): Int = frame.size

fun use(): Int = Engine().run(Frame(1))
