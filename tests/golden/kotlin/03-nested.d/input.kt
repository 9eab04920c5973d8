class Outer {
    class Nested {
        fun deep() = Outer()
    }
    inner class Inner {
        fun up() {
            this@Outer.own()
            own()
        }
    }
    fun own() {
        fun local(n: Int) {
            if (n > 0) local(n - 1)
        }
        local(3)
        class Hidden {
            fun inside() = local(1)
        }
        Hidden().inside()
    }
    val made: Int
        get() {
            return Nested().deep().hashCode()
        }
}
