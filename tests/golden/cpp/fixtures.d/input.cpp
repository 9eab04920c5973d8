struct QueueTest {
    void check(int value) {}
};
MY_FIXTURE_LOCAL(QueueTest, counts) {
    check(1);
}
TEST_F(QueueTest, empty) {
    check(0);
}
