// The linker as a library, on facts made by hand: how each kind of reference is bound, and that nothing
// depends on the order of arrival. Golden cases (test_golden.c) have what parsers really say.
#include "tests/support.h"

#include "schema/facts.h"
#include "schema/edge_rows.h"
#include "schema/rows.h"
#include "stages/linker/linker.h"

enum { EDGES_MAX = 512, EXTERNALS_MAX = 16 };

struct external {
    uint64_t id;
    char text[64]; // module:name
};

struct world {
    facts facts; // of the file being made
    buffer packed[4];
    struct edge {
        uint64_t from, to;
        edge_type type;
        resolution resolution;
        uint32_t line_count, first_line;
    } edges[EDGES_MAX];
    uint32_t edge_count, by_target_count;
    struct external externals[EXTERNALS_MAX];
    uint32_t external_count;
    uint64_t resolutions[RESOLUTION_COUNT];
    char failure[256];
};

static int
setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    facts_init(&world->facts);
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;
    facts_fini(&world->facts);
    for (int i = 0; i < 4; i++)
        buffer_fini(&world->packed[i]);
    free(world);
    return 0;
}

// ---- making facts

static uint32_t
text(struct world *world, const char *value)
{
    return value ? intern_add(world->facts.strings, span_of(value)) : FACT_NONE;
}

// Begins a file whose module has the id; 0 is its symbol.
static void
begin(struct world *world, language_id language, uint64_t id)
{
    facts_clear(&world->facts, language);
    facts_add_symbol(&world->facts, &(fact_symbol){.id_high = (uint32_t)(id >> 32),
                                                   .id_low = (uint32_t)id,
                                                   .name = text(world, "module"),
                                                   .kind = ENTITY_MODULE,
                                                   .flags = SYMBOL_FILE,
                                                   .parent = FACT_NONE,
                                                   .owner = FACT_NONE,
                                                   .type = FACT_NONE,
                                                   .parameters = FACT_NONE,
                                                   .end = 1000,
                                                   .line = 1});
}

static uint32_t
define(struct world *world, uint64_t id, entity_kind kind, const char *name, uint32_t parent)
{
    return facts_add_symbol(&world->facts, &(fact_symbol){.id_high = (uint32_t)(id >> 32),
                                                          .id_low = (uint32_t)id,
                                                          .name = text(world, name),
                                                          .kind = kind,
                                                          .parent = parent,
                                                          .owner = FACT_NONE,
                                                          .type = FACT_NONE,
                                                          .parameters = FACT_NONE,
                                                          .arity_max = 9,
                                                          .start = 10,
                                                          .end = 900,
                                                          .line = 2});
}

static uint32_t
name(struct world *world, const char *value)
{
    return facts_add_expression(&world->facts, EXPRESSION_NAME, text(world, value), FACT_NONE);
}

static uint32_t
member(struct world *world, uint32_t operand, const char *value)
{
    return facts_add_expression(&world->facts, EXPRESSION_MEMBER, text(world, value), operand);
}

static void
refer(struct world *world, reference_kind kind, uint32_t from, uint32_t expression, uint32_t line)
{
    facts_add_reference(&world->facts, &(fact_reference){kind, from, expression, 0, line * 10, line, FACT_NONE});
}

static void
import(struct world *world, unsigned flags, const char *module, const char *taken, const char *alias)
{
    facts_add_import(&world->facts, &(fact_import){flags, text(world, module), text(world, taken),
                                                   text(world, alias), 0, 1});
}

// Packs what was made as file number `number` of the tree.
static void
finish(struct world *world, uint32_t number, const char *path)
{
    buffer_clear(&world->packed[number]);
    facts_pack(&world->packed[number], &world->facts, span_of(path));
}

// ---- linking

