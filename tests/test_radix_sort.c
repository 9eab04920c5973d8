// The template of base/radix_sort.h: order, whatever the number of items and wherever their keys differ.
#include "tests/support.h"

#include <stdbool.h>
#include <stdint.h>

struct item {
    uint64_t key;
    uint32_t number; // that it came as
};

#define SORT_NAME sort_items
#define SORT_TYPE struct item
#define SORT_BYTE(at, depth) ((at)->key >> (56 - 8 * (depth)))
#define SORT_DEPTH 8
#define SORT_LESS(a, b) ((a)->key < (b)->key)
#include "base/radix_sort.h"

enum { ITEMS_MAX = 5000 };

// Sorts `count` items with the keys that `key_of` gives, and looks at the result: ascending, each once.
static void
assert_sorted(uint32_t count, uint64_t (*key_of)(uint32_t number))
{
    static struct item items[ITEMS_MAX];
    static bool is_seen[ITEMS_MAX];
    assert_true(count <= ITEMS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = (struct item){key_of(i), i};
        is_seen[i] = false;
    }
    sort_items(items, count, 0);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(items[i].number < count && !is_seen[items[i].number]);
        is_seen[items[i].number] = true;
        assert_true(items[i].key == key_of(items[i].number));
        assert_true(i == 0 || items[i - 1].key <= items[i].key);
    }
}

static uint64_t
spread(uint32_t number)
{
    return (number + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t
backwards(uint32_t number)
{
    return UINT64_MAX - number;
}

static uint64_t
alike(uint32_t number)
{
    (void)number;
    return 42;
}

static uint64_t
differs_at_the_end(uint32_t number)
{
    return UINT64_C(0x1122334455667700) | (spread(number) >> 56);
}

static uint64_t
two_heaps(uint32_t number)
{
    return number % 2 ? spread(number) >> 8 : UINT64_C(0xff) << 56 | spread(number) >> 40;
}

static void
items_come_in_the_order_of_their_keys(void **state)
{
    static uint64_t (*const keys[])(uint32_t number) = {spread, backwards, alike, differs_at_the_end, two_heaps};
    static const uint32_t counts[] = {0, 1, 2, 23, 24, 25, 26, 255, 1000, ITEMS_MAX};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            assert_sorted(counts[c], keys[k]);
    }
}

static void
bytes_before_the_depth_are_not_looked_at(void **state)
{
    struct item items[40];
    for (uint32_t i = 0; i < 40; i++)
        items[i] = (struct item){UINT64_C(7) << 56 | (40 - i), i};
    sort_items(items, 40, 1);
    for (uint32_t i = 0; i < 40; i++)
        assert_int_equal(items[i].number, 39 - i);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_in_the_order_of_their_keys),
        cmocka_unit_test(bytes_before_the_depth_are_not_looked_at),
    };
    return cmocka_run_group_tests_name("radix_sort", tests, NULL, NULL);
}
