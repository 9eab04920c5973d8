// export, status and check on one small generation that is written by hand: a C file and a test in Rust whose
// path is not UTF-8, an external function, four edges, an ignored folder.
#include "tests/edges.h"
#include "tests/support.h"

#include <inttypes.h>

#include <xxhash.h>

#include "base/log.h"
#include "schema/catalog.h"
#include "schema/key.h"
#include "schema/render.h"
#include "stages/cli/check.h"
#include "stages/cli/export.h"
#include "stages/cli/status.h"

#define C_TEXT "/* Adds,\n * twice. */\nint\nadd(int a)\n{\n    return a + a;\n}\n\nint x = 1, \"y\";\n"
#define C_PATH "src/lib/add.c"
#define RUST_TEXT "#[test]\nfn adds() {}\n"
#define RUST_PATH "t\xff.rs"

enum { C_FILE = 3, RUST_FILE = 8, IDS = 4 };

// What a generation is to hold; tests spoil parts of it before it is written.
struct fixture {
    char *db;
    char path[STORE_PATH_MAX];
    uint64_t ids[IDS]; // add, x, printf, adds
    buffer rows;       // as rows_put() writes them
    tally sums[FAMILY_COUNT];
    struct support_edges by_source, by_target; // not among the rows yet
};

static char failure[STORE_FAILURE_BYTES];

static const entity_row add_function = {
    .file = C_FILE,
    .kind = ENTITY_FUNCTION,
    .language = LANGUAGE_C,
    .birth = 1600000000,
    .line_start = 3,
    .line_end = 7,
    .code = {22, 58},
    .signature = {22, 36},
    .documentation = {0, 21},
    .name = {"add", 3},
    .qualified_name = {"add", 3},
};

static const entity_row x_variable = {
    .file = C_FILE,
    .kind = ENTITY_VARIABLE,
    .language = LANGUAGE_C,
    .birth = 1600000001,
    .line_start = 9,
    .line_end = 9,
    .code = {60, 74},
    .signature = {60, 74},
    .name = {"x", 1},
    .qualified_name = {"x", 1},
};

static const entity_row printf_external = {
    .file = FILE_NUMBER_NONE,
    .kind = ENTITY_EXTERNAL,
    .language = LANGUAGE_C,
    .name = {"printf", 6},
    .qualified_name = {"stdio.h", 7},
};

static const entity_row adds_test = {
    .file = RUST_FILE,
    .kind = ENTITY_FUNCTION,
    .language = LANGUAGE_RUST,
    .detection = DETECTION_ATTRIBUTE,
    .birth = 1600000002,
    .line_start = 1,
    .line_end = 2,
    .code = {0, 21},
    .signature = {8, 17},
    .name = {"adds", 4},
    .qualified_name = {"t.adds", 6},
};

static void
put(struct fixture *self, family owner, span key, const buffer *value)
{
    rows_put(&self->rows, owner, key, buffer_span(value));
    tally_add(&self->sums[owner], row_tally(owner, key, buffer_span(value)));
}

static void
put_file(struct fixture *self, uint32_t number, const char *path, const char *text, language_id language)
{
    XXH128_hash_t hash = XXH3_128bits(text, strlen(text));
    file_row file = {.path = span_of(path),
                     .language = language,
                     .size_bytes = strlen(text),
                     .modified_ns = 1706284800123456789,
                     .content_hash = {hash.low64, hash.high64}};
    buffer key = {0}, value = {0}, contents = {0};
    buffer_put_u32_be(&key, number);
    file_row_pack(&value, &file);
    put(self, FAMILY_FILES, buffer_span(&key), &value);
    buffer_put_span(&contents, span_of(text));
    put(self, FAMILY_TEXT, buffer_span(&key), &contents);
    buffer_fini(&key);
    buffer_fini(&value);
    buffer_fini(&contents);
}

