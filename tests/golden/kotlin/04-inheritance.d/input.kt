interface Walker {
    fun walk()
    fun rest() { walk() }
}

interface Runner : Walker {
    fun run()
}

abstract class Animal(val name: String) {
    constructor() : this("nobody")
    abstract fun sound(): String
    open fun speak() = sound()
}

class Dog(name: String) : Animal(name), Runner {
    override fun walk() {}
    override fun run() = rest()
    override fun sound() = "wuff"
    override fun speak(): String {
        return super.speak()
    }
}

class Fake(walker: Walker) : Walker by walker

class Pup : Animal {
    constructor(age: Int) : super("pup")
    override fun sound() = "waff"
}
