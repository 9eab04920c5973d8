package text

fun use(w: Word, s: String) {
    w.shout().shout()
    s.initial()
    "abc".initial()
    w join w
    w.orEmpty()
}
