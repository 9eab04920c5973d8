int answer() { return 42; }

TEST(Suite, Answers)
{
    EXPECT_EQ(42, answer());
}

TEST_F(Fixture, Works) { answer(); }

TEST_CASE("a thing works", "[tag]")
{
    SECTION("part") { answer(); }
}

BOOST_AUTO_TEST_CASE(simple)
{
    answer();
}

class Helper {};
