class Fixture
