// The extractor as a library: that it survives what people and machines write, that a file's rows depend on
// the file alone, and what is counted. Golden cases (test_golden.c) have what it finds in each language.
#include "tests/support.h"

#include <pthread.h>

#include "base/buffer.h"
#include "schema/key.h"
#include "schema/rows.h"
#include "stages/parser/extract.h"

enum {
#ifdef __SANITIZE_ADDRESS__
    DEPTH = 10000,            // it takes twenty times as long
    STACK_BYTES = 512 * 1024, // and frames are several times as large
#else
    DEPTH = 200000,
    STACK_BYTES = 256 * 1024,
#endif
    ROWS_MAX = 64,
};

struct world {
    extractor *extractor;
    product product;
    uint32_t pulses;
};

static void
count_pulse(void *context)
{
    ++*(uint32_t *)context;
}

static int
setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    world->extractor = extractor_new(count_pulse, &world->pulses);
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;
    extractor_destroy(&world->extractor);
    product_fini(&world->product);
    free(world);
    return 0;
}

static status
run(struct world *world, language_id language, const char *path, span contents)
{
    product_clear(&world->product);
    return extractor_run(
        world->extractor,
        &(source_file){
            .number = 3, .path = span_of(path), .language = language, .modified_ns = 5, .contents = contents},
        &world->product);
}

// ---- reading rows

struct found {
    entity_row entities[ROWS_MAX];
    uint64_t ids[ROWS_MAX];
    uint32_t entity_count;
    file_row file;
    coverage_row coverage;
    span text;
};

static void
read_rows(const buffer *rows, struct found *found)
{
    reader cursor = reader_of(buffer_span(rows));
    row next;
    while (rows_next(&cursor, &next)) {
        if (next.family == FAMILY_ENTITIES || next.family == FAMILY_TESTS) {
            assert_true(found->entity_count < ROWS_MAX);
            found->ids[found->entity_count] = load_u64_be(next.key.data);
            assert_int_equal(entity_row_unpack(next.value, &found->entities[found->entity_count++]),
                             STATUS_OK);
        } else if (next.family == FAMILY_FILES) {
            assert_int_equal(file_row_unpack(next.value, &found->file), STATUS_OK);
        } else if (next.family == FAMILY_TEXT) {
            found->text = next.value;
        } else if (next.family == FAMILY_COVERAGE) {
            assert_int_equal(coverage_row_unpack(next.value, &found->coverage), STATUS_OK);
        }
    }
    assert_true(cursor.ok);
}

static struct found
found_in(const struct world *world)
{
    struct found found = {0};
    for (int i = PRODUCT_CODE_GRAPH; i <= PRODUCT_COVERAGE; i++)
        read_rows(&world->product.rows[i], &found);
    return found;
}

static const entity_row *
entity_named(const struct found *found, const char *qualified_name)
{
    for (uint32_t i = 0; i < found->entity_count; i++) {
        if (span_is(found->entities[i].qualified_name, qualified_name))
            return &found->entities[i];
    }
    fail_msg("no entity %s", qualified_name);
    return NULL;
}

// ---- deep nesting

struct job {
    struct world *world;
    language_id language;
    span contents;
    status result;
};

static void *
run_job(void *context)
{
    struct job *job = context;
    job->result = run(job->world, job->language, "deep", job->contents);
    return NULL;
}