static void
take_row(void *context, family owner, span key, span value)
{
    struct world *world = context;
    if (owner == FAMILY_ENTITIES) {
        entity_row row;
        assert_int_equal(entity_row_unpack(value, &row), STATUS_OK);
        assert_int_equal(row.kind, ENTITY_EXTERNAL);
        assert_true(world->external_count < EXTERNALS_MAX);
        struct external *external = &world->externals[world->external_count++];
        external->id = load_u64_be(key.data);
        snprintf(external->text, sizeof external->text, "%.*s:%.*s", (int)row.qualified_name.size,
                 row.qualified_name.data, (int)row.name.size, row.name.data);
    } else if (owner == FAMILY_BY_SOURCE) {
        edge_reader edges;
        edge_row row;
        assert_int_equal(edge_reader_open(&edges, owner, key, value), STATUS_OK);
        while (edge_reader_next(&edges, &row)) {
            assert_true(world->edge_count < EDGES_MAX);
            reader cursor = reader_of(row.lines);
            uint32_t line = 0;
            assert_true(edge_lines_next(&cursor, &line));
            world->edges[world->edge_count++] =
                (struct edge){row.from, row.to, row.type, row.resolution, row.line_count, line};
        }
        assert_true(edges.in.ok);
    } else {
        assert_int_equal(owner, FAMILY_BY_TARGET);
        world->by_target_count += edge_row_count(value);
    }
}

static void
count_row(void *context, family owner, span key, span value)
{
    *(uint64_t *)context += row_tally(owner, key, value).rows;
}

static status
finish_link(struct world *world, linker *linker)
{
    world->edge_count = world->external_count = world->by_target_count = 0;
    status result = linker_link(linker, take_row, world, world->failure);
    memcpy(world->resolutions, linker_resolutions(linker), sizeof world->resolutions);
    linker_destroy(&linker);
    return result;
}

// Links files 0 .. count - 1, in the order of their numbers or backwards.
static status
link_files(struct world *world, uint32_t count, bool is_backwards)
{
    linker *linker = linker_new(NULL, NULL);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = is_backwards ? count - 1 - i : i;
        assert_int_equal(linker_add(linker, number, buffer_span(&world->packed[number])), STATUS_OK);
    }
    return finish_link(world, linker);
}

static const struct edge *
edge_between(const struct world *world, uint64_t from, edge_type type, uint64_t to)
{
    for (uint32_t i = 0; i < world->edge_count; i++) {
        const struct edge *edge = &world->edges[i];
        if (edge->from == from && edge->type == type && edge->to == to)
            return edge;
    }
    return NULL;
}

static void
assert_edge(const struct world *world, uint64_t from, edge_type type, uint64_t to, resolution how)
{
    const struct edge *edge = edge_between(world, from, type, to);
    if (!edge)
        fail_msg("no edge %s from %ju to %ju", edge_type_texts[type], (uintmax_t)from, (uintmax_t)to);
    else
        assert_string_equal(resolution_texts[edge->resolution], resolution_texts[how]);
}

static uint64_t
external_id(const struct world *world, const char *text)
{
    for (uint32_t i = 0; i < world->external_count; i++) {
        if (strcmp(world->externals[i].text, text) == 0)
            return world->externals[i].id;
    }
    fail_msg("no external %s", text);
    return 0;
}

// ---- how references are bound

static void
a_symbol_of_the_file_is_bound_by_scope(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_GO, 100);
    uint32_t f = define(world, 101, ENTITY_FUNCTION, "f", 0), g = define(world, 102, ENTITY_FUNCTION, "g", 0);
    refer(world, REFERENCE_CALL, f, facts_add_expression(&world->facts, EXPRESSION_SYMBOL, g, FACT_NONE), 5);
    finish(world, 0, "a.go");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 101, EDGE_CALLS, 102, RESOLUTION_SCOPE);
    assert_edge(world, 100, EDGE_CONTAINS, 101, RESOLUTION_SCOPE);
    assert_edge(world, 100, EDGE_CONTAINS, 102, RESOLUTION_SCOPE);
    assert_int_equal(world->edge_count, 3);
    assert_int_equal(world->by_target_count, 3);
    assert_int_equal(world->external_count, 0);
}

static void
lines_of_one_edge_are_merged(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_GO, 100);
    uint32_t f = define(world, 101, ENTITY_FUNCTION, "f", 0);
    static const uint32_t lines[] = {70000, 7, 200000, 7, 9}; // also above 16 bits
    for (int i = 0; i < 5; i++)
        refer(world, REFERENCE_CALL, 0, facts_add_expression(&world->facts, EXPRESSION_SYMBOL, f, FACT_NONE),
              lines[i]);
    finish(world, 0, "a.go");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    const struct edge *edge = edge_between(world, 100, EDGE_CALLS, 101);
    assert_non_null(edge);
    assert_int_equal(edge->line_count, 4);
    assert_int_equal(edge->first_line, 7);
}

