// What a destination remembers of its units: the first copy is new, later ones come again, void ones are
// refused.
#include "tests/support.h"

#include "stages/units.h"

static int
setup(void **state)
{
    *state = units_new();
    return 0;
}

static int
teardown(void **state)
{
    units *units = *state;
    units_destroy(&units);
    return units != NULL;
}

static void
the_first_copy_is_new_and_later_ones_come_again(void **state)
{
    assert_int_equal(units_note(*state, STREAM_FILES, 5), UNIT_NEW);
    assert_int_equal(units_note(*state, STREAM_FILES, 5), UNIT_AGAIN);
    assert_int_equal(units_note(*state, STREAM_FILES, 5), UNIT_AGAIN);
    assert_int_equal(units_note(*state, STREAM_FILES, 4), UNIT_NEW);
}

static void
streams_have_units_of_their_own(void **state)
{
    assert_int_equal(units_note(*state, STREAM_FILES, 0), UNIT_NEW);
    assert_int_equal(units_note(*state, STREAM_IGNORED, 0), UNIT_NEW);
    assert_int_equal(units_note(*state, STREAM_LINKED, 0), UNIT_NEW);
}

static void
a_void_file_is_refused_for_good(void **state)
{
    assert_false(units_void(*state, 7));
    assert_int_equal(units_note(*state, STREAM_FILES, 7), UNIT_VOID);
    assert_int_equal(units_note(*state, STREAM_FILES, 7), UNIT_VOID);
    assert_int_equal(units_note(*state, STREAM_IGNORED, 7), UNIT_NEW);
}

static void
voiding_tells_whether_a_copy_was_taken(void **state)
{
    units_note(*state, STREAM_FILES, 7);
    assert_true(units_void(*state, 7));
    assert_false(units_void(*state, 7));
    assert_int_equal(units_note(*state, STREAM_FILES, 7), UNIT_VOID);
}

static void
high_numbers_leave_low_ones_as_they_were(void **state)
{
    units_note(*state, STREAM_FILES, 3);
    assert_int_equal(units_note(*state, STREAM_FILES, LEDGER_UNITS_MAX - 1), UNIT_NEW);
    assert_int_equal(units_note(*state, STREAM_FILES, 3), UNIT_AGAIN);
    assert_int_equal(units_note(*state, STREAM_FILES, 2), UNIT_NEW);
}

static void
numbers_that_no_run_reaches_are_refused(void **state)
{
    assert_int_equal(units_note(*state, STREAM_FILES, LEDGER_UNITS_MAX), UNIT_VOID);
    assert_int_equal(units_note(*state, STREAM_FILES, UINT32_MAX), UNIT_VOID);
    assert_false(units_void(*state, LEDGER_UNITS_MAX));
    assert_false(units_void(*state, UINT32_MAX));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_first_copy_is_new_and_later_ones_come_again),
        TEST(streams_have_units_of_their_own),
        TEST(a_void_file_is_refused_for_good),
        TEST(voiding_tells_whether_a_copy_was_taken),
        TEST(high_numbers_leave_low_ones_as_they_were),
        TEST(numbers_that_no_run_reaches_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