static void
assert_survives(struct world *world, language_id language, const char *before, const char *open,
                const char *close, const char *after)
{
    buffer text = {0};
    buffer_put_span(&text, span_of(before));
    for (int i = 0; i < DEPTH; i++)
        buffer_put_span(&text, span_of(open));
    for (int i = 0; i < DEPTH; i++)
        buffer_put_span(&text, span_of(close));
    buffer_put_span(&text, span_of(after));
    struct job job = {world, language, buffer_span(&text), STATUS_FAILED};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    assert_int_equal(pthread_attr_setstacksize(&attributes, STACK_BYTES), 0);
    assert_int_equal(pthread_create(&thread, &attributes, run_job, &job), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    buffer_fini(&text);
    assert_true(job.result == STATUS_OK || job.result == STATUS_TOO_LARGE);
}

static void
deep_parentheses_in_c_survive(void **state)
{
    assert_survives(*state, LANGUAGE_C, "int x = ", "(", ")", ";\n");
}

static void
deep_blocks_in_c_survive(void **state)
{
    assert_survives(*state, LANGUAGE_C, "void f(void) ", "{", "}", "\n");
}

static void
deep_parentheses_in_go_survive(void **state)
{
    assert_survives(*state, LANGUAGE_GO, "package p\nvar x = ", "(", ")", "\n");
}

static void
deep_lists_in_python_survive(void **state)
{
    assert_survives(*state, LANGUAGE_PYTHON, "x = ", "[", "]", "\n");
}

static void
deep_calls_in_python_survive(void **state)
{
    assert_survives(*state, LANGUAGE_PYTHON, "x = ", "f(", ")", "\n");
}

static void
deep_arrays_in_javascript_survive(void **state)
{
    assert_survives(*state, LANGUAGE_JAVASCRIPT, "x = ", "[", "]", ";\n");
}

static void
deep_functions_in_javascript_survive(void **state)
{
    assert_survives(*state, LANGUAGE_JAVASCRIPT, "", "function f(){g();", "}", "\n");
}

static void
deep_methods_in_ruby_survive(void **state)
{
    assert_survives(*state, LANGUAGE_RUBY, "", "def f;g();", ";end", "\n");
}

static void
deep_parentheses_that_are_never_closed_survive(void **state)
{
    assert_survives(*state, LANGUAGE_JAVASCRIPT, "x = ", "(", "", "\n");
    assert_survives(*state, LANGUAGE_GO, "package p\nvar x = ", "(", "", "\n");
}

static void
long_chains_survive(void **state)
{
    assert_survives(*state, LANGUAGE_JAVASCRIPT, "x", ".a()", "", ";\n");
    assert_survives(*state, LANGUAGE_C, "int x = 1", "+1", "", ";\n");
}

// ---- rows depend on the file alone

static const char go_text[] =
    "package p\n\ntype T struct{ a int }\n\nfunc (t *T) Get() int { return t.a }\n\n"
    "func (u U) Get() int { return helper(u) }\n";

static void
the_same_file_gives_the_same_bytes_whatever_came_before(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, LANGUAGE_GO, "a/b.go", span_of(go_text)), STATUS_OK);
    buffer before[PRODUCT_COUNT] = {{0}};
    for (int i = 0; i < PRODUCT_COUNT; i++)
        buffer_put_span(&before[i], buffer_span(&world->product.rows[i]));
    tally families[PRODUCT_COUNT][4];
    memcpy(families, world->product.families, sizeof families);

    assert_int_equal(run(world, LANGUAGE_C, "x.c", SPAN_LITERAL("int f(void) { return g(1); }")), STATUS_OK);
    assert_int_equal(run(world, LANGUAGE_PYTHON, "x.py", SPAN_LITERAL("def f(:\n  (((")), STATUS_OK);
    assert_int_equal(run(world, LANGUAGE_GO, "y.go", SPAN_LITERAL("")), STATUS_OK);
    assert_int_equal(run(world, LANGUAGE_GO, "a/b.go", span_of(go_text)), STATUS_OK);
    for (int i = 0; i < PRODUCT_COUNT; i++) {
        assert_true(span_equal(buffer_span(&world->product.rows[i]), buffer_span(&before[i])));
        buffer_fini(&before[i]);
    }
    assert_memory_equal(world->product.families, families, sizeof families);
}

static void
a_second_extractor_gives_the_same_bytes(void **state)
{
    struct world *world = *state, other = {.extractor = extractor_new(NULL, NULL)};
    assert_int_equal(run(world, LANGUAGE_GO, "a/b.go", span_of(go_text)), STATUS_OK);
    assert_int_equal(run(&other, LANGUAGE_GO, "a/b.go", span_of(go_text)), STATUS_OK);
    for (int i = 0; i < PRODUCT_COUNT; i++)
        assert_true(span_equal(buffer_span(&world->product.rows[i]), buffer_span(&other.product.rows[i])));
    extractor_destroy(&other.extractor);
    product_fini(&other.product);
}