// File 0 calls `helper`, file 1 has it, imported by file 0.
static void
make_import(struct world *world)
{
    begin(world, LANGUAGE_PYTHON, 100);
    import(world, 0, "lib.util", "helper", "helper");
    refer(world, REFERENCE_CALL, 0, name(world, "helper"), 3);
    finish(world, 0, "main.py");
    begin(world, LANGUAGE_PYTHON, 200);
    define(world, 201, ENTITY_FUNCTION, "helper", 0);
    finish(world, 1, "lib/util.py");
}

static void
an_imported_name_is_bound_by_import(void **state)
{
    struct world *world = *state;
    make_import(world);
    assert_int_equal(link_files(world, 2, false), STATUS_OK);
    assert_edge(world, 100, EDGE_CALLS, 201, RESOLUTION_IMPORT);
    assert_edge(world, 100, EDGE_IMPORTS, 200, RESOLUTION_IMPORT);
    assert_int_equal(world->resolutions[RESOLUTION_IMPORT], 1);
}

static void
what_an_import_has_outside_of_the_tree_is_external(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_PYTHON, 100);
    import(world, 0, "os.path", "join", "join");
    import(world, IMPORT_MODULE, "numpy", NULL, "np");
    refer(world, REFERENCE_CALL, 0, name(world, "join"), 3);
    refer(world, REFERENCE_CALL, 0, member(world, name(world, "np"), "array"), 4);
    finish(world, 0, "main.py");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 100, EDGE_CALLS, external_id(world, "os.path:join"), RESOLUTION_EXTERNAL);
    assert_edge(world, 100, EDGE_CALLS, external_id(world, "numpy:array"), RESOLUTION_EXTERNAL);
    assert_edge(world, 100, EDGE_IMPORTS, external_id(world, ":numpy"), RESOLUTION_EXTERNAL);
    assert_int_equal(world->resolutions[RESOLUTION_EXTERNAL], 2);
}

static void
a_member_is_bound_by_the_receivers_type_and_its_bases(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_JAVA, 100);
    uint32_t base = define(world, 101, ENTITY_CLASS, "Base", 0);
    define(world, 102, ENTITY_METHOD, "inherited", base);
    uint32_t derived = define(world, 103, ENTITY_CLASS, "Derived", 0);
    refer(world, REFERENCE_EXTENDS, derived, name(world, "Base"), 4);
    uint32_t own = define(world, 104, ENTITY_METHOD, "own", derived);
    uint32_t instance =
        facts_add_expression(&world->facts, EXPRESSION_INSTANCE, FACT_NONE, name(world, "Derived"));
    refer(world, REFERENCE_CALL, 0, member(world, instance, "own"), 8);
    refer(world, REFERENCE_CALL, 0, member(world, instance, "inherited"), 9);
    uint32_t self = facts_add_expression(&world->facts, EXPRESSION_SELF, FACT_NONE, FACT_NONE);
    refer(world, REFERENCE_CALL, own, member(world, self, "inherited"), 5);
    finish(world, 0, "a.java");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 103, EDGE_EXTENDS, 101, RESOLUTION_SCOPE);
    assert_edge(world, 100, EDGE_CALLS, 104, RESOLUTION_TYPE);
    assert_edge(world, 100, EDGE_CALLS, 102, RESOLUTION_TYPE);
    assert_edge(world, 104, EDGE_CALLS, 102, RESOLUTION_TYPE);
}

// File 0 calls `helper`, which is in files 1 .. count.
static void
make_free_call(struct world *world, uint32_t count)
{
    begin(world, LANGUAGE_C, 100);
    refer(world, REFERENCE_CALL, 0, name(world, "helper"), 3);
    finish(world, 0, "a.c");
    for (uint32_t i = 1; i <= count; i++) {
        char path[8] = {'b', (char)('0' + i), '.', 'c'};
        begin(world, LANGUAGE_C, 100 * (uint64_t)(i + 1));
        define(world, 100 * (uint64_t)(i + 1) + 1, ENTITY_FUNCTION, "helper", 0);
        finish(world, i, path);
    }
}

