// The query core on a small index that is written by hand: five files, tests, external entities, a cycle.
#include "tests/edges.h"
#include "tests/support.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#include <xxhash.h>

#include "base/log.h"
#include "schema/key.h"
#include "schema/render.h"
#include "stages/server/query_find.h"
#include "stages/server/query_graph.h"
#include "stages/server/query_report.h"
#include "stages/server/query_source.h"
#include "stages/server/words.h"

static char failure[STORE_FAILURE_BYTES];

// ---- the index

enum { FILE_MAIN, FILE_READ, FILE_UTIL, FILE_TEST, FILE_APP, FILES };

static const struct {
    const char *path, *text;
    language_id language;
} files[FILES] = {
    [FILE_MAIN] = {"main.c", "int main(void)\n{\n    return read_file();\n}\n", LANGUAGE_C},
    [FILE_READ] = {"src/lib/read.c", "// Reads a\n// file.\nint   read_file(void)\n{\n    helper();\n}\n",
                   LANGUAGE_C},
    [FILE_UTIL] = {"src/lib/util.c", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", LANGUAGE_C},
    [FILE_TEST] = {"src/test/read_test.c", "a\nb\nc\nd\n", LANGUAGE_C},
    [FILE_APP] = {"web/app.js", "a\nb\nc\nd\n", LANGUAGE_JAVASCRIPT},
};

// In the order of numbers.
enum {
    MAIN,
    READ_FILE,
    HELPER,
    PARSE,
    EMIT,
    LOGGER,
    LOGGER_PRINT,
    TEST_READ,
    APP,
    APP_PRINT,
    APP_READ_FILES,
    PRINTF,
    PUTS,
    ENTITIES,
};

static const struct {
    const char *name, *qualified;
    entity_kind kind;
    uint32_t file, line_start, line_end;
    test_detection detection;
} entities[ENTITIES] = {
    [MAIN] = {"main", "main", ENTITY_FUNCTION, FILE_MAIN, 1, 4, 0},
    [READ_FILE] = {"read_file", "read_file", ENTITY_FUNCTION, FILE_READ, 3, 6, 0},
    [HELPER] = {"helper", "helper", ENTITY_FUNCTION, FILE_UTIL, 1, 2, 0},
    [PARSE] = {"parse", "parse", ENTITY_FUNCTION, FILE_UTIL, 3, 3, 0},
    [EMIT] = {"emit", "emit", ENTITY_FUNCTION, FILE_UTIL, 4, 4, 0},
    [LOGGER] = {"Logger", "Logger", ENTITY_STRUCT, FILE_UTIL, 5, 9, 0},
    [LOGGER_PRINT] = {"print", "Logger.print", ENTITY_METHOD, FILE_UTIL, 6, 8, 0},
    [TEST_READ] = {"test_read_file", "test_read_file", ENTITY_FUNCTION, FILE_TEST, 1, 3, DETECTION_FILE_NAME},
    [APP] = {"app", "app", ENTITY_MODULE, FILE_APP, 1, 4, 0},
    [APP_PRINT] = {"print", "print", ENTITY_FUNCTION, FILE_APP, 2, 2, 0},
    [APP_READ_FILES] = {"readFiles<T>", "readFiles<T>", ENTITY_FUNCTION, FILE_APP, 3, 4, 0},
    [PRINTF] = {"printf", "stdio.h", ENTITY_EXTERNAL, QUERY_NONE, 0, 0, 0},
    [PUTS] = {"puts", "stdio.h", ENTITY_EXTERNAL, QUERY_NONE, 0, 0, 0},
};

static const struct {
    uint32_t from, to;
    edge_type type;
    resolution resolution;
    uint32_t line;
} edges[] = {
    {MAIN, READ_FILE, EDGE_CALLS, RESOLUTION_UNIQUE, 3},
    {READ_FILE, HELPER, EDGE_CALLS, RESOLUTION_UNIQUE, 5},
    {HELPER, PARSE, EDGE_CALLS, RESOLUTION_SCOPE, 2},
    {HELPER, HELPER, EDGE_CALLS, RESOLUTION_SCOPE, 1},
    {PARSE, EMIT, EDGE_CALLS, RESOLUTION_SCOPE, 3},
    {EMIT, PARSE, EDGE_USES, RESOLUTION_SCOPE, 4},
    {EMIT, PRINTF, EDGE_CALLS, RESOLUTION_EXTERNAL, 4},
    {LOGGER, LOGGER_PRINT, EDGE_CONTAINS, RESOLUTION_SCOPE, 0},
    {LOGGER_PRINT, PRINTF, EDGE_CALLS, RESOLUTION_EXTERNAL, 7},
    {LOGGER_PRINT, PUTS, EDGE_CALLS, RESOLUTION_EXTERNAL, 8},
    {TEST_READ, READ_FILE, EDGE_TESTS, RESOLUTION_UNIQUE, 2},
    {APP, APP_PRINT, EDGE_CONTAINS, RESOLUTION_SCOPE, 0},
};

enum { EDGES = sizeof edges / sizeof *edges, FILE_NUMBER_FIRST = 3, FILE_NUMBER_STEP = 2 };

struct fixture {
    char *db;
    char path[STORE_PATH_MAX]; // of the last generation
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
put_file(struct fixture *self, uint32_t number)
{
    buffer key = {0}, value = {0}, text = {0};
    XXH128_hash_t hash = XXH3_128bits(files[number].text, strlen(files[number].text));
    file_row row = {.path = span_of(files[number].path),
                    .language = files[number].language,
                    .size_bytes = strlen(files[number].text),
                    .modified_ns = 1,
                    .content_hash = {hash.low64, hash.high64}};
    buffer_put_u32_be(&key, FILE_NUMBER_FIRST + FILE_NUMBER_STEP * number);
    file_row_pack(&value, &row);
    put(self, FAMILY_FILES, buffer_span(&key), &value);
    buffer_put_span(&text, span_of(files[number].text));
    put(self, FAMILY_TEXT, buffer_span(&key), &text);
    buffer_clear(&value);
    coverage_row words = {files[number].language, 10 + number, 5, 1, 2, 3};
    coverage_row_pack(&value, &words);
    put(self, FAMILY_COVERAGE, row.path, &value);
    buffer_fini(&key);
    buffer_fini(&value);
    buffer_fini(&text);
}

static void
put_entity(struct fixture *self, uint32_t number)
{
    buffer key = {0}, value = {0};
    char id[8];
    uint32_t file = entities[number].file;
    bool is_external = file == QUERY_NONE;
    entity_row row = {.file = is_external ? (uint32_t)FILE_NUMBER_NONE
                                          : FILE_NUMBER_FIRST + FILE_NUMBER_STEP * file,
                      .kind = entities[number].kind,
                      .language = is_external ? LANGUAGE_C : files[file].language,
                      .detection = entities[number].detection,
                      .birth = is_external ? 0 : BIRTH_FIRST + number,
                      .line_start = entities[number].line_start,
                      .line_end = entities[number].line_end,
                      .name = span_of(entities[number].name),
                      .qualified_name = span_of(entities[number].qualified)};
    if (number == READ_FILE) {
        row.documentation = (byte_range){0, 19};
        row.signature = (byte_range){20, 41};
        row.code = (byte_range){20, 59};
    }
    render_key(&key, &row, is_external ? (span){"", 0} : span_of(files[file].path));
    self->ids[number] = key_id(buffer_span(&key), 0);
    store_u64_be(id, self->ids[number]);
    entity_row_pack(&value, &row);
    put(self, row.detection ? FAMILY_TESTS : FAMILY_ENTITIES, (span){id, 8}, &value);
    buffer_fini(&key);
    buffer_fini(&value);
}

static void
take_edges(void *context, family owner, span key, span value)
{
    put(context, owner, key, &(buffer){(char *)value.data, value.size, value.size});
}

static void
put_edges(struct fixture *self)
{
    struct support_edges by_source = {0}, by_target = {0};
    for (uint32_t i = 0; i < EDGES; i++) {
        edge_row row = {.from = self->ids[edges[i].from],
                        .to = self->ids[edges[i].to],
                        .type = edges[i].type,
                        .resolution = edges[i].resolution,
                        .line_count = edges[i].line ? 2 : 0};
        support_edges_add(&by_source, &row, edges[i].line, edges[i].line + 200);
        support_edges_add(&by_target, &row, 0, 0);
    }
    support_edges_flush(&by_source, FAMILY_BY_SOURCE, take_edges, self);
    support_edges_flush(&by_target, FAMILY_BY_TARGET, take_edges, self);
}

static void
put_all(struct fixture *self)
{
    buffer reason = {0};
    for (uint32_t i = 0; i < FILES; i++)
        put_file(self, i);
    for (uint32_t i = 0; i < ENTITIES; i++)
        put_entity(self, i);
    put_edges(self);
    ignored_row_pack(&reason, REASON_NO_PARSER);
    put(self, FAMILY_IGNORED, SPAN_LITERAL("README"), &reason);
    put(self, FAMILY_IGNORED, SPAN_LITERAL("build/"), &reason);
    buffer_fini(&reason);
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
publish(struct fixture *self, unsigned run)
{
    uint32_t number;
    buffer fields = {0};
    assert_int_equal(store_generation_new(self->db, &number, self->path), STATUS_OK);
    for (unsigned i = 0; i < RELATION_COUNT; i++)
        write_relation(self, (relation)i);
    buffer_printf(&fields, "\"run\":\"%016x\",\"source\":\"/src\",\"families\":{", run);
    for (unsigned i = 0; i < FAMILY_COUNT; i++)
        buffer_printf(&fields, "%s\"%s\":{\"rows\":%" PRIu64 ",\"digest\":\"%016" PRIx64 "\"}", i ? "," : "",
                      family_infos[i].name, self->sums[i].rows, self->sums[i].digest);
    buffer_printf(&fields, "}");
    buffer_put_byte(&fields, 0);
    assert_int_equal(store_seal_write(self->path, fields.data, failure), STATUS_OK);
    assert_int_equal(store_publish(self->db, number, failure), STATUS_OK);
    buffer_fini(&fields);
}

static void
open_query(struct fixture *self, uint32_t follow_ms)
{
    assert_int_equal(query_open(self->db, follow_ms, &self->query, failure), STATUS_OK);
    self->now = query_acquire(self->query);
}

static void
close_query(struct fixture *self)
{
    query_release(&self->now);
    query_close(&self->query);
}

static int
setup_rows(void **state)
{
    struct fixture *self = calloc(1, sizeof *self);
    log_open("test", LOG_LEVEL_SILENT);
    self->db = support_folder();
    put_all(self);
    *state = self;
    return 0;
}

static int
setup(void **state)
{
    setup_rows(state);
    publish(*state, 1);
    open_query(*state, 0);
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *self = *state;
    if (self->now)
        query_release(&self->now);
    query_close(&self->query);
    support_remove(self->db);
    buffer_fini(&self->rows);
    free(self);
    return 0;
}

// ---- entities

static void
entities_are_numbered_by_file_and_line_and_external_ones_by_key(void **state)
{
    const query_snapshot *now = ((struct fixture *)*state)->now;
    assert_int_equal(query_entity_count(now), ENTITIES);
    for (uint32_t i = 0; i < ENTITIES; i++) {
        query_node node = query_node_of(now, i);
        assert_true(span_is(node.name, entities[i].name));
        assert_true(span_is(node.qualified_name, entities[i].qualified));
        assert_true(span_is(node.path, entities[i].file == QUERY_NONE ? "" : files[entities[i].file].path));
        assert_int_equal(node.file, entities[i].file);
        assert_int_equal(node.kind, entities[i].kind);
        assert_int_equal(node.line_end, entities[i].line_end);
        assert_int_equal(node.detection, entities[i].detection);
    }
}

static void
each_entity_is_found_by_its_id_and_its_key(void **state)
{
    struct fixture *self = *state;
    for (uint32_t i = 0; i < ENTITIES; i++) {
        buffer key = {0};
        query_put_key(self->now, i, &key);
        assert_int_equal(query_entity_of_id(self->now, self->ids[i]), i);
        assert_int_equal(query_entity_of_key(self->now, buffer_span(&key)), i);
        buffer_fini(&key);
    }
    assert_int_equal(query_entity_of_id(self->now, 1), QUERY_NONE);
    assert_int_equal(query_entity_of_key(self->now, SPAN_LITERAL("c:fn:main:__main:T1")), QUERY_NONE);
}

static void
a_line_belongs_to_the_innermost_entity(void **state)
{
    const query_snapshot *now = ((struct fixture *)*state)->now;
    assert_int_equal(query_entity_at(now, FILE_UTIL, 5), LOGGER);
    assert_int_equal(query_entity_at(now, FILE_UTIL, 6), LOGGER_PRINT);
    assert_int_equal(query_entity_at(now, FILE_UTIL, 9), LOGGER);
    assert_int_equal(query_entity_at(now, FILE_UTIL, 10), QUERY_NONE);
    assert_int_equal(query_entity_at(now, FILES, 1), QUERY_NONE);
}

static void
a_class_is_told_from_detection_and_kind(void **state)
{
    const query_snapshot *now = ((struct fixture *)*state)->now;
    query_node nodes[3] = {query_node_of(now, MAIN), query_node_of(now, TEST_READ), query_node_of(now, PUTS)};
    assert_string_equal(query_class_text(&nodes[0]), "CODE");
    assert_string_equal(query_class_text(&nodes[1]), "TEST");
    assert_string_equal(query_class_text(&nodes[2]), "EXTERNAL");
}

// ---- finding

static status
find(struct fixture *self, const char *text, query_entities *found)
{
    uint64_t total;
    status result = query_find(self->now, span_of(text), (query_scope){0}, found, &total);
    assert_int_equal(result == STATUS_OK, total == 1);
    return result;
}

static void
assert_found(struct fixture *self, const char *text, query_entity expected)
{
    query_entities found = {0};
    if (find(self, text, &found) != STATUS_OK || found.count != 1 || found.items[0] != expected)
        fail_msg("%s gives %zu, first %u", text, found.count, found.count ? found.items[0] : 0);
    query_entities_fini(&found);
}

static void
one_entity_is_found_in_many_ways(void **state)
{
    static const char *const ways[] = {
        "c:method:print:__src_lib_util:T1577836806",
        "c:method:pri",
        "Logger.print",
        "Logger::print",
        "util.Logger.print",
        "util.c:Logger.print",
        "src/lib/util.c:7",
        "util.c:7",
        "logger.PRINT",
        "Logger->print",
        "  Logger.print ",
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        assert_found(*state, ways[i], LOGGER_PRINT);
}

static void
a_name_is_found_as_written_then_folded_then_by_its_start(void **state)
{
    assert_found(*state, "read_file", READ_FILE);
    assert_found(*state, "READ_FILE", READ_FILE);
    assert_found(*state, "hel", HELPER);
    assert_found(*state, "readFiles<T>", APP_READ_FILES);
    assert_found(*state, "javascript:fn:readFiles__lt__", APP_READ_FILES);
    assert_found(*state, "web.print", APP_PRINT);
}

static void
code_goes_before_tests_and_tests_before_external_entities(void **state)
{
    assert_found(*state, "test_read_file", TEST_READ);
    assert_found(*state, "printf", PRINTF);
    assert_found(*state, "puts", PUTS);
    assert_found(*state, "app", APP);
}

static void
an_ambiguous_name_gives_its_candidates(void **state)
{
    struct fixture *self = *state;
    query_entities found = {0};
    uint64_t total;
    assert_int_equal(query_find(self->now, SPAN_LITERAL("print"), (query_scope){0}, &found, &total),
                     STATUS_CONFLICT);
    assert_int_equal(total, 2);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.items[0], LOGGER_PRINT);
    assert_int_equal(found.items[1], APP_PRINT);
    assert_int_equal(
        query_find(self->now, SPAN_LITERAL("print"), (query_scope){FILE_APP, FILES}, &found, &total),
        STATUS_OK);
    assert_int_equal(found.items[0], APP_PRINT);
    query_entities_fini(&found);
}

static void
an_unknown_name_gives_near_ones(void **state)
{
    query_entities found = {0};
    assert_int_equal(find(*state, "raed_file", &found), STATUS_NOT_FOUND);
    assert_int_equal(found.items[0], READ_FILE);
    assert_int_equal(find(*state, "qqqqqqqq", &found), STATUS_NOT_FOUND);
    assert_int_equal(found.count, 0);
    assert_int_equal(find(*state, "pu", &found), STATUS_NOT_FOUND); // puts is external: all of its name has to be given
    query_entities_fini(&found);
}

static void
a_text_without_a_name_or_too_long_is_invalid(void **state)
{
    struct fixture *self = *state;
    char text[QUERY_TEXT_BYTES_MAX + 1];
    query_entities found = {0};
    uint64_t total;
    memset(text, 'x', sizeof text);
    assert_int_equal(find(self, " ", &found), STATUS_INVALID);
    assert_int_equal(query_find(self->now, (span){text, sizeof text}, (query_scope){0}, &found, &total),
                     STATUS_INVALID);
    assert_int_equal(query_find(self->now, (span){text, sizeof text - 1}, (query_scope){0}, &found, &total),
                     STATUS_NOT_FOUND);
    query_entities_fini(&found);
}

static void
separators_alone_find_nothing(void **state)
{
    static const char *const texts[] = {".", "::", "a.", ":1", "..:", "->", "::::a", "c:", "c:fn:", "\xff"};
    query_entities found = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        find(*state, texts[i], &found);
    query_entities_fini(&found);
}

static void
a_prefix_of_keys_gives_them_in_order(void **state)
{
    struct fixture *self = *state;
    query_entities found = {0};
    assert_int_equal(query_find_prefix(self->now, SPAN_LITERAL("c:fn:"), 3, &found), 6);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.items[0], MAIN);
    assert_int_equal(found.items[2], HELPER);
    assert_int_equal(query_find_prefix(self->now, SPAN_LITERAL("javasc"), 0, &found), 3);
    assert_int_equal(query_find_prefix(self->now, SPAN_LITERAL("c:external:p"), 0, &found), 2);
    assert_int_equal(query_find_prefix(self->now, SPAN_LITERAL("c:fn:parse:__src_lib"), 0, &found), 1);
    assert_int_equal(query_find_prefix(self->now, SPAN_LITERAL("c:fn:pars:"), 0, &found), 0);
    query_find_named(self->now, SPAN_LITERAL("print"), &found);
    assert_int_equal(found.count, 2);
    query_entities_fini(&found);
}

// ---- search

static void
assert_hit(struct fixture *self, const char *text, query_entity expected, query_match match)
{
    query_hits hits = {0};
    query_filter filter = {.classes = QUERY_ALL};
    uint64_t total = query_search(self->now, span_of(text), &filter, 0, 0, &hits);
    assert_int_equal(total, hits.count);
    bool is_found = false;
    for (size_t i = 0; i < hits.count && !is_found; i++) {
        is_found = hits.items[i].entity == expected;
        if (is_found && hits.items[i].match != match)
            fail_msg("%s: match %d", text, (int)hits.items[i].match);
    }
    if (!is_found)
        fail_msg("%s does not find %s", text, entities[expected].name);
    query_hits_fini(&hits);
}

static void
search_says_how_well_a_name_answers(void **state)
{
    assert_hit(*state, "read_file", READ_FILE, QUERY_MATCH_EXACT);
    assert_hit(*state, "readFile", READ_FILE, QUERY_MATCH_FOLDED);
    assert_hit(*state, "readf", READ_FILE, QUERY_MATCH_PREFIX);
    assert_hit(*state, "file", READ_FILE, QUERY_MATCH_PART);
    assert_hit(*state, "file read", READ_FILE, QUERY_MATCH_PART);
    assert_hit(*state, "fi re", READ_FILE, QUERY_MATCH_PART);
    assert_hit(*state, "rf", READ_FILE, QUERY_MATCH_INITIALS);
    assert_hit(*state, "raedfile", READ_FILE, QUERY_MATCH_TYPO);
    assert_hit(*state, "fiel", READ_FILE, QUERY_MATCH_TYPO);
    assert_hit(*state, "test raed", TEST_READ, QUERY_MATCH_TYPO);
    assert_hit(*state, "hlpr", HELPER, QUERY_MATCH_SUBSEQUENCE);
    assert_hit(*state, "lib.helper", HELPER, QUERY_MATCH_EXACT);
}

static void
search_ranks_by_match_then_by_in_degree(void **state)
{
    struct fixture *self = *state;
    query_hits hits = {0};
    query_filter filter = {.classes = QUERY_ALL};
    query_search(self->now, SPAN_LITERAL("print"), &filter, 0, 0, &hits);
    assert_int_equal(hits.items[0].entity, LOGGER_PRINT);
    assert_int_equal(hits.items[1].entity, APP_PRINT);
    assert_int_equal(hits.items[2].entity, PRINTF);
    uint64_t total = query_search(self->now, SPAN_LITERAL("print"), &filter, 1, 1, &hits);
    assert_true(total >= 3);
    assert_int_equal(hits.count, 1);
    assert_int_equal(hits.items[0].entity, APP_PRINT);
    assert_int_equal(query_search(self->now, SPAN_LITERAL("print"), &filter, total, 5, &hits), total);
    assert_int_equal(hits.count, 0);
    query_hits_fini(&hits);
}

static void
search_keeps_what_the_filter_lets_through(void **state)
{
    struct fixture *self = *state;
    query_hits hits = {0};
    query_filter code = {0}, externals = {.classes = QUERY_EXTERNAL}, web = {.scope = {FILE_APP, FILES}};
    query_search(self->now, SPAN_LITERAL("printf"), &code, 0, 0, &hits);
    for (size_t i = 0; i < hits.count; i++)
        assert_int_not_equal(hits.items[i].entity, PRINTF);
    assert_int_equal(query_search(self->now, SPAN_LITERAL("printf"), &externals, 0, 0, &hits), 1);
    assert_int_equal(query_search(self->now, SPAN_LITERAL("print"), &web, 0, 0, &hits), 1);
    assert_int_equal(query_search(self->now, SPAN_LITERAL(""), &code, 0, 0, &hits), 0);
    assert_int_equal(query_search(self->now, SPAN_LITERAL("_"), &code, 0, 0, &hits), 0);
    query_hits_fini(&hits);
}

static void
names_come_apart_where_people_see_parts(void **state)
{
    static const char *const cases[][6] = {
        {"readFile", "read", "File"},
        {"HTTPServer", "HTTP", "Server"},
        {"utf8_decode", "utf8", "decode"},
        {"__init__", "init"},
        {"GetURL", "Get", "URL"},
        {"a.b-c", "a", "b", "c"},
        {"Base64Encode", "Base64", "Encode"},
        {"X", "X"},
        {"_"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at = 0, count = 0;
        span part;
        while (words_next(span_of(cases[i][0]), &at, &part)) {
            count++;
            assert_non_null(cases[i][count]);
            assert_true(span_is(part, cases[i][count]));
        }
        assert_null(cases[i][count + 1]);
    }
}

static void
distance_counts_edits_up_to_a_bound(void **state)
{
    char longest[WORDS_DISTANCE_BYTES_MAX + 1];
    (void)state;
    memset(longest, 'x', sizeof longest);
    assert_int_equal(words_distance(SPAN_LITERAL("abc"), SPAN_LITERAL("abc"), 2), 0);
    assert_int_equal(words_distance(SPAN_LITERAL("abc"), SPAN_LITERAL("acb"), 2), 1);
    assert_int_equal(words_distance(SPAN_LITERAL("abc"), SPAN_LITERAL("abcd"), 2), 1);
    assert_int_equal(words_distance(SPAN_LITERAL("sprintf"), SPAN_LITERAL("pritnf"), 2), 2);
    assert_int_equal(words_distance(SPAN_LITERAL("kitten"), SPAN_LITERAL("sitting"), 2), 3);
    assert_int_equal(words_distance((span){longest, WORDS_DISTANCE_BYTES_MAX},
                                    (span){longest, WORDS_DISTANCE_BYTES_MAX}, 2),
                     0);
    assert_int_equal(words_distance((span){longest, sizeof longest}, (span){longest, sizeof longest}, 2), 3);
}

// ---- scopes and lists

static query_scope
scope_of(struct fixture *self, const char *text)
{
    query_scope scope;
    buffer nearest = {0};
    assert_int_equal(query_scope_find(self->now, span_of(text), &scope, &nearest), STATUS_OK);
    buffer_fini(&nearest);
    return scope;
}

static void
a_scope_is_a_folder_or_a_folder_in_it(void **state)
{
    query_scope src = scope_of(*state, "src"), lib = scope_of(*state, "src||lib"), all = scope_of(*state, "");
    assert_int_equal(src.file_start, FILE_READ);
    assert_int_equal(src.file_end, FILE_APP);
    assert_int_equal(lib.file_end, FILE_TEST);
    assert_int_equal(all.file_end, 0);
    assert_int_equal(query_scope_files(((struct fixture *)*state)->now, all).file_end, FILES);
}

static void
an_unknown_scope_names_the_nearest(void **state)
{
    struct fixture *self = *state;
    query_scope scope;
    buffer nearest = {0};
    assert_int_equal(query_scope_find(self->now, SPAN_LITERAL("sr"), &scope, &nearest), STATUS_NOT_FOUND);
    assert_true(span_starts(buffer_span(&nearest), "src\n"));
    assert_int_equal(query_scope_find(self->now, SPAN_LITERAL("lib"), &scope, &nearest), STATUS_NOT_FOUND);
    assert_true(span_starts(buffer_span(&nearest), "src||lib"));
    assert_int_equal(query_scope_find(self->now, SPAN_LITERAL("||"), &scope, &nearest), STATUS_NOT_FOUND);
    assert_int_equal(query_scope_find(self->now, SPAN_LITERAL("main.c"), &scope, &nearest), STATUS_NOT_FOUND);
    buffer_fini(&nearest);
}

static void
lists_are_filtered_counted_and_cut(void **state)
{
    struct fixture *self = *state;
    query_entities found = {0};
    query_filter code = {0}, tests = {.classes = QUERY_TESTS}, all = {.classes = QUERY_ALL},
                 functions = {.kinds = 1u << ENTITY_FUNCTION},
                 web = {.languages = 1u << LANGUAGE_JAVASCRIPT, .scope = scope_of(self, "web")};
    assert_int_equal(query_list(self->now, &code, 0, 0, &found), 10);
    assert_int_equal(found.count, 10);
    assert_int_equal(query_list(self->now, &code, 1, 2, &found), 10);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.items[0], READ_FILE);
    assert_int_equal(query_list(self->now, &code, 10, 2, &found), 10);
    assert_int_equal(found.count, 0);
    assert_int_equal(query_list(self->now, &tests, 0, 0, NULL), 1);
    assert_int_equal(query_list(self->now, &all, 0, 0, NULL), ENTITIES);
    assert_int_equal(query_list(self->now, &functions, 0, 0, NULL), 7);
    assert_int_equal(query_list(self->now, &web, 0, 0, NULL), 3);
    query_entities_fini(&found);
}

// ---- edges

static void
edges_have_their_ends_type_resolution_and_lines(void **state)
{
    struct fixture *self = *state;
    query_edge edge;
    buffer location = {0};
    query_edges out = query_edges_out(self->now, MAIN, QUERY_EDGES_ALL);
    assert_true(query_edges_next(&out, &edge));
    assert_int_equal(edge.from, MAIN);
    assert_int_equal(edge.to, READ_FILE);
    assert_int_equal(edge.type, EDGE_CALLS);
    assert_int_equal(edge.resolution, RESOLUTION_UNIQUE);
    assert_int_equal(edge.line, 3);
    assert_int_equal(edge.line_count, 2);
    query_put_location(self->now, &edge, &location);
    assert_true(span_is(buffer_span(&location), "main.c:3"));
    assert_false(query_edges_next(&out, &edge));
    buffer_fini(&location);
}

static void
edges_into_an_entity_are_by_type_then_source(void **state)
{
    struct fixture *self = *state;
    query_edge edge;
    query_edges in = query_edges_in(self->now, READ_FILE, QUERY_EDGES_ALL);
    assert_int_equal(query_edges_count(&in), 2);
    assert_true(query_edges_next(&in, &edge));
    assert_int_equal(edge.from, MAIN);
    assert_true(query_edges_next(&in, &edge));
    assert_int_equal(edge.from, TEST_READ);
    assert_int_equal(edge.type, EDGE_TESTS);
    assert_int_equal(edge.line, 2);
    in = query_edges_in(self->now, READ_FILE, 1 << EDGE_TESTS);
    assert_int_equal(query_edges_count(&in), 1);
}

static void
a_walk_over_all_edges_meets_each_once_and_can_skip(void **state)
{
    struct fixture *self = *state;
    query_edge edge, last = {0};
    uint32_t count = 0;
    for (query_edges all = query_edges_within(self->now, (query_scope){0}, QUERY_EDGES_ALL);
         query_edges_next(&all, &edge); count++) {
        assert_int_equal(edge.number, count);
        last = edge;
    }
    assert_int_equal(count, EDGES);
    for (uint32_t skip = 0; skip < EDGES; skip++) {
        query_edges all = query_edges_within(self->now, (query_scope){0}, QUERY_EDGES_ALL);
        query_edges_skip(&all, skip);
        assert_int_equal(query_edges_count(&all), EDGES - skip);
        while (query_edges_next(&all, &edge))
            ;
        assert_int_equal(edge.from, last.from);
    }
    query_edges lib = query_edges_within(self->now, scope_of(self, "src||lib"), QUERY_EDGES_CALLS);
    assert_int_equal(query_edges_count(&lib), 7);
    query_edges_skip(&lib, 6);
    assert_true(query_edges_next(&lib, &edge));
    assert_int_equal(edge.to, PUTS);
    assert_false(query_edges_next(&lib, &edge));
}

// ---- graph

static void
reach_goes_hop_by_hop(void **state)
{
    struct fixture *self = *state;
    query_reach found = {0};
    query_reach_options options = {.is_reverse = true};
    query_reach_from(self->now, EMIT, &options, &found);
    static const query_reached expected[] = {{PARSE, EMIT, 1},
                                             {HELPER, PARSE, 2},
                                             {READ_FILE, HELPER, 3},
                                             {MAIN, READ_FILE, 4},
                                             {TEST_READ, READ_FILE, 4}};
    assert_int_equal(found.count, 5);
    for (size_t i = 0; i < found.count; i++) {
        assert_int_equal(found.items[i].entity, expected[i].entity);
        assert_int_equal(found.items[i].via, expected[i].via);
        assert_int_equal(found.items[i].hop, expected[i].hop);
    }
    options.hops_max = 2;
    query_reach_from(self->now, EMIT, &options, &found);
    assert_int_equal(found.count, 2);
    query_reach_fini(&found);
}

static void
reach_is_kept_by_class_and_scope_and_cut_at_a_bound(void **state)
{
    struct fixture *self = *state;
    query_reach found = {0};
    query_reach_options options = {.scope = scope_of(self, "src"), .classes = QUERY_CODE};
    query_reach_from(self->now, MAIN, &options, &found);
    assert_int_equal(found.count, 4); // not printf, but what is behind it would be
    assert_false(found.is_cut);
    options.entities_max = 4;
    query_reach_from(self->now, MAIN, &options, &found);
    assert_false(found.is_cut);
    options.entities_max = 3;
    query_reach_from(self->now, MAIN, &options, &found);
    assert_int_equal(found.count, 3);
    assert_true(found.is_cut);
    query_reach_fini(&found);
}

static void
tests_are_found_through_what_they_call(void **state)
{
    struct fixture *self = *state;
    query_reach found = {0};
    query_tests_of(self->now, EMIT, 0, 0, (query_scope){0}, &found);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].entity, TEST_READ);
    assert_int_equal(found.items[0].hop, 4);
    query_tests_of(self->now, EMIT, 3, 0, (query_scope){0}, &found);
    assert_int_equal(found.count, 0);
    query_reach_fini(&found);
}