static void
tallies_are_those_of_the_rows(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, LANGUAGE_GO, "a/b.go", span_of(go_text)), STATUS_OK);
    tally counted[FAMILY_COUNT] = {{0}};
    for (int i = PRODUCT_CODE_GRAPH; i <= PRODUCT_COVERAGE; i++) {
        reader cursor = reader_of(buffer_span(&world->product.rows[i]));
        row next;
        while (rows_next(&cursor, &next))
            tally_add(&counted[next.family], row_tally(next.family, next.key, next.value));
    }
    for (int f = 0; f < 4; f++)
        assert_true(
            tally_equal(counted[FAMILY_ENTITIES + f], world->product.families[PRODUCT_CODE_GRAPH][f]));
    assert_true(tally_equal(counted[FAMILY_COVERAGE], world->product.families[PRODUCT_COVERAGE][0]));
    assert_int_equal(counted[FAMILY_ENTITIES].rows, 4); // the file, T, and two Gets
    assert_int_equal(counted[FAMILY_COVERAGE].rows, 1);
}

// ---- births and ids

static void
two_methods_of_one_name_are_two_rows(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, LANGUAGE_GO, "a/b.go", span_of(go_text)), STATUS_OK);
    struct found found = found_in(world);
    const entity_row *first = entity_named(&found, "T.Get"), *second = entity_named(&found, "U.Get");
    assert_true(span_equal(first->name, second->name));
    assert_int_not_equal(first->birth, second->birth);
    assert_int_equal(first->line_start, 5);
    assert_int_equal(second->line_start, 7);
}

static void
overloads_and_repeated_definitions_have_ids_of_their_own(void **state)
{
    struct world *world = *state;
    assert_int_equal(
        run(world, LANGUAGE_JAVA, "C.java",
            SPAN_LITERAL(
                "class C { void m() {} void m(int a) {} void m(int a, int b) {} C() {} C(int a) {} }")),
        STATUS_OK);
    struct found found = found_in(world);
    assert_int_equal(found.entity_count, 7);
    for (uint32_t i = 0; i < found.entity_count; i++) {
        assert_true(found.entities[i].birth >= BIRTH_FIRST &&
                    found.entities[i].birth < BIRTH_FIRST + BIRTH_COUNT);
        for (uint32_t other = 0; other < i; other++)
            assert_true(found.ids[i] != found.ids[other]);
    }
}

static void
an_id_survives_when_lines_move(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, LANGUAGE_C, "a.c", SPAN_LITERAL("int f(void) { return 1; }\n")), STATUS_OK);
    struct found before = found_in(world);
    uint64_t id = before.ids[1];
    assert_int_equal(run(world, LANGUAGE_C, "a.c", SPAN_LITERAL("\n// new\n\nint f(void) { return 22; }\n")),
                     STATUS_OK);
    struct found after = found_in(world);
    assert_int_equal(after.entity_count, 2);
    assert_true(after.ids[1] == id);
    assert_int_equal(after.entities[1].line_start, 4);
}

static void
an_id_is_that_of_its_key(void **state)
{
    struct world *world = *state;
    assert_int_equal(run(world, LANGUAGE_C, "src/a.c", SPAN_LITERAL("int f(void) { return 1; }\n")),
                     STATUS_OK);
    struct found found = found_in(world);
    buffer key = {0};
    key_put(&key, SPAN_LITERAL("c"), SPAN_LITERAL("fn"), SPAN_LITERAL("f"), SPAN_LITERAL("src/a.c"),
            found.entities[1].birth);
    assert_int_equal(found.entities[1].birth,
                     key_birth(SPAN_LITERAL("src/a.c"), SPAN_LITERAL("f"), SPAN_LITERAL("fn"), 0));
    assert_true(found.ids[1] == key_id(buffer_span(&key), 0));
    buffer_fini(&key);
}

// ---- strange bytes

static void
an_empty_file_has_its_module_alone(void **state)
{
    struct world *world = *state;
    for (int i = 1; i < LANGUAGE_COUNT; i++) {
        assert_int_equal(run(world, (language_id)i, "empty", (span){NULL, 0}), STATUS_OK);
        struct found found = found_in(world);
        assert_int_equal(found.entity_count, 1);
        assert_int_equal(found.entities[0].kind, ENTITY_MODULE);
        assert_true(span_is(found.entities[0].name, "empty"));
        assert_int_equal(found.coverage.source_words, 0);
        assert_int_equal(found.file.size_bytes, 0);
        assert_int_equal(world->product.error_count, 0);
    }
}

