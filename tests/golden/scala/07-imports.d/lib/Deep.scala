package lib
package inner

object Deep {
  def dive(): Unit = ()
}