static void
components_have_two_members_and_a_shortest_cycle(void **state)
{
    struct fixture *self = *state;
    query_entities path = {0};
    const query_components *components = query_components_of(self->now);
    assert_ptr_equal(components, query_components_of(self->now));
    assert_int_equal(components->count, 1);
    assert_int_equal(components->starts[1], 2);
    assert_int_equal(components->members[0], PARSE);
    assert_int_equal(components->members[1], EMIT);
    assert_int_equal(components->of_entity[EMIT], 0);
    assert_int_equal(components->of_entity[HELPER], QUERY_NONE);
    query_cycle_of(self->now, components, 0, QUERY_EDGES_DEPENDS, &path);
    assert_int_equal(path.count, 2);
    assert_int_equal(path.items[0], PARSE);
    assert_int_equal(path.items[1], EMIT);
    query_entities_fini(&path);
    query_components *calls = query_components_new(self->now, QUERY_EDGES_CALLS, (query_scope){0});
    assert_int_equal(calls->count, 0);
    query_components_destroy(&calls);
    query_components *web = query_components_new(self->now, QUERY_EDGES_DEPENDS, scope_of(self, "web"));
    assert_int_equal(web->count, 0);
    query_components_destroy(&web);
}

static void
hotspots_are_ranked_by_degree(void **state)
{
    struct fixture *self = *state;
    query_hotspot found[3];
    uint64_t total;
    query_filter filter = {0};
    assert_int_equal(query_hotspots(self->now, &filter, QUERY_EDGES_DEPENDS, 3, found, &total), 3);
    assert_int_equal(total, 10);
    assert_int_equal(found[0].entity, HELPER);
    assert_int_equal(found[0].in, 2);
    assert_int_equal(found[0].out, 2);
    assert_int_equal(found[1].entity, READ_FILE);
    assert_int_equal(found[2].entity, PARSE);
    assert_int_equal(query_hotspots(self->now, &filter, QUERY_EDGES_DEPENDS, 0, found, &total), 0);
    assert_int_equal(query_in_degree(self->now, LOGGER_PRINT, QUERY_EDGES_ALL), 1);
    assert_int_equal(query_in_degree(self->now, LOGGER_PRINT, QUERY_EDGES_DEPENDS), 0);
}

