static int answer(void) { return 42; }

TEST(math, answers)
{
    check(answer() == 42);
}

Test(suite, criterion)
{
    answer();
}

START_TEST(plain)
{
    answer();
}
END_TEST
