#include "tests/support.h"

#include "stages/walker/plan.h"

static plan made;

static int
forget(void **state)
{
    plan_fini(&made);
    return 0;
}

static void
large_files_go_first_and_alone_the_largest_before_all(void **state)
{
    const uint64_t sizes[] = {10, 300000, 20, 400000, 300000, 30};
    plan_init(&made, sizes, 6, 1, 262144);
    const uint32_t order[] = {3, 1, 4, 0, 2, 5};
    assert_memory_equal(made.order, order, sizeof order);
    assert_int_equal(made.batch_count, 5); // 2 small ones a batch, of 6 files for 1 parser
    assert_int_equal(made.batches[0].bytes, 400000);
    assert_int_equal(made.batches[2].file_count, 1);
    assert_int_equal(made.batches[3].first, 3);
    assert_int_equal(made.batches[3].file_count, 2);
    assert_int_equal(made.batches[4].file_count, 1);
}

static void
no_batch_of_several_files_is_above_the_target(void **state)
{
    uint64_t sizes[1000];
    for (int i = 0; i < 1000; i++)
        sizes[i] = (uint64_t)i * 7919 % 100000;
    plan_init(&made, sizes, 1000, 2, 100000);
    uint32_t files = 0;
    for (uint32_t i = 0; i < made.batch_count; i++) {
        const plan_batch *batch = &made.batches[i];
        uint64_t bytes = 0;
        assert_int_equal(batch->first, files);
        for (uint32_t j = 0; j < batch->file_count; j++)
            bytes += sizes[made.order[batch->first + j]];
        assert_int_equal(bytes, batch->bytes);
        assert_true(bytes <= 100000);
        assert_in_range(batch->file_count, 1, PLAN_FILES_MAX);
        files += batch->file_count;
    }
    assert_int_equal(files, 1000);
}

static void
a_file_of_exactly_the_target_is_not_large(void **state)
{
    const uint64_t sizes[] = {1, 262144, 2, 262145};
    plan_init(&made, sizes, 4, 0, 262144); // the target is less: 524292 / 4
    assert_int_equal(made.order[0], 3);
    assert_int_equal(made.order[1], 1);
    forget(state);
    const uint64_t equal[] = {100000, 100000, 100000, 100000};
    plan_init(&made, equal, 4, 1, 262144);
    assert_int_equal(made.order[0], 0);
    assert_int_equal(made.batch_count, 4);
}

static void
a_small_tree_gives_every_parser_four_batches(void **state)
{
    uint64_t sizes[160];
    for (int i = 0; i < 160; i++)
        sizes[i] = 8000;
    plan_init(&made, sizes, 160, 8, 262144); // 1.28 MB: 40000 bytes, 5 files for each of 32 batches
    assert_int_equal(made.batch_count, 32);
    assert_int_equal(made.batches[31].file_count, 5);
}

static void
a_large_tree_has_larger_batches(void **state)
{
    static uint64_t sizes[4000];
    for (int i = 0; i < 4000; i++)
        sizes[i] = 40000;
    plan_init(&made, sizes, 4000, 2, 1048576); // 160 MB: the most that is allowed
    assert_int_equal(made.batches[0].file_count, 26);
    plan_fini(&made);
    plan_init(&made, sizes, 500, 2, 1048576); // 20 MB: 625000 bytes, so that each parser gets 16
    assert_int_equal(made.batches[0].file_count, 15);
    plan_fini(&made);
    plan_init(&made, sizes, 100, 2, 1048576); // 4 MB: 256 KiB
    assert_int_equal(made.batches[0].file_count, 6);
}

static void
many_tiny_files_are_spread_too(void **state)
{
    uint64_t sizes[100] = {0};
    plan_init(&made, sizes, 100, 4, 262144);
    assert_int_equal(made.batch_count, 15); // 7 files in each
    assert_int_equal(made.batches[0].file_count, 7);
}

static void
a_batch_has_96_files_at_most(void **state)
{
    uint64_t sizes[10000] = {0};
    plan_init(&made, sizes, 10000, 1, 262144);
    assert_int_equal(made.batches[0].file_count, 96);
    assert_int_equal(made.batch_count, 105);
}

static void
no_files_make_no_batches(void **state)
{
    plan_init(&made, NULL, 0, 4, 262144);
    assert_int_equal(made.batch_count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(large_files_go_first_and_alone_the_largest_before_all, forget),
        cmocka_unit_test_teardown(no_batch_of_several_files_is_above_the_target, forget),
        cmocka_unit_test_teardown(a_file_of_exactly_the_target_is_not_large, forget),
        cmocka_unit_test_teardown(a_small_tree_gives_every_parser_four_batches, forget),
        cmocka_unit_test_teardown(a_large_tree_has_larger_batches, forget),
        cmocka_unit_test_teardown(many_tiny_files_are_spread_too, forget),
        cmocka_unit_test_teardown(a_batch_has_96_files_at_most, forget),
        cmocka_unit_test_teardown(no_files_make_no_batches, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
