package lib

class Helper {
    fun help() {}
}

object Util {
    fun run() {}
}

fun half(n: Int) = n / 2
