static void a_sum_is_right(void **state)
{
    assert_int_equal(1 + 1, 2);
}