static void
the_only_one_of_a_name_is_bound_as_unique(void **state)
{
    struct world *world = *state;
    make_free_call(world, 1);
    assert_int_equal(link_files(world, 2, false), STATUS_OK);
    assert_edge(world, 100, EDGE_CALLS, 201, RESOLUTION_UNIQUE);
}

static void
among_several_none_is_guessed(void **state)
{
    struct world *world = *state;
    make_free_call(world, 2);
    assert_int_equal(link_files(world, 3, false), STATUS_OK);
    assert_null(edge_between(world, 100, EDGE_CALLS, 201));
    assert_null(edge_between(world, 100, EDGE_CALLS, 301));
    assert_edge(world, 100, EDGE_CALLS, external_id(world, ":helper"), RESOLUTION_UNRESOLVED);
}

static void
a_name_that_nobody_has_is_kept_as_unresolved(void **state)
{
    struct world *world = *state;
    make_free_call(world, 0);
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 100, EDGE_CALLS, external_id(world, ":helper"), RESOLUTION_UNRESOLVED);
    assert_int_equal(world->resolutions[RESOLUTION_UNRESOLVED], 1);
}

static void
a_static_symbol_is_not_seen_from_other_files(void **state)
{
    struct world *world = *state;
    make_free_call(world, 0);
    begin(world, LANGUAGE_C, 200);
    uint32_t helper = define(world, 201, ENTITY_FUNCTION, "helper", 0);
    world->facts.symbols[helper].flags = SYMBOL_STATIC;
    finish(world, 1, "b.c");
    assert_int_equal(link_files(world, 2, false), STATUS_OK);
    assert_null(edge_between(world, 100, EDGE_CALLS, 201));
}

static void
no_edge_crosses_groups_of_languages(void **state)
{
    struct world *world = *state;
    make_free_call(world, 0);
    begin(world, LANGUAGE_PYTHON, 200);
    define(world, 201, ENTITY_FUNCTION, "helper", 0);
    finish(world, 1, "b.py");
    assert_int_equal(link_files(world, 2, false), STATUS_OK);
    assert_null(edge_between(world, 100, EDGE_CALLS, 201));
}

static void
a_call_prefers_the_overload_that_takes_its_arguments(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_JAVA, 100);
    uint32_t class = define(world, 101, ENTITY_CLASS, "C", 0);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t method = define(world, 102 + i, ENTITY_METHOD, "m", class);
        world->facts.symbols[method].arity_min = world->facts.symbols[method].arity_max = i;
    }
    uint32_t instance = facts_add_expression(&world->facts, EXPRESSION_INSTANCE, FACT_NONE, name(world, "C"));
    facts_add_reference(&world->facts,
                        &(fact_reference){REFERENCE_CALL, 0, member(world, instance, "m"), 2, 50, 5, FACT_NONE});
    finish(world, 0, "a.java");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 100, EDGE_CALLS, 104, RESOLUTION_TYPE);
    assert_null(edge_between(world, 100, EDGE_CALLS, 102));
    assert_null(edge_between(world, 100, EDGE_CALLS, 103));
}

static void
a_call_from_a_test_to_code_is_a_tests_edge(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_GO, 100);
    uint32_t test = define(world, 101, ENTITY_FUNCTION, "TestF", 0),
             f = define(world, 102, ENTITY_FUNCTION, "f", 0);
    world->facts.symbols[test].flags = SYMBOL_TEST;
    refer(world, REFERENCE_CALL, test, facts_add_expression(&world->facts, EXPRESSION_SYMBOL, f, FACT_NONE),
          5);
    finish(world, 0, "a_test.go");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 101, EDGE_TESTS, 102, RESOLUTION_SCOPE);
    assert_null(edge_between(world, 101, EDGE_CALLS, 102));
}

