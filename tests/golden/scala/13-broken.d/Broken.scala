class First {
  def good = 1
}
class Second {
  def bad( = {
}
class Third {
  def fine = new First().good
}
