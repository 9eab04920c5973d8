// Which files a batch holds, until it is forgotten.
#include "tests/support.h"

#include "broker/batches.h"

static int
setup(void **state)
{
    *state = batches_new();
    return 0;
}

static int
teardown(void **state)
{
    batches *batches = *state;
    batches_destroy(&batches);
    return batches != NULL;
}

static void
the_files_of_a_batch_are_lent(void **state)
{
    uint32_t *files;
    batches_note(*state, 3, (const uint32_t[]){5, 6, 9}, 3);
    assert_int_equal(batches_files(*state, 3, &files), 3);
    assert_int_equal(files[0], 5);
    assert_int_equal(files[2], 9);
}

static void
an_unknown_batch_has_no_files(void **state)
{
    uint32_t *files;
    assert_int_equal(batches_files(*state, 0, &files), 0);
    assert_null(files);
    batches_note(*state, 1, (const uint32_t[]){1}, 1);
    assert_int_equal(batches_files(*state, 2, &files), 0);
    assert_int_equal(batches_files(*state, UINT32_MAX, &files), 0);
}

static void
a_new_attempt_changes_nothing(void **state)
{
    uint32_t *files;
    batches_note(*state, 1, (const uint32_t[]){1, 2}, 2);
    batches_note(*state, 1, (const uint32_t[]){7}, 1);
    assert_int_equal(batches_files(*state, 1, &files), 2);
    assert_int_equal(files[1], 2);
}

static void
a_forgotten_batch_may_come_again(void **state)
{
    uint32_t *files;
    batches_note(*state, 1, (const uint32_t[]){1, 2}, 2);
    batches_forget(*state, 1);
    assert_int_equal(batches_files(*state, 1, &files), 0);
    batches_forget(*state, 1);
    batches_forget(*state, 1000);
    batches_note(*state, 1, (const uint32_t[]){7}, 1);
    assert_int_equal(batches_files(*state, 1, &files), 1);
    assert_int_equal(files[0], 7);
}

static void
batches_stay_when_higher_numbers_come(void **state)
{
    uint32_t *files;
    for (uint32_t i = 0; i < 5000; i++)
        batches_note(*state, i, &i, 1);
    for (uint32_t i = 0; i < 5000; i++) {
        assert_int_equal(batches_files(*state, i, &files), 1);
        assert_int_equal(files[0], i);
    }
}

static void
a_number_that_no_run_reaches_is_not_kept(void **state)
{
    uint32_t *files;
    batches_note(*state, 1 << 24, (const uint32_t[]){1}, 1);
    batches_note(*state, UINT32_MAX, (const uint32_t[]){1}, 1);
    assert_int_equal(batches_files(*state, 1 << 24, &files), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_files_of_a_batch_are_lent),         TEST(an_unknown_batch_has_no_files),
        TEST(a_new_attempt_changes_nothing),         TEST(a_forgotten_batch_may_come_again),
        TEST(batches_stay_when_higher_numbers_come), TEST(a_number_that_no_run_reaches_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
