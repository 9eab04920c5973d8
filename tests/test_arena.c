// The arena: what it gives, what it keeps over a reset.
#include "tests/support.h"

#include "base/arena.h"

static int
setup(void **state)
{
    *state = arena_new(64 << 20);
    return 0;
}

static int
teardown(void **state)
{
    arena *arena = *state;
    arena_destroy(&arena);
    return arena != NULL;
}

static void
memory_is_zeroed_and_aligned(void **state)
{
    for (size_t size = 1; size < 100; size++) {
        const char *given = arena_alloc(*state, size);
        assert_int_equal((uintptr_t)given % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(given[i], 0);
        memset((char *)given, 0xff, size);
    }
}

static void
memory_is_zeroed_again_after_a_reset(void **state)
{
    memset(arena_alloc(*state, 1000), 0xff, 1000);
    arena_reset(*state);
    const char *again = arena_alloc(*state, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
}

static void
allocations_do_not_move_when_blocks_are_added(void **state)
{
    char *first = arena_copy(*state, SPAN_LITERAL("first"));
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(*state, 100000), i, 100000);
    assert_string_equal(first, "first");
}

static void
one_allocation_may_be_larger_than_a_block(void **state)
{
    char *large = arena_alloc(*state, 20 << 20);
    memset(large, 1, 20 << 20);
    assert_int_equal(arena_used(*state), 20 << 20);
}

static void
the_bound_itself_can_be_given_out(void **state)
{
    arena *small = arena_new(1024);
    memset(arena_alloc(small, 1024), 1, 1024);
    assert_int_equal(arena_used(small), 1024);
    arena_destroy(&small);
}

static void
used_bytes_are_rounded_up_and_forgotten_by_a_reset(void **state)
{
    arena_alloc(*state, 1);
    assert_int_equal(arena_used(*state), 16);
    arena_alloc(*state, 17);
    assert_int_equal(arena_used(*state), 48);
    arena_reset(*state);
    assert_int_equal(arena_used(*state), 0);
}

static void
a_reset_keeps_memory_for_the_next_turn(void **state)
{
    const char *first = arena_alloc(*state, 100);
    arena_reset(*state);
    assert_ptr_equal(arena_alloc(*state, 100), first);
}

static void
a_copy_ends_in_a_nul_and_may_be_empty(void **state)
{
    assert_string_equal(arena_copy(*state, span_slice(SPAN_LITERAL("abcdef"), 1, 3)), "bc");
    assert_string_equal(arena_copy(*state, (span){NULL, 0}), "");
}

static void
destroying_nothing_is_harmless(void **state)
{
    arena *none = NULL;
    arena_destroy(&none);
    assert_null(none);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zeroed_and_aligned),
        TEST(memory_is_zeroed_again_after_a_reset),
        TEST(allocations_do_not_move_when_blocks_are_added),
        TEST(one_allocation_may_be_larger_than_a_block),
        TEST(the_bound_itself_can_be_given_out),
        TEST(used_bytes_are_rounded_up_and_forgotten_by_a_reset),
        TEST(a_reset_keeps_memory_for_the_next_turn),
        TEST(a_copy_ends_in_a_nul_and_may_be_empty),
        TEST(destroying_nothing_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