static void
a_reference_from_what_has_no_row_comes_from_around_it(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_JAVA, 100);
    uint32_t class = define(world, 101, ENTITY_CLASS, "C", 0),
             field = define(world, 0, ENTITY_FIELD, "f", class);
    uint32_t g = define(world, 102, ENTITY_FUNCTION, "g", 0);
    refer(world, REFERENCE_CALL, field, facts_add_expression(&world->facts, EXPRESSION_SYMBOL, g, FACT_NONE),
          5);
    finish(world, 0, "a.java");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 101, EDGE_CALLS, 102, RESOLUTION_SCOPE);
    assert_int_equal(world->edge_count, 3);
}

// ---- bounds

static void
types_that_are_each_others_bases_end(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_JAVA, 100);
    uint32_t a = define(world, 101, ENTITY_CLASS, "A", 0), b = define(world, 102, ENTITY_CLASS, "B", 0);
    refer(world, REFERENCE_EXTENDS, a, name(world, "B"), 1);
    refer(world, REFERENCE_EXTENDS, b, name(world, "A"), 2);
    refer(world, REFERENCE_EXTENDS, b, name(world, "B"), 2);
    refer(world, REFERENCE_CALL, a, name(world, "nowhere"), 3);
    finish(world, 0, "a.java");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 101, EDGE_CALLS, external_id(world, ":nowhere"), RESOLUTION_UNRESOLVED);
}

// Nested 20 deep, each type with the same eight unknown bases: 8^20 ways to look for a name, if all were
// gone.
static void
many_unknown_bases_of_nested_types_do_not_multiply(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_JAVA, 100);
    uint32_t parent = 0;
    for (uint32_t depth = 0; depth < 20; depth++) {
        parent = define(world, 101 + depth, ENTITY_CLASS, "C", parent);
        for (char base = 'P'; base < 'X'; base++)
            refer(world, REFERENCE_IMPLEMENTS, parent, name(world, (char[]){base, '\0'}), 1);
    }
    refer(world, REFERENCE_CALL, parent, name(world, "nowhere"), 3);
    finish(world, 0, "a.java");
    assert_int_equal(link_files(world, 1, false), STATUS_OK);
    assert_edge(world, 120, EDGE_CALLS, external_id(world, ":nowhere"), RESOLUTION_UNRESOLVED);
    assert_edge(world, 120, EDGE_IMPLEMENTS, external_id(world, ":P"), RESOLUTION_UNRESOLVED);
}

// 20,000 functions of one name in one package, and as many calls: not the square of it.
static void
a_name_that_thousands_have_is_left_alone(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_GO, 100);
    world->facts.package = text(world, "p");
    for (uint32_t i = 0; i < 20000; i++) {
        define(world, 101 + i, ENTITY_FUNCTION, "f", 0);
        refer(world, REFERENCE_CALL, 0, name(world, "f"), 3);
    }
    finish(world, 0, "a.go");
    linker *linker = linker_new(NULL, NULL);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_OK);
    uint64_t rows = 0;
    assert_int_equal(linker_link(linker, count_row, &rows, world->failure), STATUS_OK);
    assert_int_equal(linker_resolutions(linker)[RESOLUTION_UNRESOLVED], 20000);
    assert_int_equal(rows, 2 * 20001 + 1); // edges in both directions, and one external
    linker_destroy(&linker);
}

struct digest {
    uint64_t rows, sum;
};

static void
digest_row(void *context, family owner, span key, span value)
{
    struct digest *digest = context;
    digest->sum = digest->sum * 31 + row_hash(owner, key, value); // the order counts
    digest->rows += row_tally(owner, key, value).rows;
}

static struct digest
digest_in(struct world *world, uint32_t count, const char *folder, size_t memory)
{
    struct digest digest = {0};
    linker *linker = linker_new(NULL, NULL);
    if (folder)
        linker_bound(linker, folder, memory);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(linker_add(linker, i, buffer_span(&world->packed[i])), STATUS_OK);
    assert_int_equal(linker_link(linker, digest_row, &digest, world->failure), STATUS_OK);
    linker_destroy(&linker);
    return digest;
}