// ---- text and reports

static void
source_is_cut_out_of_the_text(void **state)
{
    struct fixture *self = *state;
    query_source source = {0};
    span text;
    assert_int_equal(query_source_load(&source, self->now, READ_FILE, failure), STATUS_OK);
    assert_true(span_is(source.code, "int   read_file(void)\n{\n    helper();\n}"));
    assert_true(span_is(source.signature, "int read_file(void)"));
    assert_true(span_is(source.documentation, "Reads a\nfile."));
    assert_int_equal(query_source_load(&source, self->now, TEST_READ, failure), STATUS_OK);
    assert_int_equal(source.row.detection, DETECTION_FILE_NAME);
    assert_int_equal(query_source_load(&source, self->now, PUTS, failure), STATUS_OK);
    assert_int_equal(source.code.size, 0);
    assert_int_equal(query_source_file(&source, self->now, FILE_MAIN, &text, failure), STATUS_OK);
    assert_true(span_is(text, files[FILE_MAIN].text));
    query_source_fini(&source);
}

static void
statistics_are_those_of_the_seal(void **state)
{
    struct fixture *self = *state;
    const query_statistics *counts = query_statistics_of(self->now);
    const tally *sealed = query_snapshot_about(self->now).seal->families;
    assert_int_equal(counts->code_entities + counts->external_entities, sealed[FAMILY_ENTITIES].rows);
    assert_int_equal(counts->external_entities, 2);
    assert_int_equal(counts->test_entities, sealed[FAMILY_TESTS].rows);
    assert_int_equal(counts->edges, sealed[FAMILY_BY_SOURCE].rows);
    assert_int_equal(counts->files, sealed[FAMILY_COVERAGE].rows);
    assert_int_equal(counts->ignored, sealed[FAMILY_IGNORED].rows);
    assert_int_equal(counts->ignored_by_reason[REASON_NO_PARSER], 2);
    assert_int_equal(counts->files_by_language[LANGUAGE_C], 4);
    assert_int_equal(counts->edges_by_type[EDGE_CONTAINS], 2);
    assert_int_equal(counts->edges_by_resolution[RESOLUTION_EXTERNAL], 3);
    assert_int_equal(counts->entities_by_kind[ENTITY_METHOD], 1);
}

