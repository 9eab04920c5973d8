package app

import lib.Helper
import lib.Util as Tool
import lib.inner.*
import lib.half
import java.io.File
import old.Legacy

fun main() {
    Helper().help()
    Tool.run()
    dive()
    half(4)
    File("x").exists()
    Legacy(1).work()
    beside()
    Legacy.shared()
}