static uint64_t
put_entity(struct fixture *self, const entity_row *entity, const char *path)
{
    buffer key = {0}, value = {0};
    char id_bytes[8];
    render_key(&key, entity, span_of(path));
    uint64_t id = key_id(buffer_span(&key), 0);
    store_u64_be(id_bytes, id);
    entity_row_pack(&value, entity);
    put(self, entity->detection ? FAMILY_TESTS : FAMILY_ENTITIES, (span){id_bytes, 8}, &value);
    buffer_fini(&key);
    buffer_fini(&value);
    return id;
}

static void
take_edges(void *context, family owner, span key, span value)
{
    put(context, owner, key, &(buffer){(char *)value.data, value.size, value.size});
}

static void
put_by_target(struct fixture *self, uint64_t from, edge_type type, uint64_t to)
{
    support_edges_add(&self->by_target, &(edge_row){.from = from, .to = to, .type = type}, 0, 0);
}

static void
put_by_source(struct fixture *self, uint64_t from, edge_type type, uint64_t to, resolution how, uint32_t line)
{
    edge_row row = {.from = from, .to = to, .type = type, .resolution = how, .line_count = line ? 2 : 0};
    support_edges_add(&self->by_source, &row, line, line + 3);
}

static void
put_edge(struct fixture *self, uint64_t from, edge_type type, uint64_t to, resolution how, uint32_t line)
{
    put_by_source(self, from, type, to, how, line);
    put_by_target(self, from, type, to);
}

static void
put_paths(struct fixture *self)
{
    buffer value = {0};
    coverage_row words = {LANGUAGE_C, 20, 12, 1, 4, 2};
    coverage_row_pack(&value, &words);
    put(self, FAMILY_COVERAGE, SPAN_LITERAL(C_PATH), &value);
    buffer_clear(&value);
    words = (coverage_row){LANGUAGE_RUST, 3, 3, 0, 0, 1};
    coverage_row_pack(&value, &words);
    put(self, FAMILY_COVERAGE, SPAN_LITERAL(RUST_PATH), &value);
    buffer_clear(&value);
    ignored_row_pack(&value, REASON_IGNORED_BY_RULE);
    put(self, FAMILY_IGNORED, SPAN_LITERAL("src/build/"), &value);
    put(self, FAMILY_IGNORED, SPAN_LITERAL("a \"b\", c\n.txt"), &value);
    buffer_fini(&value);
}

static int
setup(void **state)
{
    struct fixture *self = calloc(1, sizeof *self);
    self->db = support_folder();
    put_file(self, C_FILE, C_PATH, C_TEXT, LANGUAGE_C);
    put_file(self, RUST_FILE, RUST_PATH, RUST_TEXT, LANGUAGE_RUST);
    self->ids[0] = put_entity(self, &add_function, C_PATH);
    self->ids[1] = put_entity(self, &x_variable, C_PATH);
    self->ids[2] = put_entity(self, &printf_external, "");
    self->ids[3] = put_entity(self, &adds_test, RUST_PATH);
    put_edge(self, self->ids[0], EDGE_CALLS, self->ids[2], RESOLUTION_EXTERNAL, 6);
    put_edge(self, self->ids[3], EDGE_TESTS, self->ids[0], RESOLUTION_IMPORT, 2);
    put_paths(self);
    *state = self;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *self = *state;
    support_remove(self->db);
    support_edges_fini(&self->by_source);
    support_edges_fini(&self->by_target);
    buffer_fini(&self->rows);
    free(self);
    return 0;
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
    support_edges_flush(&self->by_source, FAMILY_BY_SOURCE, take_edges, self);
    support_edges_flush(&self->by_target, FAMILY_BY_TARGET, take_edges, self);
    assert_int_equal(store_generation_new(self->db, &number, self->path), STATUS_OK);
    for (unsigned i = 0; i < RELATION_COUNT; i++)
        write_relation(self, (relation)i);
    buffer_printf(&fields, "\"run\":\"00000000deadbeef\",\"source\":\"/src\",\"families\":{");
    for (unsigned i = 0; i < FAMILY_COUNT; i++)
        buffer_printf(&fields, "%s\"%s\":{\"rows\":%" PRIu64 ",\"digest\":\"%016" PRIx64 "\"}", i ? "," : "",
                      family_infos[i].name, self->sums[i].rows, self->sums[i].digest);
    buffer_printf(&fields, "}");
    buffer_put_byte(&fields, 0);
    assert_int_equal(store_seal_write(self->path, fields.data, failure), STATUS_OK);
    assert_int_equal(store_publish(self->db, number, failure), STATUS_OK);
    buffer_fini(&fields);
}