static void
files_have_their_coverage_and_entities(void **state)
{
    struct fixture *self = *state;
    assert_int_equal(query_file_count(self->now), FILES);
    query_file file = query_file_at(self->now, FILE_UTIL);
    assert_true(span_is(file.path, "src/lib/util.c"));
    assert_int_equal(file.number, FILE_NUMBER_FIRST + FILE_NUMBER_STEP * FILE_UTIL);
    assert_int_equal(file.code_count, 5);
    assert_int_equal(file.test_count, 0);
    assert_int_equal(file.entity_start, HELPER);
    assert_int_equal(file.entity_end, TEST_READ);
    assert_true(file.has_coverage);
    assert_int_equal(file.coverage.source_words, 12);
    assert_int_equal(query_file_of_path(self->now, SPAN_LITERAL("web/app.js")), FILE_APP);
    assert_int_equal(query_file_of_path(self->now, SPAN_LITERAL("web")), QUERY_NONE);
    assert_int_equal(query_ignored_count(self->now), 2);
    assert_true(span_is(query_ignored_at(self->now, 1).path, "build/"));
}

static void
folders_are_in_two_levels(void **state)
{
    struct fixture *self = *state;
    static const struct {
        const char *l1, *l2;
        unsigned file_count, code_count, test_count;
    } expected[] = {{"", "", 1, 1, 0},
                    {"src", "", 3, 6, 1},
                    {"src", "lib", 2, 6, 0},
                    {"src", "test", 1, 0, 1},
                    {"web", "", 1, 3, 0}};
    size_t count;
    const query_folder *folders = query_folders(self->now, &count);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        assert_true(span_is(folders[i].l1, expected[i].l1));
        assert_true(span_is(folders[i].l2, expected[i].l2));
        assert_int_equal(folders[i].file_count, expected[i].file_count);
        assert_int_equal(folders[i].code_count, expected[i].code_count);
        assert_int_equal(folders[i].test_count, expected[i].test_count);
    }
    assert_int_equal(folders[2].scope.file_start, FILE_READ);
    assert_int_equal(folders[2].scope.file_end, FILE_TEST);
}

