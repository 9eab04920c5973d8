// The string table: numbers in order of first appearance, over growth and clearing.
#include "tests/support.h"

#include "base/intern.h"

static int
setup(void **state)
{
    *state = intern_new();
    return 0;
}

static int
teardown(void **state)
{
    intern *table = *state;
    intern_destroy(&table);
    return table != NULL;
}

static void
numbers_count_in_order_of_first_appearance(void **state)
{
    assert_int_equal(intern_add(*state, SPAN_LITERAL("b")), 0);
    assert_int_equal(intern_add(*state, SPAN_LITERAL("a")), 1);
    assert_int_equal(intern_add(*state, SPAN_LITERAL("b")), 0);
    assert_int_equal(intern_count(*state), 2);
}

static void
strings_are_bytes(void **state)
{
    assert_int_equal(intern_add(*state, (span){"a\0b", 3}), 0);
    assert_int_equal(intern_add(*state, (span){"a\0c", 3}), 1);
    assert_int_equal(intern_add(*state, (span){"a", 1}), 2);
    assert_int_equal(intern_add(*state, (span){NULL, 0}), 3);
    assert_int_equal(intern_add(*state, (span){"", 0}), 3);
    assert_true(span_equal(intern_text(*state, 1), (span){"a\0c", 3}));
    assert_int_equal(intern_text(*state, 3).size, 0);
}

static void
what_was_never_added_is_not_found(void **state)
{
    assert_int_equal(intern_find(*state, SPAN_LITERAL("x")), INTERN_NONE);
    intern_add(*state, SPAN_LITERAL("xy"));
    assert_int_equal(intern_find(*state, SPAN_LITERAL("x")), INTERN_NONE);
    assert_int_equal(intern_find(*state, SPAN_LITERAL("xy")), 0);
}

static void
numbers_and_texts_survive_growing(void **state)
{
    char text[16];
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < 50000; i++) {
            snprintf(text, sizeof text, "%u", i);
            assert_int_equal(intern_add(*state, span_of(text)), i);
        }
    }
    assert_true(span_is(intern_text(*state, 49999), "49999"));
    assert_int_equal(intern_count(*state), 50000);
}

static void
a_cleared_table_counts_from_zero_again(void **state)
{
    intern_add(*state, SPAN_LITERAL("old"));
    intern_clear(*state);
    assert_int_equal(intern_count(*state), 0);
    assert_int_equal(intern_find(*state, SPAN_LITERAL("old")), INTERN_NONE);
    assert_int_equal(intern_add(*state, SPAN_LITERAL("new")), 0);
    assert_true(span_is(intern_text(*state, 0), "new"));
}

static void
a_large_table_is_cleared_like_a_small_one(void **state)
{
    char text[16];
    for (uint32_t i = 0; i < 200000; i++) {
        snprintf(text, sizeof text, "%u", i);
        intern_add(*state, span_of(text));
    }
    intern_clear(*state);
    assert_int_equal(intern_count(*state), 0);
    assert_int_equal(intern_find(*state, SPAN_LITERAL("77")), INTERN_NONE);
    for (uint32_t i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "%u", 999 - i);
        assert_int_equal(intern_add(*state, span_of(text)), i);
    }
    assert_true(span_is(intern_text(*state, 0), "999"));
}

static void
texts_are_copies(void **state)
{
    char text[] = "one";
    intern_add(*state, span_of(text));
    text[0] = 'X';
    assert_true(span_is(intern_text(*state, 0), "one"));
}

static void
a_hash_is_of_the_text_and_not_of_the_number(void **state)
{
    (void)state;
    intern *one = intern_new(), *other = intern_new();
    intern_add(one, SPAN_LITERAL("first"));
    uint32_t late = intern_add(one, SPAN_LITERAL("kfree")), early = intern_add(other, SPAN_LITERAL("kfree"));
    assert_int_not_equal(late, early);
    assert_int_equal(intern_hash(one, late), intern_hash(other, early));
    assert_int_not_equal(intern_hash(one, 0), intern_hash(one, late));
    intern_destroy(&one);
    intern_destroy(&other);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(numbers_count_in_order_of_first_appearance), TEST(strings_are_bytes),
        TEST(what_was_never_added_is_not_found),          TEST(numbers_and_texts_survive_growing),
        TEST(a_cleared_table_counts_from_zero_again),     TEST(texts_are_copies),
        TEST(a_large_table_is_cleared_like_a_small_one),
        TEST(a_hash_is_of_the_text_and_not_of_the_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