static char *
exported(struct fixture *self, relation which, export_format format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(export_run(self->db, which, format, out, failure), STATUS_OK);
    fclose(out);
    return text;
}

static void
assert_export(struct fixture *self, relation which, export_format format, const char *expected)
{
    char *text = exported(self, which, format);
    assert_string_equal(text, expected);
    free(text);
}

// ---- export

static void
code_is_exported_by_file_and_line_with_external_entities_last(void **state)
{
    publish(*state);
    assert_export(
        *state, RELATION_CODE_GRAPH, EXPORT_JSONL,
        "{\"ISGL1_key\":\"c:fn:add:__src_lib_add:T1600000000\",\"name\":\"add\",\"qualified_name\":\"add\","
        "\"entity_type\":\"fn\",\"entity_class\":\"CODE\",\"language\":\"c\",\"file_path\":\"src/lib/add.c\","
        "\"line_start\":3,\"line_end\":7,\"interface_signature\":\"int add(int a)\","
        "\"documentation\":\"Adds,\\ntwice.\",\"Current_Code\":\"int\\nadd(int a)\\n{\\n    return a + "
        "a;\\n}\","
        "\"content_hash\":\"869e0fb05d7d88b97d4c054802399e38\",\"birth_timestamp\":1600000000,"
        "\"semantic_path\":\"__src_lib_add\",\"root_subfolder_L1\":\"src\",\"root_subfolder_L2\":\"lib\","
        "\"last_modified\":\"2024-01-26T16:00:00Z\"}\n"
        "{\"ISGL1_key\":\"c:var:x:__src_lib_add:T1600000001\",\"name\":\"x\",\"qualified_name\":\"x\","
        "\"entity_type\":\"var\",\"entity_class\":\"CODE\",\"language\":\"c\",\"file_path\":\"src/lib/"
        "add.c\","
        "\"line_start\":9,\"line_end\":9,\"interface_signature\":\"int x = 1, "
        "\\\"y\\\"\",\"documentation\":\"\","
        "\"Current_Code\":\"int x = 1, \\\"y\\\"\",\"content_hash\":\"d474e9085aead025c17dd778c28cf318\","
        "\"birth_timestamp\":1600000001,\"semantic_path\":\"__src_lib_add\",\"root_subfolder_L1\":\"src\","
        "\"root_subfolder_L2\":\"lib\",\"last_modified\":\"2024-01-26T16:00:00Z\"}\n"
        "{\"ISGL1_key\":\"c:external:printf:__stdio.h:T0\",\"name\":\"printf\",\"qualified_name\":\"stdio."
        "h\","
        "\"entity_type\":\"external\",\"entity_class\":\"EXTERNAL\",\"language\":\"c\",\"file_path\":\"\","
        "\"line_start\":0,\"line_end\":0,\"interface_signature\":\"\",\"documentation\":\"\",\"Current_"
        "Code\":\"\","
        "\"content_hash\":\"\",\"birth_timestamp\":0,\"semantic_path\":\"__stdio.h\",\"root_subfolder_L1\":"
        "\"\","
        "\"root_subfolder_L2\":\"\",\"last_modified\":\"\"}\n");
}