// ---- the image

static void
image_path(const struct fixture *self, char path[STORE_PATH_MAX + 16])
{
    snprintf(path, STORE_PATH_MAX + 16, "%s/query.image", self->path);
}

static void
an_image_is_left_for_others_and_built_again_when_it_is_damaged(void **state)
{
    struct fixture *self = *state;
    char path[STORE_PATH_MAX + 16];
    struct stat before, after;
    image_path(self, path);
    assert_int_equal(stat(path, &before), 0);
    for (off_t at = 0; at < before.st_size; at += before.st_size / 16) {
        close_query(self);
        int fd = open(path, O_RDWR);
        char byte;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= 1;
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        close(fd);
        open_query(self, 0);
        assert_found(self, "main", MAIN);
    }
    close_query(self);
    assert_int_equal(truncate(path, before.st_size / 2), 0);
    open_query(self, 0);
    assert_found(self, "main", MAIN);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_size, before.st_size);
}

static void
an_image_of_another_generation_is_not_used(void **state)
{
    struct fixture *self = *state;
    char first[STORE_PATH_MAX + 16], second[STORE_PATH_MAX + 16];
    image_path(self, first);
    close_query(self);
    publish(self, 2);
    image_path(self, second);
    assert_int_equal(rename(first, second), 0);
    struct stat before, after;
    assert_int_equal(stat(second, &before), 0);
    open_query(self, 0);
    assert_int_equal(stat(second, &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
}

static void
a_folder_that_cannot_be_written_is_served_from_memory(void **state)
{
    struct fixture *self = *state;
    char path[STORE_PATH_MAX + 16];
    image_path(self, path);
    close_query(self);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0); // nothing can be renamed to that
    open_query(self, 0);
    assert_found(self, "main", MAIN);
}

static void
equal_generations_have_equal_images(void **state)
{
    struct fixture *self = *state;
    char path[STORE_PATH_MAX + 16];
    buffer images[2] = {{0}, {0}};
    image_path(self, path);
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        for (int byte; (byte = fgetc(file)) != EOF;)
            buffer_put_byte(&images[i], (uint8_t)byte);
        fclose(file);
        close_query(self);
        unlink(path);
        open_query(self, 0);
    }
    assert_true(span_equal(buffer_span(&images[0]), buffer_span(&images[1])));
    buffer_fini(&images[0]);
    buffer_fini(&images[1]);
}

