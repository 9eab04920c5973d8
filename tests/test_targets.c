// Edges by target: sorted, each once, whether they were held in memory or merged from runs.
#include "tests/support.h"

#include "stages/linker/targets.h"

enum { EDGES = 200000 };

struct seen {
    struct target_edge *edges;
    uint32_t count;
};

static void
take(void *context, const struct target_edge *edge)
{
    struct seen *seen = context;
    assert_true(seen->count < EDGES);
    seen->edges[seen->count++] = *edge;
}

// Edge `i` of a fixed, disordered list: many clusters, some with many edges.
static struct target_edge
edge_at(uint32_t i)
{
    uint64_t mixed = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    return (struct target_edge){
        .to = i % 3 ? mixed : mixed >> 40 | UINT64_C(7) << 48, .from = i, .type = (uint8_t)(i % 7)};
}

static struct seen
collect(uint32_t count, size_t bytes_max)
{
    struct seen seen = {.edges = calloc(EDGES, sizeof *seen.edges)};
    assert_non_null(seen.edges);
    vault *vault = vault_new();
    struct targets targets;
    targets_init(&targets, vault, bytes_max);
    for (uint32_t i = 0; i < count; i++)
        targets_add(&targets, edge_at(i));
    targets_each(&targets, take, &seen);
    targets_fini(&targets);
    vault_destroy(&vault);
    return seen;
}

static void
they_come_in_order(void **state)
{
    (void)state;
    struct seen seen = collect(EDGES, 0);
    assert_int_equal(seen.count, EDGES);
    for (uint32_t i = 1; i < seen.count; i++) {
        const struct target_edge *a = &seen.edges[i - 1], *b = &seen.edges[i];
        bool is_ordered = a->to != b->to       ? a->to < b->to
                          : a->type != b->type ? a->type < b->type
                                               : a->from < b->from;
        assert_true(is_ordered);
    }
    free(seen.edges);
}

static void
runs_change_nothing(void **state)
{
    (void)state;
    struct seen whole = collect(EDGES, 0);
    const size_t bounds[] = {1000, 100000, EDGES * sizeof(struct target_edge) / 2,
                             EDGES * sizeof(struct target_edge)};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct seen merged = collect(bounds[i] < 10000 ? 2000 : EDGES, bounds[i]);
        struct seen few = bounds[i] < 10000 ? collect(2000, 0) : whole;
        assert_int_equal(merged.count, few.count);
        for (uint32_t e = 0; e < few.count; e++)
            assert_true(merged.edges[e].to == few.edges[e].to && merged.edges[e].from == few.edges[e].from);
        if (few.edges != whole.edges)
            free(few.edges);
        free(merged.edges);
    }
    free(whole.edges);
}

static void
none_are_none(void **state)
{
    (void)state;
    struct seen seen = collect(0, 1);
    assert_int_equal(seen.count, 0);
    free(seen.edges);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_come_in_order),
        cmocka_unit_test(runs_change_nothing),
        cmocka_unit_test(none_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