static void
tests_are_exported_with_their_reason(void **state)
{
    publish(*state);
    assert_export(*state, RELATION_TEST_ENTITIES, EXPORT_JSONL,
                  "{\"entity_name\":\"adds\",\"folder_path\":\"\",\"filename\":\"t\\\\xFF.rs\","
                  "\"ISGL1_key\":\"rust:fn:adds:__t\\\\xFF:T1600000002\",\"qualified_name\":\"t.adds\","
                  "\"entity_class\":\"TEST\",\"language\":\"rust\",\"line_start\":1,\"line_end\":2,"
                  "\"detection_reason\":\"attribute\",\"path_base64\":\"dP8ucnM=\"}\n");
}

static void
edges_are_exported_with_the_names_of_their_ends(void **state)
{
    static const char *const lines[2] = {
        "{\"from_key\":\"c:fn:add:__src_lib_add:T1600000000\",\"to_key\":\"c:external:printf:__stdio.h:T0\","
        "\"edge_type\":\"Calls\",\"source_location\":\"src/lib/"
        "add.c:6\",\"sites\":[6,9],\"resolution\":\"external\","
        "\"from_name\":\"add\",\"to_name\":\"printf\",\"to_path\":\"\"}\n",
        "{\"from_key\":\"rust:fn:adds:__t\\\\xFF:T1600000002\",\"to_key\":\"c:fn:add:__src_lib_add:"
        "T1600000000\","
        "\"edge_type\":\"Tests\",\"source_location\":\"t\\\\xFF.rs:2\",\"sites\":[2,5],\"resolution\":"
        "\"import\","
        "\"from_name\":\"adds\",\"to_name\":\"add\",\"to_path\":\"src/lib/"
        "add.c\",\"path_base64\":\"dP8ucnM=\"}\n",
    };
    struct fixture *self = *state;
    char expected[2048];
    bool is_add_first = self->ids[0] < self->ids[3];
    snprintf(expected, sizeof expected, "%s%s", lines[!is_add_first], lines[is_add_first]);
    publish(self);
    assert_export(self, RELATION_DEPENDENCY_EDGES, EXPORT_JSONL, expected);
}

static void
an_edge_without_lines_has_its_path_as_location(void **state)
{
    struct fixture *self = *state;
    put_edge(self, self->ids[0], EDGE_CONTAINS, self->ids[1], RESOLUTION_SCOPE, 0);
    publish(self);
    char *text = exported(self, RELATION_DEPENDENCY_EDGES, EXPORT_JSONL);
    assert_non_null(
        strstr(text, "\"edge_type\":\"Contains\",\"source_location\":\"src/lib/add.c\",\"sites\":[],"));
    free(text);
}

static void
coverage_is_exported_with_percentages(void **state)
{
    publish(*state);
    assert_export(
        *state, RELATION_WORD_COVERAGE, EXPORT_JSONL,
        "{\"folder_path\":\"src/lib\",\"filename\":\"add.c\",\"language\":\"c\",\"source_word_count\":20,"
        "\"entity_word_count\":12,\"import_word_count\":1,\"comment_word_count\":4,"
        "\"raw_coverage_pct\":60.00,\"effective_coverage_pct\":80.00,\"entity_count\":2}\n"
        "{\"folder_path\":\"\",\"filename\":\"t\\\\xFF.rs\",\"language\":\"rust\",\"source_word_count\":3,"
        "\"entity_word_count\":3,\"import_word_count\":0,\"comment_word_count\":0,"
        "\"raw_coverage_pct\":100.00,\"effective_coverage_pct\":100.00,\"entity_count\":1,"
        "\"path_base64\":\"dP8ucnM=\"}\n");
}

static void
an_ignored_folder_keeps_its_slash(void **state)
{
    publish(*state);
    assert_export(*state, RELATION_IGNORED_FILES, EXPORT_JSONL,
                  "{\"folder_path\":\"\",\"filename\":\"a \\\"b\\\", c\\n.txt\",\"extension\":\"txt\","
                  "\"reason\":\"ignored_by_rule\"}\n"
                  "{\"folder_path\":\"src\",\"filename\":\"build/\",\"extension\":\"\","
                  "\"reason\":\"ignored_by_rule\"}\n");
}