// ---- generations

static void
without_a_generation_there_is_nothing_to_open(void **state)
{
    struct fixture *self = *state;
    assert_int_equal(query_open(self->db, 0, &self->query, failure), STATUS_NOT_FOUND);
    assert_non_null(strstr(failure, "sluice index"));
}

static void
a_generation_that_does_not_match_its_seal_is_refused(void **state)
{
    struct fixture *self = *state;
    char path[STORE_PATH_MAX + 32];
    publish(self, 1);
    snprintf(path, sizeof path, "%s/DependencyEdges/CURRENT", self->path);
    assert_int_equal(truncate(path, 1), 0);
    assert_int_equal(query_open(self->db, 0, &self->query, failure), STATUS_CORRUPT);
}

static void
an_edge_without_an_end_is_refused(void **state)
{
    struct fixture *self = *state;
    struct support_edges dangling = {0};
    support_edges_add(&dangling, &(edge_row){.from = 1, .to = self->ids[MAIN], .type = EDGE_USES}, 0, 0);
    support_edges_flush(&dangling, FAMILY_BY_SOURCE, take_edges, self);
    publish(self, 1);
    assert_int_equal(query_open(self->db, 0, &self->query, failure), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "sluice check"));
}

// Waits until a request sees that generation, some seconds at most.
static void
await_generation(struct fixture *self, uint32_t number)
{
    for (int tries = 0; tries < 10000; tries++) {
        query_snapshot *next = query_acquire(self->query);
        uint32_t seen = query_snapshot_about(next).generation;
        query_release(&next);
        if (seen == number)
            return;
        usleep(1000);
    }
    fail_msg("generation %u is not followed", number);
}