static void
a_bound_on_memory_changes_no_row(void **state)
{
    struct world *world = *state;
    for (uint32_t f = 0; f < 2; f++) {
        begin(world, LANGUAGE_C, f ? UINT64_C(9) << 48 : 100);
        for (uint32_t i = 1; i < 8000; i++) {
            char own[16], other[16];
            snprintf(own, sizeof own, "f%u_%u", f, i);
            snprintf(other, sizeof other, "f%u_%u", !f, i);
            define(world, (f ? UINT64_C(9) << 48 : 100) + i, ENTITY_FUNCTION, own, 0);
            refer(world, REFERENCE_CALL, i, name(world, other), 3);
        }
        finish(world, f, f ? "b.c" : "a.c");
    }
    char *folder = support_folder();
    struct digest whole = digest_in(world, 2, NULL, 0);
    assert_int_equal(whole.rows, 2 * (2 * 7999 + 2 * 7999));
    const size_t bounds[] = {0, 100000, 4 << 20};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct digest bounded = digest_in(world, 2, folder, bounds[i]);
        assert_int_equal(bounded.rows, whole.rows);
        assert_int_equal(bounded.sum, whole.sum);
    }
    support_remove(folder);
}

static void
facts_without_room_are_refused_by_name(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_C, 100);
    finish(world, 0, "a.c");
    linker *linker = linker_new(NULL, NULL);
    linker_bound(linker, "/nowhere/at/all", 0);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_NOT_FOUND);
    assert_int_equal(linker_failed(linker, world->failure), STATUS_NOT_FOUND);
    assert_non_null(strstr(world->failure, "/nowhere/at/all/linker.spill"));
    linker_destroy(&linker);
}

// Functions nested 20,000 deep, each with a call.
static void
deep_nesting_is_linked(void **state)
{
    struct world *world = *state;
    begin(world, LANGUAGE_SWIFT, 100);
    uint32_t parent = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        parent = define(world, 101 + i, ENTITY_FUNCTION, "f", parent);
        refer(world, REFERENCE_CALL, parent, name(world, "g"), 3);
    }
    finish(world, 0, "a.swift");
    linker *linker = linker_new(NULL, NULL);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_OK);
    uint64_t rows = 0;
    assert_int_equal(linker_link(linker, count_row, &rows, world->failure), STATUS_OK);
    assert_int_equal(rows, 2 * 40000 + 1);
    linker_destroy(&linker);
}

// ---- files

static void
the_order_of_arrival_does_not_matter(void **state)
{
    struct world *world = *state;
    make_free_call(world, 1);
    begin(world, LANGUAGE_C, 900);
    refer(world, REFERENCE_CALL, 0, name(world, "helper"), 1);
    refer(world, REFERENCE_CALL, 0, name(world, "printf"), 2);
    refer(world, REFERENCE_CALL, 0, name(world, "abort"), 3);
    finish(world, 2, "0.c");
    assert_int_equal(link_files(world, 3, false), STATUS_OK);
    struct world first = *world;
    assert_int_equal(link_files(world, 3, true), STATUS_OK);
    assert_int_equal(world->edge_count, first.edge_count);
    assert_int_equal(world->external_count, 2);
    for (uint32_t i = 0; i < world->edge_count; i++) {
        const struct edge *a = &world->edges[i], *b = &first.edges[i];
        assert_true(a->from == b->from && a->to == b->to && a->type == b->type &&
                    a->resolution == b->resolution);
    }
    for (uint32_t i = 0; i < world->external_count; i++) {
        assert_true(world->externals[i].id == first.externals[i].id);
        assert_string_equal(world->externals[i].text, first.externals[i].text);
    }
}

static void
edges_come_sorted_by_source_type_and_target(void **state)
{
    struct world *world = *state;
    make_free_call(world, 3);
    assert_int_equal(link_files(world, 4, true), STATUS_OK);
    for (uint32_t i = 1; i < world->edge_count; i++) {
        const struct edge *a = &world->edges[i - 1], *b = &world->edges[i];
        bool is_ascending = a->from != b->from   ? a->from < b->from
                            : a->type != b->type ? a->type < b->type
                                                 : a->to < b->to;
        assert_true(is_ascending);
    }
}

