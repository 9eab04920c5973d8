// Analyses and class metrics on a small graph, against values that are worked out by hand.
//
// Functions: two triangles a -> b -> c -> a and d -> e -> f -> d with a bridge c -> d; h calls a; g is alone; a test
// calls a. Classes: Box, Other, Third.
#include "tests/edges.h"
#include "tests/support.h"

#include <inttypes.h>
#include <math.h>

#include "base/log.h"
#include "schema/key.h"
#include "schema/render.h"
#include "stages/server/query_analysis.h"
#include "stages/server/query_metrics.h"

static char failure[STORE_FAILURE_BYTES];

enum { A, B, C, D, E, F, G, H, BOX, M1, M2, M3, M4, OTHER, O1, O2, THIRD, T1, T2, TEST, PRINTF, ENTITIES };

static const struct {
    const char *name;
    entity_kind kind;
    uint32_t complexity;
    const char *fields;
} entities[ENTITIES] = {
    [A] = {"a", ENTITY_FUNCTION, 1, ""},
    [B] = {"b", ENTITY_FUNCTION, 1, ""},
    [C] = {"c", ENTITY_FUNCTION, 1, ""},
    [D] = {"d", ENTITY_FUNCTION, 1, ""},
    [E] = {"e", ENTITY_FUNCTION, 1, ""},
    [F] = {"f", ENTITY_FUNCTION, 1, ""},
    [G] = {"g", ENTITY_FUNCTION, 1, ""},
    [H] = {"h", ENTITY_FUNCTION, 1, ""},
    [BOX] = {"Box", ENTITY_CLASS, 0, "width height name"},
    [M1] = {"m1", ENTITY_METHOD, 3, "width height"},
    [M2] = {"m2", ENTITY_METHOD, 1, "height unknown"},
    [M3] = {"m3", ENTITY_METHOD, 2, "name unknown"},
    [M4] = {"m4", ENTITY_METHOD, 0, ""},
    [OTHER] = {"Other", ENTITY_STRUCT, 0, ""},
    [O1] = {"o1", ENTITY_METHOD, 1, ""},
    [O2] = {"o2", ENTITY_METHOD, 1, ""},
    [THIRD] = {"Third", ENTITY_ENUM, 0, "x y"},
    [T1] = {"t1", ENTITY_METHOD, 16, "x"},
    [T2] = {"t2", ENTITY_METHOD, 1, "y"},
    [TEST] = {"test_a", ENTITY_FUNCTION, 1, ""},
    [PRINTF] = {"printf", ENTITY_EXTERNAL, 0, ""},
};

static const struct {
    uint32_t from, to;
    edge_type type;
    resolution resolution;
} edges[] = {
    {A, B, EDGE_CALLS, 0},
    {A, B, EDGE_USES, 0},
    {A, PRINTF, EDGE_CALLS, RESOLUTION_EXTERNAL},
    {B, C, EDGE_CALLS, 0},
    {C, A, EDGE_CALLS, 0},
    {C, D, EDGE_USES, 0},
    {D, E, EDGE_CALLS, 0},
    {E, F, EDGE_CALLS, 0},
    {F, D, EDGE_CALLS, 0},
    {F, F, EDGE_CALLS, 0},
    {H, A, EDGE_CALLS, 0},
    {TEST, A, EDGE_TESTS, 0},
    {BOX, M1, EDGE_CONTAINS, 0},
    {BOX, M2, EDGE_CONTAINS, 0},
    {BOX, M3, EDGE_CONTAINS, 0},
    {BOX, M4, EDGE_CONTAINS, 0},
    {BOX, OTHER, EDGE_EXTENDS, 0},
    {BOX, PRINTF, EDGE_USES, RESOLUTION_EXTERNAL},
    {M1, PRINTF, EDGE_CALLS, RESOLUTION_EXTERNAL},
    {M2, M1, EDGE_CALLS, 0},
    {M3, O1, EDGE_CALLS, 0},
    {M3, O2, EDGE_CALLS, RESOLUTION_OVERRIDE},
    {OTHER, O1, EDGE_CONTAINS, 0},
    {OTHER, O2, EDGE_CONTAINS, 0},
    {THIRD, T1, EDGE_CONTAINS, 0},
    {THIRD, T2, EDGE_CONTAINS, 0},
    {T1, BOX, EDGE_USES, 0},
};

