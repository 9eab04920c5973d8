#include "tests/support.h"

#include "stages/parser/manifest.h"

static facts given;

static int
setup(void **state)
{
    facts_init(&given);
    facts_clear(&given, LANGUAGE_MANIFEST);
    return 0;
}

static int
teardown(void **state)
{
    facts_fini(&given);
    return 0;
}

static void
assert_entry(uint32_t i, const char *alias, const char *module)
{
    assert_true(i < given.import_count);
    const fact_import *entry = &given.imports[i];
    assert_true(span_is(intern_text(given.strings, entry->module), module));
    if (alias)
        assert_true(span_is(intern_text(given.strings, entry->alias), alias));
    else
        assert_int_equal(entry->alias, FACT_NONE);
}

static void
a_package_tells_its_name_and_main_files(void **state)
{
    manifest_read(&given, SPAN_LITERAL("a/package.json"),
                  SPAN_LITERAL("{\"name\":\"@a/b\",\"main\":\"./c.js\",\"types\":\"./c.d.ts\"}"));
    assert_true(span_is(intern_text(given.strings, given.package), "@a/b"));
    assert_int_equal(given.import_count, 2);
    assert_entry(0, ".", "./c.d.ts");
    assert_entry(1, ".", "./c.js");
}

static void
a_go_module_tells_its_path_and_what_folders_replace_others(void **state)
{
    manifest_read(&given, SPAN_LITERAL("a/go.mod"),
                  SPAN_LITERAL("// head\nmodule \"example.org/a\" // path\n\ngo 1.19\n\nrequire (\n\texample.org/b v1.0.0\n)\n"
                               "replace example.org/b v1.0.0 => ../b\nreplace (\n\texample.org/c => ./c\n"
                               "\texample.org/d => example.org/e v1.0.0\n\texample.org/f =>\n)\n"));
    assert_true(span_is(intern_text(given.strings, given.package), "example.org/a"));
    assert_int_equal(given.import_count, 4);
    assert_entry(0, "example.org/b", "../b");
    assert_entry(1, "example.org/b/*", "../b/*");
    assert_entry(2, "example.org/c", "./c");
    assert_entry(3, "example.org/c/*", "./c/*");
}

static void
conditions_are_read_with_the_source_first(void **state)
{
    manifest_read(&given, SPAN_LITERAL("package.json"),
                  SPAN_LITERAL("{\"exports\":{\"./*\":{\"import\":{\"default\":\"./i/*.js\"},\"source\":[\"./s/*.ts\"]}}}"));
    assert_int_equal(given.import_count, 2);
    assert_entry(0, "./*", "./s/*.ts");
    assert_entry(1, "./*", "./i/*.js");
}

static void
exports_without_subpaths_are_the_package_itself(void **state)
{
    manifest_read(&given, SPAN_LITERAL("package.json"), SPAN_LITERAL("{\"exports\":{\"default\":\"./a.js\"}}"));
    assert_int_equal(given.import_count, 1);
    assert_entry(0, ".", "./a.js");
}

static void
a_configuration_may_have_comments_and_trailing_commas(void **state)
{
    manifest_read(&given, SPAN_LITERAL("tsconfig.json"),
                  SPAN_LITERAL("// a \"b\"\n{\"compilerOptions\":{/* , */\"baseUrl\":\".\",\"paths\":{\"@/*\":[\"x//*\",],},},}"));
    assert_int_equal(given.import_count, 2);
    assert_entry(0, "@/*", "./x//*");
    assert_entry(1, "*", "./*");
}

static void
of_what_is_extended_the_last_comes_first(void **state)
{
    manifest_read(&given, SPAN_LITERAL("tsconfig.json"), SPAN_LITERAL("{\"extends\":[\"./a\",\"./b\"]}"));
    assert_int_equal(given.import_count, 2);
    assert_entry(0, NULL, "./b");
    assert_entry(1, NULL, "./a");
}

static void
what_is_no_object_says_nothing(void **state)
{
    static const char *const broken[] = {"", "{", "[]", "null", "\xef\xbb\xbf", "{\"name\":}", "/*", "\"", "{\"exports\":{\".\":7}}"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        manifest_read(&given, SPAN_LITERAL("package.json"), span_of(broken[i]));
    assert_int_equal(given.import_count, 0);
    assert_int_equal(given.package, FACT_NONE);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_package_tells_its_name_and_main_files),
        TEST(a_go_module_tells_its_path_and_what_folders_replace_others),
        TEST(conditions_are_read_with_the_source_first),
        TEST(exports_without_subpaths_are_the_package_itself),
        TEST(a_configuration_may_have_comments_and_trailing_commas),
        TEST(of_what_is_extended_the_last_comes_first),
        TEST(what_is_no_object_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
