case class Config(path: String) {
  def reload(): Config = Config.load(path)
}

object Config {
  val Default = "x"
  def load(path: String): Config = new Config(path)
  def default: Config = load(Default)
}

object Registry {
  def add(c: Config): Unit = c.reload()
}

object Main {
  def main(args: Array[String]): Unit = {
    val c = Config.load("a")
    c.reload()
    Config.default.reload()
    Config("b")
    Registry.add(c)
  }
}