struct fixture {
    char *db, path[STORE_PATH_MAX];
    uint64_t ids[ENTITIES];
    buffer rows;
    tally sums[FAMILY_COUNT];
    query *query;
    query_snapshot *now;
};

static void
put(struct fixture *self, family owner, span key, const buffer *value)
{
    rows_put(&self->rows, owner, key, buffer_span(value));
    tally_add(&self->sums[owner], row_tally(owner, key, buffer_span(value)));
}

static void
put_file(struct fixture *self)
{
    buffer key = {0}, value = {0}, text = {0};
    file_row row = {.path = span_of("src/x.c"), .language = LANGUAGE_C, .modified_ns = 1};
    coverage_row words = {.language = LANGUAGE_C};
    buffer_put_u32_be(&key, 0);
    file_row_pack(&value, &row);
    put(self, FAMILY_FILES, buffer_span(&key), &value);
    put(self, FAMILY_TEXT, buffer_span(&key), &text);
    buffer_clear(&value);
    coverage_row_pack(&value, &words);
    put(self, FAMILY_COVERAGE, row.path, &value);
    buffer_fini(&key);
    buffer_fini(&value);
}

static int
compare_hashes(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static void
pack_fields(buffer *out, const char *names)
{
    uint32_t hashes[8];
    size_t count = 0;
    for (size_t size; (size = strcspn(names, " ")) && count < 8; names += size + (names[size] == ' '))
        hashes[count++] = field_hash((span){names, size});
    qsort(hashes, count, sizeof *hashes, compare_hashes);
    for (size_t i = 0; i < count; i++) {
        for (int shift = 16; shift >= 0; shift -= 8)
            buffer_put_byte(out, (uint8_t)(hashes[i] >> shift));
    }
}

static void
put_entity(struct fixture *self, uint32_t number)
{
    buffer key = {0}, value = {0}, fields = {0};
    char id[8];
    bool is_external = entities[number].kind == ENTITY_EXTERNAL;
    pack_fields(&fields, entities[number].fields);
    entity_row row = {.file = is_external ? (uint32_t)FILE_NUMBER_NONE : 0,
                      .kind = entities[number].kind,
                      .language = LANGUAGE_C,
                      .detection = number == TEST ? DETECTION_NAME : DETECTION_NONE,
                      .birth = is_external ? 0 : BIRTH_FIRST + number,
                      .line_start = is_external ? 0 : number + 1,
                      .line_end = is_external ? 0 : number + 1,
                      .name = span_of(entities[number].name),
                      .qualified_name = span_of(entities[number].name),
                      .complexity = entities[number].complexity,
                      .fields = buffer_span(&fields)};
    render_key(&key, &row, is_external ? (span){"", 0} : span_of("src/x.c"));
    self->ids[number] = key_id(buffer_span(&key), 0);
    store_u64_be(id, self->ids[number]);
    entity_row_pack(&value, &row);
    put(self, row.detection ? FAMILY_TESTS : FAMILY_ENTITIES, (span){id, 8}, &value);
    buffer_fini(&key);
    buffer_fini(&value);
    buffer_fini(&fields);
}

static void
take_edges(void *context, family owner, span key, span value)
{
    put(context, owner, key, &(buffer){(char *)value.data, value.size, value.size});
}

static void
put_edges(struct fixture *self, size_t edge_count)
{
    struct support_edges by_source = {0}, by_target = {0};
    for (size_t i = 0; i < edge_count; i++) {
        edge_row row = {.from = self->ids[edges[i].from],
                        .to = self->ids[edges[i].to],
                        .type = edges[i].type,
                        .resolution = edges[i].resolution,
                        .line_count = 1};
        support_edges_add(&by_source, &row, 1, 0);
        support_edges_add(&by_target, &row, 0, 0);
    }
    support_edges_flush(&by_source, FAMILY_BY_SOURCE, take_edges, self);
    support_edges_flush(&by_target, FAMILY_BY_TARGET, take_edges, self);
}

static void
write_relation(struct fixture *self, relation which)
{
    store_writer *writer = NULL;
    uint64_t rows[8];
    row next;
    assert_int_equal(store_writer_open(self->path, which, STORE_RUN_BYTES, &writer, failure), STATUS_OK);
    reader cursor = reader_of(buffer_span(&self->rows));
    while (rows_next(&cursor, &next)) {
        if (family_infos[next.family].relation == which)
            assert_int_equal(store_writer_put(writer, next.family, next.key, next.value, failure), STATUS_OK);
    }
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
}

static void
publish(struct fixture *self)
{
    uint32_t number;
    buffer fields = {0};
    assert_int_equal(store_generation_new(self->db, &number, self->path), STATUS_OK);
    for (unsigned i = 0; i < RELATION_COUNT; i++)
        write_relation(self, (relation)i);
    buffer_printf(&fields, "\"run\":\"0000000000000001\",\"source\":\"/src\",\"families\":{");
    for (unsigned i = 0; i < FAMILY_COUNT; i++)
        buffer_printf(&fields, "%s\"%s\":{\"rows\":%" PRIu64 ",\"digest\":\"%016" PRIx64 "\"}", i ? "," : "",
                      family_infos[i].name, self->sums[i].rows, self->sums[i].digest);
    buffer_printf(&fields, "}");
    buffer_put_byte(&fields, 0);
    assert_int_equal(store_seal_write(self->path, fields.data, failure), STATUS_OK);
    assert_int_equal(store_publish(self->db, number, failure), STATUS_OK);
    buffer_fini(&fields);
}

static int
setup_with(void **state, size_t entity_count, size_t edge_count)
{
    struct fixture *self = calloc(1, sizeof *self);
    log_open("test", LOG_LEVEL_SILENT);
    self->db = support_folder();
    put_file(self);
    for (uint32_t i = 0; i < entity_count; i++)
        put_entity(self, i);
    put_edges(self, edge_count);
    publish(self);
    assert_int_equal(query_open(self->db, 0, &self->query, failure), STATUS_OK);
    self->now = query_acquire(self->query);
    *state = self;
    return 0;
}

static int
setup(void **state)
{
    return setup_with(state, ENTITIES, sizeof edges / sizeof *edges);
}

static int
setup_empty(void **state)
{
    return setup_with(state, 0, 0);
}

static int
teardown(void **state)
{
    struct fixture *self = *state;
    query_release(&self->now);
    query_close(&self->query);
    buffer_fini(&self->rows);
    support_remove(self->db);
    free(self);
    return 0;
}

static void
assert_near(double actual, double expected)
{
    if (fabs(actual - expected) > 1e-6)
        fail_msg("%.9f is not %.9f", actual, expected);
}

// ---- rankings

// Each has the same share of chance, `t`, and 0.85 of what those that need it pass on. Nothing leads out of g, o1, o2, t2, m4,
// nor (but Contains) of Other and Third.
static void
pagerank_satisfies_its_equations(void **state)
{
    struct fixture *self = *state;
    const query_ranking *found = query_pagerank_of(self->now);
    const double *r = found->scores;
    double sum = 0, dangling = r[G] + r[O1] + r[O2] + r[T2] + r[M4] + r[OTHER] + r[THIRD] + r[M1];
    for (int i = 0; i < TEST; i++)
        sum += r[i];
    double t = (0.15 + 0.85 * dangling) / TEST; // as many entities as stand before it
    assert_int_equal(found->count, TEST);
    assert_near(sum, 1);
    assert_near(r[G], t);
    assert_near(r[H], t);
    assert_near(r[A], t + 0.85 * (r[C] / 2 + r[H]));
    assert_near(r[B], t + 0.85 * r[A]);
    assert_near(r[D], t + 0.85 * (r[C] / 2 + r[F]));
    assert_near(r[O1], t + 0.85 * r[M3] / 2);
    assert_near(r[TEST], 0);
    assert_near(r[PRINTF], 0);
    for (uint32_t i = 1; i < found->count; i++)
        assert_true(r[found->entities[i - 1]] >= r[found->entities[i]]);
}

// Shortest paths over a, e.g.: from h to b, c, d, e, f, and from c to b.
static void
betweenness_counts_shortest_paths(void **state)
{
    struct fixture *self = *state;
    static const double expected[] = {[A] = 6, [B] = 8, [C] = 10, [D] = 9, [E] = 5, [F] = 1, [G] = 0, [H] = 0};
    static const query_entity order[] = {C, D, B, A, E, F, BOX}; // the last two have the same
    const query_ranking *found = query_betweenness_of(self->now);
    for (query_entity i = A; i <= H; i++)
        assert_near(found->scores[i], expected[i]);
    assert_near(found->scores[BOX], 1); // t1 - Box - Other
    assert_int_equal(found->cutoff, 0);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(found->entities[i], order[i]);
}

static void
entropy_is_that_of_the_types_of_edges(void **state)
{
    struct fixture *self = *state;
    const query_ranking *found = query_entropy_of(self->now);
    assert_near(found->scores[A], 2.0 / 3 * log2(1.5) + 1.0 / 3 * log2(3)); // two calls, one use
    assert_near(found->scores[C], 1);                                      // one and one
    assert_near(found->scores[B], 0);
    assert_near(found->scores[G], 0);
    assert_near(found->scores[BOX], 4.0 / 6 * log2(1.5) + 2.0 / 6 * log2(6)); // four Contains, Extends, Uses
    assert_int_equal(found->entities[0], BOX);
    assert_int_equal(found->entities[1], C);
    assert_int_equal(found->entities[2], A);
    assert_string_equal(query_entropy_text(0.999), "low");
    assert_string_equal(query_entropy_text(1.0), "moderate");
    assert_string_equal(query_entropy_text(1.399), "moderate");
    assert_string_equal(query_entropy_text(1.4), "high");
}

// ---- cores and communities

static void
coreness_is_that_of_the_graph_without_directions(void **state)
{
    struct fixture *self = *state;
    const query_cores *found = query_cores_of(self->now);
    assert_int_equal(found->max, 2);
    for (query_entity i = A; i <= F; i++) {
        assert_int_equal(found->coreness[i], 2);
        assert_int_equal(found->entities[i], i);
        assert_string_equal(query_layer_text(found, i), "core");
    }
    assert_int_equal(found->coreness[H], 1);
    assert_string_equal(query_layer_text(found, H), "mid");
    assert_int_equal(found->coreness[G], 0);
    assert_string_equal(query_layer_text(found, G), "peripheral");
    assert_int_equal(found->coreness[TEST], 0);
    assert_int_equal(found->count, TEST);
}

// 8 edges around a to h, of which one joins the triangles: {a b c h} has 4 and degrees of 9, {d e f} 3 and 7. Of the classes
// m1-m2, m3-{o1 o2}, Box-{Other t1} are apart: 5 edges. Of 13 edges, each community's share less the square of its share of
// degrees.
static void
communities_maximise_modularity(void **state)
{
    struct fixture *self = *state;
    const query_communities *found = query_communities_of(self->now);
    static const query_entity first[] = {A, B, C, H}, second[] = {D, E, F};
    assert_int_equal(found->count, 5);
    assert_int_equal(found->starts[1], 4);
    assert_memory_equal(found->members, first, sizeof first);
    assert_memory_equal(found->members + found->starts[1], second, sizeof second);
    assert_int_equal(found->of_entity[G], QUERY_NONE);
    assert_int_equal(found->of_entity[TEST], QUERY_NONE);
    assert_int_equal(found->of_entity[E], 1);
    double m = 13;
    assert_near(found->modularity, (4 + 3 + 2 + 2 + 1) / m - (9 * 9 + 7 * 7 + 4 * 4 + 4 * 4 + 2 * 2) / (4 * m * m));
}

// What a class contains stays with it.
static void
clusters_follow_containment_too(void **state)
{
    struct fixture *self = *state;
    const query_communities *found = query_clusters_of(self->now);
    assert_int_equal(found->of_entity[T2], found->of_entity[THIRD]);
    assert_int_not_equal(found->of_entity[T2], QUERY_NONE);
    for (uint32_t i = 0; i < found->count; i++) {
        assert_true(found->starts[i + 1] - found->starts[i] >= 2);
        for (uint32_t k = found->starts[i]; k < found->starts[i + 1]; k++)
            assert_int_equal(found->of_entity[found->members[k]], i);
    }
}

static void
an_empty_index_has_nothing_to_rank(void **state)
{
    struct fixture *self = *state;
    assert_int_equal(query_pagerank_of(self->now)->count, 0);
    assert_int_equal(query_betweenness_of(self->now)->count, 0);
    assert_int_equal(query_entropy_of(self->now)->count, 0);
    assert_int_equal(query_cores_of(self->now)->max, 0);
    assert_int_equal(query_communities_of(self->now)->count, 0);
    assert_int_equal(query_clusters_of(self->now)->count, 0);
    assert_int_equal(query_classes_of(self->now)->count, 0);
}

// ---- classes

static const query_class *
class_of(struct fixture *self, query_entity entity)
{
    const query_class *found = query_class_find(query_classes_of(self->now), entity);
    assert_non_null(found);
    return found;
}

static void
a_class_is_measured_with_its_methods(void **state)
{
    struct fixture *self = *state;
    const query_class *box = class_of(self, BOX);
    assert_int_equal(box->methods, 4);
    assert_int_equal(box->cbo, 2);       // Other, which it needs; Third, which needs it
    assert_int_equal(box->rfc, 4 + 2);   // printf, o1; m1 is its own, o2 overrides o1
    assert_int_equal(box->wmc, 3 + 1 + 2);
    assert_near(box->lcom, 2.0 / 3);     // m1 and m2 share height; m4 has no body
    const query_class *third = class_of(self, THIRD);
    assert_int_equal(third->cbo, 1);
    assert_int_equal(third->rfc, 2);
    assert_int_equal(third->wmc, 17);
    assert_near(third->lcom, 1);
    assert_int_equal(class_of(self, OTHER)->cbo, 1);
    assert_near(class_of(self, OTHER)->lcom, 1); // two methods that use no field
    assert_null(query_class_find(query_classes_of(self->now), A));
    assert_int_equal(query_classes_of(self->now)->complexity[T1], 16);
}

static void
debt_is_the_effort_of_what_is_violated(void **state)
{
    struct fixture *self = *state;
    const query_classes *all = query_classes_of(self->now);
    assert_int_equal(query_debt_hours(class_of(self, BOX)), 0);
    assert_int_equal(query_debt_hours(class_of(self, OTHER)), 8);
    assert_int_equal(query_debt_hours(class_of(self, THIRD)), 8 + 2);
    assert_int_equal(all->items[all->by_debt[0]].entity, THIRD);
    assert_int_equal(all->items[all->by_debt[1]].entity, OTHER);
    assert_int_equal(all->items[all->by_debt[2]].entity, BOX);
}

static void
thresholds_are_what_may_be_reached(void **state)
{
    query_class at = {.cbo = 10, .lcom = 0.8, .wmc = 15, .rfc = 50};
    query_class above = {.cbo = 11, .lcom = 0.801, .wmc = 16, .rfc = 51};
    assert_int_equal(query_debt_hours(&at), 0);
    assert_int_equal(query_health_grade(&at), 'A');
    assert_int_equal(query_debt_hours(&above), 14);
    assert_int_equal(query_health_grade(&above), 'F');
    above.lcom = 0;
    assert_int_equal(query_debt_hours(&above), 6);
    assert_int_equal(query_health_grade(&above), 'D');
}

static void
severity_goes_by_hours(void **state)
{
    static const char *const expected[] = {[0] = "none", [2] = "low", [4] = "low", [6] = "medium", [8] = "medium", [10] = "high"};
    for (uint32_t hours = 0; hours <= 10; hours += 2)
        assert_string_equal(query_debt_severity(hours), expected[hours]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pagerank_satisfies_its_equations, setup, teardown),
        cmocka_unit_test_setup_teardown(betweenness_counts_shortest_paths, setup, teardown),
        cmocka_unit_test_setup_teardown(entropy_is_that_of_the_types_of_edges, setup, teardown),
        cmocka_unit_test_setup_teardown(coreness_is_that_of_the_graph_without_directions, setup, teardown),
        cmocka_unit_test_setup_teardown(communities_maximise_modularity, setup, teardown),
        cmocka_unit_test_setup_teardown(clusters_follow_containment_too, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_index_has_nothing_to_rank, setup_empty, teardown),
        cmocka_unit_test_setup_teardown(a_class_is_measured_with_its_methods, setup, teardown),
        cmocka_unit_test_setup_teardown(debt_is_the_effort_of_what_is_violated, setup, teardown),
        cmocka_unit_test(thresholds_are_what_may_be_reached),
        cmocka_unit_test(severity_goes_by_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
