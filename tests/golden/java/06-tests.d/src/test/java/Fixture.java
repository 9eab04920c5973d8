class Fixture {
}