static void
the_next_generation_is_followed_and_the_one_before_stays_readable(void **state)
{
    struct fixture *self = *state;
    query_source source = {0};
    publish(self, 1);
    open_query(self, 1);
    char *removed = strdup(self->path);
    publish(self, 2);
    await_generation(self, 2);
    support_remove(removed);
    assert_int_equal(query_snapshot_about(self->now).generation, 1);
    assert_int_equal(query_source_load(&source, self->now, READ_FILE, failure), STATUS_OK);
    assert_true(span_is(source.signature, "int read_file(void)"));
    assert_found(self, "main", MAIN);
    query_source_fini(&source);
    query_release(&self->now);
    self->now = query_acquire(self->query);
    assert_int_equal(query_snapshot_about(self->now).run, 2);
}

static void
a_generation_that_cannot_be_opened_is_counted_and_the_one_before_served(void **state)
{
    struct fixture *self = *state;
    publish(self, 1);
    open_query(self, 1);
    assert_int_equal(store_publish(self->db, 7, failure), STATUS_OK);
    for (int tries = 0; tries < 10000 && !query_failures(self->query); tries++)
        usleep(1000);
    assert_true(query_failures(self->query) > 0);
    await_generation(self, 1);
}

static void
a_snapshot_outlives_its_query(void **state)
{
    struct fixture *self = *state;
    publish(self, 1);
    open_query(self, 1);
    query_close(&self->query);
    assert_found(self, "main", MAIN);
}