static void
white_space_alone_is_no_error(void **state)
{
    struct world *world = *state;
    for (int i = 1; i < LANGUAGE_COUNT; i++) {
        assert_int_equal(run(world, (language_id)i, "blank", SPAN_LITERAL("\n \r\n\t\n")), STATUS_OK);
        assert_int_equal(found_in(world).coverage.source_words, 0);
    }
}

static void
invalid_bytes_and_nuls_leave_the_rest_standing(void **state)
{
    struct world *world = *state;
    span text = SPAN_LITERAL(
        "int f(void) { return 1; }\nchar *s = \"\xff\xfe\xc0\0 \";\nint g(void) { return 2; }\n");
    assert_int_equal(run(world, LANGUAGE_C, "bad\xff.c", text), STATUS_OK);
    struct found found = found_in(world);
    assert_int_equal(entity_named(&found, "f")->line_start, 1);
    assert_int_equal(entity_named(&found, "g")->line_start, 3);
    assert_true(span_equal(found.text, text));
    assert_true(span_equal(found.file.path, SPAN_LITERAL("bad\xff.c")));
}

static void
bytes_of_any_kind_are_survived(void **state)
{
    struct world *world = *state;
    char all[4096];
    for (size_t i = 0; i < sizeof all; i++)
        all[i] = (char)(i * 167 >> (i / 512));
    for (int i = 1; i < LANGUAGE_COUNT; i++)
        assert_int_equal(run(world, (language_id)i, "noise", (span){all, sizeof all}), STATUS_OK);
}

static void
line_ends_of_two_bytes_change_no_names_and_lines(void **state)
{
    struct world *world = *state;
    assert_int_equal(
        run(world, LANGUAGE_PYTHON, "a.py",
            SPAN_LITERAL("class A:\r\n    def m(self):\r\n        return 1\r\n\r\ndef f():\r\n    pass\r\n")),
        STATUS_OK);
    struct found found = found_in(world);
    assert_int_equal(world->product.error_count, 0);
    const entity_row *m = entity_named(&found, "A.m");
    assert_int_equal(m->line_start, 2);
    assert_int_equal(m->line_end, 3);
    assert_int_equal(entity_named(&found, "f")->line_start, 5);
}

static void
a_byte_order_mark_is_no_error(void **state)
{
    static const struct {
        language_id language;
        const char *text;
    } cases[] = {
        {LANGUAGE_C, "\xef\xbb\xbfint f(void) { return 1; }\n"},
        {LANGUAGE_CSHARP, "\xef\xbb\xbf"
                          "class f { }\n"},
        {LANGUAGE_PYTHON, "\xef\xbb\xbf"
                          "def f():\n    pass\n"},
        {LANGUAGE_JAVASCRIPT, "\xef\xbb\xbf"
                              "function f() { }\n"},
        {LANGUAGE_GO, "\xef\xbb\xbfpackage p\n\nfunc f() { }\n"},
        {LANGUAGE_JAVA, "\xef\xbb\xbf"
                        "class f { }\n"},
    };
    struct world *world = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(run(world, cases[i].language, "bom", span_of(cases[i].text)), STATUS_OK);
        struct found found = found_in(world);
        assert_non_null(entity_named(&found, "f"));
        assert_int_equal(world->product.error_count, 0);
    }
}

static void
broken_source_gives_what_is_sound_and_counts_the_rest(void **state)
{
    struct world *world = *state;
    assert_int_equal(
        run(world, LANGUAGE_C, "a.c",
            SPAN_LITERAL("int f(void) { return 1; }\n\nint = = ) ;\n\nint g(void) { return 2; }\n")),
        STATUS_OK);
    struct found found = found_in(world);
    assert_non_null(entity_named(&found, "f"));
    assert_non_null(entity_named(&found, "g"));
    assert_true(world->product.error_count >= 1);
    assert_int_equal(found.file.error_count, world->product.error_count);
    assert_true(found.file.error_bytes >= 1 && found.file.error_bytes <= 12);
}

// ---- counts and limits

