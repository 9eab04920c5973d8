class Node {
    fun visit() {}
    var next: Node? = null
    val tail get() = next
}

fun find(): Node = Node()
val top = Node()

fun walk(first: Node, list: List<Node>) {
    val made = find()
    made.visit()
    first.next!!.visit()
    first?.next?.next?.visit()
    val (a, b) = Pair(1, 2)
    a.visit()
    try { first.visit() } catch (e: Trouble) { e.tell() }
    when (val n = find()) {
        is Node -> n.visit()
    }
    val cast = b as Node
    cast.visit()
    top.visit()
    (first ?: made).visit()
    first.tail.visit()
    run { made.visit() }
    val find = 3
    hidden(find)
}

class Trouble : Exception() {
    fun tell() {}
}
fun hidden(n: Int) {}
