#include "tests/support.h"

#include "stages/walker/crew.h"

static int
make(void **state)
{
    *state = crew_new();
    return 0;
}

static int
destroy(void **state)
{
    crew_destroy((crew **)state);
    assert_null(*state);
    return 0;
}

static void
nobody_is_chosen_before_a_credit_came(void **state)
{
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
    assert_int_equal(crew_credit(*state, 3, 2), CREW_NEW);
    assert_int_equal(crew_choose(*state, false), 3);
}

static void
nobody_gets_more_than_its_credit(void **state)
{
    crew_credit(*state, 1, 2);
    assert_int_equal(crew_push(*state, 1, false), 1);
    assert_int_equal(crew_push(*state, 1, false), 2);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
    assert_int_equal(crew_credit(*state, 1, 1), CREW_KNOWN);
    assert_int_equal(crew_choose(*state, false), 1);
    assert_int_equal(crew_push(*state, 1, false), 3);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
}

static void
the_one_with_the_least_in_hand_is_next_then_the_one_that_waited_longest(void **state)
{
    crew_credit(*state, 1, 2);
    crew_credit(*state, 2, 2);
    crew_push(*state, 1, false);
    assert_int_equal(crew_choose(*state, false), 2);
    crew_push(*state, 2, false);
    assert_int_equal(crew_choose(*state, false), 1);
    crew_push(*state, 1, false);
    crew_push(*state, 2, false);
    crew_credit(*state, 2, 1);
    crew_credit(*state, 1, 1);
    assert_int_equal(crew_choose(*state, false), 1);
}

static void
a_batch_alone_waits_for_empty_hands_and_keeps_others_away(void **state)
{
    crew_credit(*state, 1, 2);
    crew_push(*state, 1, false);
    assert_int_equal(crew_choose(*state, true), CREW_NOBODY);
    crew_credit(*state, 1, 1);
    assert_int_equal(crew_choose(*state, true), 1);
    crew_push(*state, 1, true);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
    crew_credit(*state, 1, 1);
    assert_int_equal(crew_choose(*state, false), 1);
}

static void
a_lost_credit_is_made_up_for_when_the_batch_settles(void **state)
{
    crew_credit(*state, 1, 2);
    crew_push(*state, 1, false);
    crew_push(*state, 1, false);
    crew_done(*state, 1, 2); // and so was the first
    crew_push(*state, 1, false);
    assert_int_equal(crew_choose(*state, false), 1);
    crew_push(*state, 1, false);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
}

static void
a_lost_batch_gives_its_credit_back(void **state)
{
    crew_credit(*state, 1, 1);
    uint64_t push = crew_push(*state, 1, false);
    crew_reissue(*state, 1, push);
    assert_int_equal(crew_choose(*state, false), 1);
    crew_push(*state, 1, false);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
}

static void
a_batch_that_was_done_gives_no_second_credit_when_it_is_issued_again(void **state)
{
    crew_credit(*state, 1, 1);
    uint64_t push = crew_push(*state, 1, false);
    crew_credit(*state, 1, 1);
    crew_reissue(*state, 1, push);
    crew_push(*state, 1, false);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
}

static void
who_has_left_is_not_heard_again(void **state)
{
    int output;
    crew_credit(*state, 1, 2);
    crew_set_output(*state, 1, &output);
    assert_ptr_equal(crew_output(*state, 1), &output);
    assert_ptr_equal(crew_leave(*state, 1), &output);
    assert_null(crew_leave(*state, 1));
    assert_int_equal(crew_credit(*state, 1, 2), CREW_IGNORED);
    assert_int_equal(crew_choose(*state, false), CREW_NOBODY);
    assert_null(crew_leave(*state, 2)); // it dies before its first credit comes
    assert_int_equal(crew_credit(*state, 2, 2), CREW_IGNORED);
    crew_done(*state, 1, 1);
    crew_reissue(*state, 7, 1);
}

static void
numbers_that_nobody_has_are_ignored(void **state)
{
    assert_int_equal(crew_credit(*state, CREW_PARSERS_MAX, 2), CREW_IGNORED);
    assert_int_equal(crew_credit(*state, CREW_PARSERS_MAX - 1, 2), CREW_NEW);
    assert_int_equal(crew_credit(*state, 1, 0), CREW_IGNORED);
    assert_null(crew_leave(*state, CREW_PARSERS_MAX));
}

#define test_crew(name) cmocka_unit_test_setup_teardown(name, make, destroy)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        test_crew(nobody_is_chosen_before_a_credit_came),
        test_crew(nobody_gets_more_than_its_credit),
        test_crew(the_one_with_the_least_in_hand_is_next_then_the_one_that_waited_longest),
        test_crew(a_batch_alone_waits_for_empty_hands_and_keeps_others_away),
        test_crew(a_lost_credit_is_made_up_for_when_the_batch_settles),
        test_crew(a_lost_batch_gives_its_credit_back),
        test_crew(a_batch_that_was_done_gives_no_second_credit_when_it_is_issued_again),
        test_crew(who_has_left_is_not_heard_again),
        test_crew(numbers_that_nobody_has_are_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