static void
csv_has_a_header_and_quotes_what_needs_it(void **state)
{
    publish(*state);
    assert_export(*state, RELATION_IGNORED_FILES, EXPORT_CSV,
                  "folder_path,filename,extension,reason\r\n"
                  ",\"a \"\"b\"\", c\n.txt\",txt,ignored_by_rule\r\n"
                  "src,build/,,ignored_by_rule\r\n");
    assert_export(
        *state, RELATION_TEST_ENTITIES, EXPORT_CSV,
        "entity_name,folder_path,filename,ISGL1_key,qualified_name,entity_class,language,line_start,"
        "line_end,detection_reason\r\n"
        "adds,,t\\xFF.rs,rust:fn:adds:__t\\xFF:T1600000002,t.adds,TEST,rust,1,2,attribute\r\n");
}

static void
formats_have_names(void **state)
{
    export_format format;
    assert_true(export_format_find("jsonl", &format));
    assert_int_equal(format, EXPORT_JSONL);
    assert_true(export_format_find("csv", &format));
    assert_int_equal(format, EXPORT_CSV);
    assert_false(export_format_find("xml", &format));
}

static void
nothing_published_names_the_remedy(void **state)
{
    struct fixture *self = *state;
    assert_int_equal(export_run(self->db, RELATION_CODE_GRAPH, EXPORT_JSONL, stdout, failure),
                     STATUS_NOT_FOUND);
    assert_non_null(strstr(failure, self->db));
    assert_non_null(strstr(failure, "sluice index"));
}

static void
a_full_output_is_no_space(void **state)
{
    struct fixture *self = *state;
    publish(self);
    FILE *out = fopen("/dev/full", "w");
    if (!out)
        skip();
    assert_int_equal(export_run(self->db, RELATION_CODE_GRAPH, EXPORT_JSONL, out, failure), STATUS_NO_SPACE);
    fclose(out);
}

static void
a_reader_that_goes_away_is_closed(void **state)
{
    struct fixture *self = *state;
    int ends[2];
    publish(self);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    FILE *out = fdopen(ends[1], "w");
    assert_int_equal(export_run(self->db, RELATION_CODE_GRAPH, EXPORT_JSONL, out, failure), STATUS_CLOSED);
    fclose(out);
}

// ---- catalog

static void
an_entity_is_found_by_its_id_in_either_relation(void **state)
{
    struct fixture *self = *state;
    catalog *opened = NULL;
    entity_row entity;
    buffer bytes = {0};
    publish(self);
    assert_int_equal(catalog_open(self->db, &opened, failure), STATUS_OK);
    assert_int_equal(catalog_entity(opened, self->ids[1], &entity, &bytes, failure), STATUS_OK);
    assert_true(span_is(entity.name, "x"));
    assert_int_equal(catalog_entity(opened, self->ids[3], &entity, &bytes, failure), STATUS_OK);
    assert_true(span_is(entity.name, "adds"));
    assert_int_equal(catalog_entity(opened, 1, &entity, &bytes, failure), STATUS_NOT_FOUND);
    assert_true(span_is(catalog_path(opened, C_FILE), C_PATH));
    assert_int_equal(catalog_path(opened, 4).size, 0);
    assert_null(catalog_find_file(opened, FILE_NUMBER_NONE));
    buffer_fini(&bytes);
    catalog_destroy(&opened);
}

// ---- status and check

static char *
ran(struct fixture *self, int (*run)(const char *, bool, FILE *), bool json, int expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(run(self->db, json, out), expected);
    fclose(out);
    return text;
}

static void
assert_says(struct fixture *self, int (*run)(const char *, bool, FILE *), bool json, int code,
            const char *part)
{
    char *text = ran(self, run, json, code);
    if (!strstr(text, part))
        print_error("%s", text);
    assert_non_null(strstr(text, part));
    free(text);
}

