// The pool of syntax trees' memory, through the allocator that it gives tree-sitter.
#include "tests/support.h"

#include "stages/parser/pool.h"

// tree-sitter's current allocator (alloc.h of its core).
extern void *(*ts_current_malloc)(size_t size);
extern void *(*ts_current_calloc)(size_t count, size_t size);
extern void *(*ts_current_realloc)(void *object, size_t size);
extern void (*ts_current_free)(void *object);

static int
setup(void **state)
{
    pool_install();
    pool_drop();
    return pool_used() != 0;
}

static char *
filled(size_t bytes)
{
    char *object = ts_current_malloc(bytes);
    assert_non_null(object);
    memset(object, 0x5a, bytes);
    return object;
}

static void
objects_of_all_sizes_are_aligned_and_apart(void **state)
{
    char *objects[1100];
    for (size_t size = 0; size < 1100; size++) {
        objects[size] = filled(size);
        assert_int_equal((uintptr_t)objects[size] % 16, 0);
    }
    for (size_t size = 0; size < 1100; size++)
        memset(objects[size], (int)size, size);
    for (size_t size = 1; size < 1100; size++) {
        assert_int_equal((unsigned char)objects[size][0], size % 256);
        assert_int_equal((unsigned char)objects[size][size - 1], size % 256);
    }
    for (size_t size = 0; size < 1100; size++)
        ts_current_free(objects[size]);
    ts_current_free(NULL);
}

static void
up_to_1024_bytes_come_from_the_pool(void **state)
{
    char *none = filled(0), *one = filled(1), *largest = filled(POOL_OBJECT_BYTES_MAX);
    assert_int_equal(pool_used(), 2 * 65536); // 0 and 1 are of one size class, 1024 of another
    char *larger = filled(POOL_OBJECT_BYTES_MAX + 1);
    assert_int_equal(pool_used(), 2 * 65536);
    ts_current_free(none);
    ts_current_free(one);
    ts_current_free(largest);
    ts_current_free(larger);
}

static void
a_freed_object_is_the_next_of_its_size(void **state)
{
    char *first = filled(100);
    ts_current_free(first);
    char *again = filled(112); // the same class of 16 bytes
    assert_ptr_equal(again, first);
    char *other = filled(113);
    assert_ptr_not_equal(other, first);
    ts_current_free(again);
    ts_current_free(other);
}

static void
zeroed_objects_are_zero_even_when_used_before(void **state)
{
    ts_current_free(filled(64));
    char *object = ts_current_calloc(4, 16);
    for (int i = 0; i < 64; i++)
        assert_int_equal(object[i], 0);
    ts_current_free(object);
    assert_null(ts_current_calloc(SIZE_MAX / 2, 3));
}

static void
growing_keeps_the_contents_across_the_pools_border(void **state)
{
    static const size_t sizes[] = {1, 16, 17, 1000, 1024, 1025, 5000, 1024, 100, 1025, 1 << 20};
    char *object = ts_current_realloc(NULL, 1);
    object[0] = 'x';
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        object = ts_current_realloc(object, sizes[i]);
        assert_int_equal(object[0], 'x');
        memset(object + 1, 0x5a, sizes[i] - 1);
    }
    object = ts_current_realloc(object, 1024);
    assert_int_equal((unsigned char)object[1023], 0x5a);
    ts_current_free(object);
}

static void
a_drop_forgets_what_was_not_freed(void **state)
{
    char *first = filled(10);
    filled(5000); // from malloc: freed by the drop, as a leak checker sees
    char *large = filled(6000);
    ts_current_free(large);
    assert_true(pool_drop());
    assert_int_equal(pool_used(), 0);
    char *second = filled(10);
    assert_ptr_equal(second, first); // the memory is used again from its start
    assert_int_equal(pool_used(), 65536);
    ts_current_free(second);
}

static void
many_objects_take_many_slabs(void **state)
{
    enum { COUNT = 1000 };
    static char *objects[COUNT];
    for (int i = 0; i < COUNT; i++)
        objects[i] = filled(POOL_OBJECT_BYTES_MAX);
    assert_int_equal(pool_used(), 16 * 65536); // 64 in a slab
    for (int i = 0; i < COUNT; i++)
        ts_current_free(objects[i]);
    pool_drop();
    assert_int_equal(pool_used(), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(objects_of_all_sizes_are_aligned_and_apart),
        TEST(up_to_1024_bytes_come_from_the_pool),
        TEST(a_freed_object_is_the_next_of_its_size),
        TEST(zeroed_objects_are_zero_even_when_used_before),
        TEST(growing_keeps_the_contents_across_the_pools_border),
        TEST(a_drop_forgets_what_was_not_freed),
        TEST(many_objects_take_many_slabs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
