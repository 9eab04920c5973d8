package text

class Word(val letters: String)

fun Word.shout(): Word {
    letters.initial()
    return Word(letters)
}
fun String.initial() = this[0]
val Word.size: Int get() = letters.length
infix fun Word.join(other: Word): Word = other
fun <T> List<T>.second(): T = this[1]
fun Word?.orEmpty(): Word = this ?: Word("")