static void
status_says_what_is_published_and_its_proof(void **state)
{
    publish(*state);
    assert_says(*state, status_run, false, 0, "generation 1, published ");
    assert_says(*state, status_run, false, 0, " by run 00000000deadbeef\nsource     /src\n");
    assert_says(*state, status_run, false, 0, "\nCodeGraph              entities              3  ");
    assert_says(*state, status_run, false, 0, "\nimport                                       1   50.00 %\n");
    assert_says(*state, status_run, true, 0,
                "\"IgnoredFiles\":{\"rows\":2,\"families\":{\"ignored\":{\"rows\":2,");
    assert_says(
        *state, status_run, true, 0,
        "\"resolutions\":{\"scope\":0,\"import\":1,\"type\":0,\"override\":0,\"unique\":0,\"external\":1,");
}

static void
status_without_a_generation_fails(void **state)
{
    assert_says(*state, status_run, true, 1, "{\"error\":\"no generation published");
}

static void
a_sound_generation_passes(void **state)
{
    publish(*state);
    assert_says(*state, check_run, false, 0, "generation 1: every row is sound\n");
    assert_says(*state, check_run, true, 0,
                "{\"ok\":true,\"generation\":1,\"families\":{\"entities\":{\"rows\":3,");
    assert_says(*state, check_run, true, 0, "\"error_count\":0,\"errors\":[]}\n");
}

static void
check_without_a_generation_fails(void **state)
{
    assert_says(*state, check_run, false, 1, "run `sluice index` first");
    assert_says(*state, check_run, true, 1, "{\"ok\":false,");
}

static void
check_finds_a_dangling_edge(void **state)
{
    struct fixture *self = *state;
    put_edge(self, self->ids[0], EDGE_USES, 0x1234, RESOLUTION_UNIQUE, 6);
    publish(self);
    assert_says(self, check_run, false, 1, "DependencyEdges/by_source: key ");
    assert_says(self, check_run, false, 1, "dangling edge: its target 0000000000001234");
}

static void
check_finds_an_edge_without_its_mirror_image(void **state)
{
    struct fixture *self = *state;
    put_by_source(self, self->ids[0], EDGE_USES, self->ids[1], RESOLUTION_UNIQUE, 6);
    put_by_target(self, self->ids[0], EDGE_EXTENDS, self->ids[1]);
    publish(self);
    assert_says(self, check_run, false, 1, "has no mirror image in by_target");
    assert_says(self, check_run, false, 1, "has no mirror image in by_source");
    assert_says(self, check_run, true, 1, "\"error_count\":2,");
}

static void
check_finds_rows_and_digests_that_differ_from_the_seal(void **state)
{
    struct fixture *self = *state;
    self->sums[FAMILY_COVERAGE].digest++;
    self->sums[FAMILY_IGNORED].rows++;
    publish(self);
    assert_says(self, check_run, false, 1, "FileWordCoverage/coverage: its digest is ");
    assert_says(self, check_run, false, 1, "IgnoredFiles/ignored: it has 2 rows, its seal says 3");
}

static void
check_finds_an_entity_out_of_place(void **state)
{
    struct fixture *self = *state;
    entity_row entity = x_variable;
    entity.name = SPAN_LITERAL("far");
    entity.code.end = 1000;
    put_entity(self, &entity, C_PATH);
    entity.name = SPAN_LITERAL("lost");
    entity.file = 77;
    put_entity(self, &entity, "");
    publish(self);
    assert_says(self, check_run, false, 1, "a range of it lies outside of its file's 76 bytes");
    assert_says(self, check_run, false, 1, "its file 77 does not exist");
}

static void
check_finds_an_id_that_is_not_its_keys(void **state)
{
    struct fixture *self = *state;
    buffer value = {0};
    entity_row_pack(&value, &x_variable);
    put(self, FAMILY_ENTITIES, SPAN_LITERAL("\0\0\0\0\0\0\0\1"), &value);
    buffer_fini(&value);
    publish(self);
    assert_says(self, check_run, false, 1,
                "key 0000000000000001: is not the id of c:var:x:__src_lib_add:T1600000001");
}

