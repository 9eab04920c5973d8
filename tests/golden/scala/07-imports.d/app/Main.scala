package app

import lib.Helper
import lib.{Util => Tool, Other}
import lib.inner._
import old.Legacy
import scala.io.Source

object Main {
  def main(): Unit = {
    new Helper().help()
    Tool.run()
    Other.go()
    Deep.dive()
    new Legacy(1).work()
    Source.fromFile("x")
    Beside.near()
  }
}
