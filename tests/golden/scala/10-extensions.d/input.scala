class Word(val letters: String)

extension (w: Word) def shout(n: Int): Word = w
extension (s: String)
  def initial: Char = s.head
  def tail(n: Int): String = s

given ordering: Ordering[Word] with
  def compare(a: Word, b: Word): Int = helper(a)

given limit: Int = 3

def helper(w: Word): Int = 1

def use(w: Word, s: String): Unit =
  w.shout(1).shout(2)
  s.tail(3)
