class CalculatorSuite extends munit.FunSuite {
  test("adds") {
    new Calculator().add(1, 2)
  }
}