static void
words_are_counted_by_what_they_stand_in(void **state)
{
    struct world *world = *state;
    assert_int_equal(
        run(world, LANGUAGE_GO, "a.go",
            SPAN_LITERAL("package p\n\nimport \"fmt\"\n\n// one two three\n\n\nfunc f() { return }\n")),
        STATUS_OK);
    struct found found = found_in(world);
    assert_int_equal(found.coverage.source_words, 13);
    assert_int_equal(found.coverage.entity_words, 5);  // func f() { return }
    assert_int_equal(found.coverage.import_words, 2);  // import "fmt"
    assert_int_equal(found.coverage.comment_words, 4); // with the slashes
    assert_int_equal(found.coverage.entity_count, 1);
    assert_int_equal(found.coverage.language, LANGUAGE_GO);
}

static void
a_file_over_its_limit_of_effort_gives_nothing(void **state)
{
    struct world *world = *state;
    buffer text = {0};
    for (int i = 0; i < 2000; i++)
        buffer_printf(&text, "int f%d(int a) { return g(a) + %d; }\n", i, i);
    extractor_limit(world->extractor, 3);
    assert_int_equal(run(world, LANGUAGE_C, "a.c", buffer_span(&text)), STATUS_TOO_LARGE);
    for (int i = 0; i < PRODUCT_COUNT; i++)
        assert_int_equal(world->product.rows[i].size, 0);

    assert_int_equal(run(world, LANGUAGE_C, "b.c", SPAN_LITERAL("int f(void);\n")),
                     STATUS_OK); // cheap enough
    extractor_limit(world->extractor, 0);
    assert_int_equal(run(world, LANGUAGE_C, "a.c", buffer_span(&text)), STATUS_OK);
    assert_int_equal(world->product.families[PRODUCT_CODE_GRAPH][0].rows, 2001);
    buffer_fini(&text);
}

static void
long_work_pulses(void **state)
{
    struct world *world = *state;
    buffer text = {0};
    for (int i = 0; i < 20000; i++)
        buffer_printf(&text, "int f%d(int a) { return g(a) + %d; }\n", i, i);
    assert_int_equal(run(world, LANGUAGE_C, "a.c", buffer_span(&text)), STATUS_OK);
    assert_true(world->pulses >= 4);
    buffer_fini(&text);
}

static void
a_language_that_the_parser_has_not_is_invalid(void **state)
{
    assert_int_equal(run(*state, LANGUAGE_NONE, "a", SPAN_LITERAL("x")), STATUS_INVALID);
    assert_int_equal(run(*state, LANGUAGE_COUNT, "a", SPAN_LITERAL("x")), STATUS_INVALID);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_same_file_gives_the_same_bytes_whatever_came_before),
        TEST(a_second_extractor_gives_the_same_bytes),
        TEST(tallies_are_those_of_the_rows),
        TEST(two_methods_of_one_name_are_two_rows),
        TEST(overloads_and_repeated_definitions_have_ids_of_their_own),
        TEST(an_id_survives_when_lines_move),
        TEST(an_id_is_that_of_its_key),
        TEST(an_empty_file_has_its_module_alone),
        TEST(white_space_alone_is_no_error),
        TEST(invalid_bytes_and_nuls_leave_the_rest_standing),
        TEST(bytes_of_any_kind_are_survived),
        TEST(line_ends_of_two_bytes_change_no_names_and_lines),
        TEST(a_byte_order_mark_is_no_error),
        TEST(broken_source_gives_what_is_sound_and_counts_the_rest),
        TEST(words_are_counted_by_what_they_stand_in),
        TEST(a_file_over_its_limit_of_effort_gives_nothing),
        TEST(long_work_pulses),
        TEST(a_language_that_the_parser_has_not_is_invalid),
        TEST(deep_parentheses_in_c_survive),
        TEST(deep_blocks_in_c_survive),
        TEST(deep_parentheses_in_go_survive),
        TEST(deep_lists_in_python_survive),
        TEST(deep_calls_in_python_survive),
        TEST(deep_arrays_in_javascript_survive),
        TEST(deep_functions_in_javascript_survive),
        TEST(deep_methods_in_ruby_survive),
        TEST(deep_parentheses_that_are_never_closed_survive),
        TEST(long_chains_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