static void
check_finds_rows_that_are_none(void **state)
{
    static const family families[] = {FAMILY_ENTITIES, FAMILY_BY_SOURCE, FAMILY_BY_TARGET,
                                      FAMILY_TESTS,    FAMILY_COVERAGE,  FAMILY_IGNORED};
    struct fixture *self = *state;
    buffer value = {0};
    buffer_put_byte(&value, 0xff);
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        put(self, families[i], SPAN_LITERAL("strange"), &value);
    put(self, FAMILY_TEXT, SPAN_LITERAL("\0\0\0\1"), &value);
    put(self, FAMILY_FACTS, SPAN_LITERAL("\0\0\0\1"), &value);
    buffer_fini(&value);
    publish(self);
    assert_says(self, check_run, false, 1, "CodeGraph/entities: key 737472616e6765: is no entity row");
    assert_says(self, check_run, false, 1,
                "TestEntitiesExcluded/tests: key 737472616e6765: is no entity row");
    assert_says(self, check_run, false, 1, "DependencyEdges/by_source: key 737472616e6765: is no row of edges");
    assert_says(self, check_run, false, 1, "DependencyEdges/by_target: key 737472616e6765: is no row of edges");
    assert_says(self, check_run, false, 1,
                "FileWordCoverage/coverage: key 737472616e6765: is no coverage row");
    assert_says(self, check_run, false, 1, "IgnoredFiles/ignored: key 737472616e6765: is no ignored row");
    assert_says(self, check_run, false, 1, "CodeGraph/text: key 00000001: there is no file of this number");
    assert_says(self, check_run, false, 1, "CodeGraph/facts: key 00000001: there is no file of this number");
}

static void
check_shows_the_first_hundred_errors(void **state)
{
    struct fixture *self = *state;
    for (uint64_t i = 1; i <= 60; i++)
        put_edge(self, i, EDGE_USES, i, RESOLUTION_UNIQUE, 1);
    publish(self);
    assert_says(self, check_run, false, 1, "\nand 20 more\n");
    assert_says(self, check_run, true, 1, "\"error_count\":120,");
}

#define EXPORT_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        EXPORT_TEST(code_is_exported_by_file_and_line_with_external_entities_last),
        EXPORT_TEST(tests_are_exported_with_their_reason),
        EXPORT_TEST(edges_are_exported_with_the_names_of_their_ends),
        EXPORT_TEST(an_edge_without_lines_has_its_path_as_location),
        EXPORT_TEST(coverage_is_exported_with_percentages),
        EXPORT_TEST(an_ignored_folder_keeps_its_slash),
        EXPORT_TEST(csv_has_a_header_and_quotes_what_needs_it),
        EXPORT_TEST(formats_have_names),
        EXPORT_TEST(nothing_published_names_the_remedy),
        EXPORT_TEST(a_full_output_is_no_space),
        EXPORT_TEST(a_reader_that_goes_away_is_closed),
        EXPORT_TEST(an_entity_is_found_by_its_id_in_either_relation),
        EXPORT_TEST(status_says_what_is_published_and_its_proof),
        EXPORT_TEST(status_without_a_generation_fails),
        EXPORT_TEST(a_sound_generation_passes),
        EXPORT_TEST(check_without_a_generation_fails),
        EXPORT_TEST(check_finds_a_dangling_edge),
        EXPORT_TEST(check_finds_an_edge_without_its_mirror_image),
        EXPORT_TEST(check_finds_rows_and_digests_that_differ_from_the_seal),
        EXPORT_TEST(check_finds_an_entity_out_of_place),
        EXPORT_TEST(check_finds_an_id_that_is_not_its_keys),
        EXPORT_TEST(check_finds_rows_that_are_none),
        EXPORT_TEST(check_shows_the_first_hundred_errors),
    };
    log_open("test", LOG_LEVEL_ERROR); // ignores SIGPIPE
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
