class Config private constructor(val path: String) {
    companion object {
        const val DEFAULT = "x"
        fun load(path: String): Config = Config(path)
        fun default() = load(DEFAULT)
    }
    fun reload() = load(path)
}

class Named {
    companion object Factory {
        fun create() = Named()
    }
}

object Registry {
    private val all = mutableListOf<Config>()
    fun add(c: Config) { all.add(c) }
}

fun main() {
    val c = Config.load("a")
    c.reload()
    Registry.add(c)
    Named.create()
    Named.Factory.create()
}