static void
a_dropped_file_leaves_no_rows(void **state)
{
    struct world *world = *state;
    make_import(world);
    linker *linker = linker_new(NULL, NULL);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_OK);
    assert_int_equal(linker_add(linker, 1, buffer_span(&world->packed[1])), STATUS_OK);
    linker_drop(linker, 1);
    linker_drop(linker, 1);
    linker_drop(linker, 77);
    assert_int_equal(finish_link(world, linker), STATUS_OK);
    assert_edge(world, 100, EDGE_CALLS, external_id(world, "lib.util:helper"), RESOLUTION_EXTERNAL);
    assert_null(edge_between(world, 200, EDGE_CONTAINS, 201));
    assert_int_equal(world->edge_count, 2);
}

static void
a_file_comes_once(void **state)
{
    struct world *world = *state;
    make_import(world);
    linker *linker = linker_new(NULL, NULL);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_OK);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_EXISTS);
    linker_drop(linker, 0);
    assert_int_equal(linker_add(linker, 0, buffer_span(&world->packed[0])), STATUS_EXISTS);
    assert_int_equal(finish_link(world, linker), STATUS_OK);
    assert_int_equal(world->edge_count, 0);
}

static void
a_corrupt_copy_does_not_stand_for_the_file(void **state)
{
    struct world *world = *state;
    make_import(world);
    linker *linker = linker_new(NULL, NULL);
    span whole = buffer_span(&world->packed[0]);
    assert_int_equal(linker_add(linker, 0, span_slice(whole, 0, whole.size - 1)), STATUS_CORRUPT);
    assert_int_equal(linker_add(linker, 0, (span){"", 0}), STATUS_CORRUPT);
    assert_int_equal(linker_add(linker, 0, whole), STATUS_OK);
    assert_int_equal(finish_link(world, linker), STATUS_OK);
    assert_int_equal(world->edge_count, 2);
}

static void
an_id_in_two_files_is_a_conflict_that_names_both(void **state)
{
    struct world *world = *state;
    for (uint32_t i = 0; i < 2; i++) {
        begin(world, LANGUAGE_C, 100 + i);
        define(world, 0xabcdef, ENTITY_FUNCTION, "f", 0);
        finish(world, i, i ? "b.c" : "a.c");
    }
    assert_int_equal(link_files(world, 2, true), STATUS_CONFLICT);
    assert_string_equal(world->failure, "entity id 0000000000abcdef stands in both a.c and b.c");
    assert_int_equal(world->edge_count, 0);
}

static void
no_files_give_no_rows(void **state)
{
    struct world *world = *state;
    assert_int_equal(link_files(world, 0, false), STATUS_OK);
    assert_int_equal(world->edge_count + world->external_count + world->by_target_count, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_symbol_of_the_file_is_bound_by_scope),
        TEST(lines_of_one_edge_are_merged),
        TEST(an_imported_name_is_bound_by_import),
        TEST(what_an_import_has_outside_of_the_tree_is_external),
        TEST(a_member_is_bound_by_the_receivers_type_and_its_bases),
        TEST(the_only_one_of_a_name_is_bound_as_unique),
        TEST(among_several_none_is_guessed),
        TEST(a_name_that_nobody_has_is_kept_as_unresolved),
        TEST(a_static_symbol_is_not_seen_from_other_files),
        TEST(no_edge_crosses_groups_of_languages),
        TEST(a_call_prefers_the_overload_that_takes_its_arguments),
        TEST(a_call_from_a_test_to_code_is_a_tests_edge),
        TEST(a_reference_from_what_has_no_row_comes_from_around_it),
        TEST(types_that_are_each_others_bases_end),
        TEST(many_unknown_bases_of_nested_types_do_not_multiply),
        TEST(a_name_that_thousands_have_is_left_alone),
        TEST(a_bound_on_memory_changes_no_row), TEST(facts_without_room_are_refused_by_name), TEST(deep_nesting_is_linked),
        TEST(the_order_of_arrival_does_not_matter),
        TEST(edges_come_sorted_by_source_type_and_target),
        TEST(a_dropped_file_leaves_no_rows),
        TEST(a_file_comes_once),
        TEST(a_corrupt_copy_does_not_stand_for_the_file),
        TEST(an_id_in_two_files_is_a_conflict_that_names_both),
        TEST(no_files_give_no_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
