fun fixture() = Calculator()
