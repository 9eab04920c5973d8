package broken

class First {
    fun good() = 1
}

class Second {
    fun bad( {
        val x = = 3
    }
}

class Third {
    fun fine() { First().good() }
}