static int made, destroyed;

static void *
make_number(const query_snapshot *snapshot)
{
    (void)snapshot;
    made++;
    return &made;
}

static void
destroy_number(void *number)
{
    (void)number;
    destroyed++;
}

static void
what_is_memoized_is_made_once_and_destroyed_with_the_snapshot(void **state)
{
    struct fixture *self = *state;
    made = destroyed = 0;
    for (int i = 0; i < 2; i++)
        assert_ptr_equal(query_memoize(self->now, QUERY_MEMO_PAGERANK, make_number, destroy_number), &made);
    assert_int_equal(made, 1);
    close_query(self);
    assert_int_equal(destroyed, 1);
}

#define ON_INDEX(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
#define ON_ROWS(test) cmocka_unit_test_setup_teardown(test, setup_rows, teardown)

int
main(void)
{
    // These only ask, so they share an index.
    const struct CMUnitTest questions[] = {
        cmocka_unit_test(entities_are_numbered_by_file_and_line_and_external_ones_by_key),
        cmocka_unit_test(each_entity_is_found_by_its_id_and_its_key),
        cmocka_unit_test(a_line_belongs_to_the_innermost_entity),
        cmocka_unit_test(a_class_is_told_from_detection_and_kind),
        cmocka_unit_test(one_entity_is_found_in_many_ways),
        cmocka_unit_test(a_name_is_found_as_written_then_folded_then_by_its_start),
        cmocka_unit_test(code_goes_before_tests_and_tests_before_external_entities),
        cmocka_unit_test(an_ambiguous_name_gives_its_candidates),
        cmocka_unit_test(an_unknown_name_gives_near_ones),
        cmocka_unit_test(a_text_without_a_name_or_too_long_is_invalid),
        cmocka_unit_test(separators_alone_find_nothing),
        cmocka_unit_test(a_prefix_of_keys_gives_them_in_order),
        cmocka_unit_test(search_says_how_well_a_name_answers),
        cmocka_unit_test(search_ranks_by_match_then_by_in_degree),
        cmocka_unit_test(search_keeps_what_the_filter_lets_through),
        cmocka_unit_test(a_scope_is_a_folder_or_a_folder_in_it),
        cmocka_unit_test(an_unknown_scope_names_the_nearest),
        cmocka_unit_test(lists_are_filtered_counted_and_cut),
        cmocka_unit_test(edges_have_their_ends_type_resolution_and_lines),
        cmocka_unit_test(edges_into_an_entity_are_by_type_then_source),
        cmocka_unit_test(a_walk_over_all_edges_meets_each_once_and_can_skip),
        cmocka_unit_test(reach_goes_hop_by_hop),
        cmocka_unit_test(reach_is_kept_by_class_and_scope_and_cut_at_a_bound),
        cmocka_unit_test(tests_are_found_through_what_they_call),
        cmocka_unit_test(components_have_two_members_and_a_shortest_cycle),
        cmocka_unit_test(hotspots_are_ranked_by_degree),
        cmocka_unit_test(source_is_cut_out_of_the_text),
        cmocka_unit_test(statistics_are_those_of_the_seal),
        cmocka_unit_test(files_have_their_coverage_and_entities),
        cmocka_unit_test(folders_are_in_two_levels),
    };
    const struct CMUnitTest generations[] = {
        cmocka_unit_test(names_come_apart_where_people_see_parts),
        cmocka_unit_test(distance_counts_edits_up_to_a_bound),
        ON_INDEX(an_image_is_left_for_others_and_built_again_when_it_is_damaged),
        ON_INDEX(an_image_of_another_generation_is_not_used),
        ON_INDEX(a_folder_that_cannot_be_written_is_served_from_memory),
        ON_INDEX(equal_generations_have_equal_images),
        ON_INDEX(what_is_memoized_is_made_once_and_destroyed_with_the_snapshot),
        ON_ROWS(without_a_generation_there_is_nothing_to_open),
        ON_ROWS(a_generation_that_does_not_match_its_seal_is_refused),
        ON_ROWS(an_edge_without_an_end_is_refused),
        ON_ROWS(the_next_generation_is_followed_and_the_one_before_stays_readable),
        ON_ROWS(a_generation_that_cannot_be_opened_is_counted_and_the_one_before_served),
        ON_ROWS(a_snapshot_outlives_its_query),
    };
    return cmocka_run_group_tests(questions, setup, teardown) + cmocka_run_group_tests(generations, NULL, NULL);
}
