#include "tests/support.h"

#include "schema/render.h"

static void
assert_text(buffer *out, const char *expected)
{
    buffer_put_byte(out, 0);
    assert_string_equal(out->data, expected);
    buffer_fini(out);
}

static void
assert_documentation(language_id language, const char *text, const char *expected)
{
    buffer out = {0};
    render_documentation(&out, span_of(text), language);
    assert_text(&out, expected);
}

static void
a_range_outside_of_the_text_is_empty(void **state)
{
    span text = SPAN_LITERAL("0123456789");
    assert_true(span_is(render_cut(text, (byte_range){2, 4}), "23"));
    assert_true(span_is(render_cut(text, (byte_range){0, 10}), "0123456789"));
    assert_int_equal(render_cut(text, (byte_range){0, 11}).size, 0);
    assert_int_equal(render_cut(text, (byte_range){4, 2}).size, 0);
    assert_int_equal(render_cut((span){"", 0}, (byte_range){5, 9}).size, 0);
}

static void
a_signature_is_one_line(void **state)
{
    static const char *const cases[][2] = {
        {"int\n  main(int argc,\n\t\tchar **argv)  \n", "int main(int argc, char **argv)"},
        {"fn a()", "fn a()"},
        {" \n ", ""},
        {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer out = {0};
        render_signature(&out, span_of(cases[i][0]));
        assert_text(&out, cases[i][1]);
    }
}

static void
line_comments_lose_their_markers(void **state)
{
    assert_documentation(LANGUAGE_RUST, "/// Opens it.\n    ///\n    ///   let a = 1;\n",
                         "Opens it.\n\n  let a = 1;");
    assert_documentation(LANGUAGE_C, "// one\r\n//two\r\n", "one\ntwo");
    assert_documentation(LANGUAGE_RUST, "//! inner\n//! # Title", "inner\n# Title");
    assert_documentation(LANGUAGE_RUBY, "# one\n  # two\n#\n# three", "one\ntwo\n\nthree");
    assert_documentation(LANGUAGE_RUBY, "=begin\nlong\n  story\n=end\n", "long\n  story");
}

static void
block_comments_lose_their_markers(void **state)
{
    assert_documentation(LANGUAGE_LUA, "--- Opens it.\n-- Twice.", "Opens it.\nTwice.");
    assert_documentation(LANGUAGE_BASH, "# Opens it.\n#\n# Twice.", "Opens it.\n\nTwice.");
    assert_documentation(LANGUAGE_JAVA, "/**\n * Opens it.\n *\n *   code\n * @param a b\n */",
                         "Opens it.\n\n  code\n@param a b");
    assert_documentation(LANGUAGE_C, "/* one line */", "one line");
    assert_documentation(LANGUAGE_C, "/**/", "");
    assert_documentation(LANGUAGE_C, "/***/", "");
    assert_documentation(LANGUAGE_C, "/* first\n   second\n     third */", "first\nsecond\n  third");
    assert_documentation(LANGUAGE_C, "/*\n# not a comment here\n*/", "# not a comment here");
    assert_documentation(LANGUAGE_C, "/* one */\n/* two **/", "one\ntwo");
    assert_documentation(LANGUAGE_C, "/* cut", "cut");
}

static void
docstrings_lose_their_quotes_and_indentation(void **state)
{
    assert_documentation(LANGUAGE_PYTHON, "\"\"\"One line.\"\"\"", "One line.");
    assert_documentation(LANGUAGE_PYTHON, "\"\"\"First.\n\n    Second.\n        code\n    \"\"\"",
                         "First.\n\nSecond.\n    code");
    assert_documentation(LANGUAGE_PYTHON, "r'''Raw \\d.'''", "Raw \\d.");
    assert_documentation(LANGUAGE_PYTHON, "'short'", "short");
    assert_documentation(LANGUAGE_PYTHON, "\"\"\"\n    * item\n    # number\n    \"\"\"", "* item\n# number");
    assert_documentation(LANGUAGE_PYTHON, "# a comment", "a comment");
}

static void
a_hash_is_xxh3_128_high_half_first(void **state)
{
    buffer out = {0};
    render_hash(&out, SPAN_LITERAL("")); // XXH3-128 of nothing, from the specification's test vectors
    assert_text(&out, "99aa06d3014798d86001c324468d497f");
}

static void
a_time_is_iso_8601(void **state)
{
    static const struct {
        int64_t nanoseconds;
        const char *text;
    } cases[] = {{0, "1970-01-01T00:00:00Z"},
                 {1706284800999999999, "2024-01-26T16:00:00Z"},
                 {-1, "1969-12-31T23:59:59Z"},
                 {-1000000000, "1969-12-31T23:59:59Z"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer out = {0};
        render_time(&out, cases[i].nanoseconds);
        assert_text(&out, cases[i].text);
    }
}

static void
a_percentage_has_two_decimals(void **state)
{
    static const struct {
        uint64_t part, whole;
        const char *text;
    } cases[] = {{0, 0, "0.00"},  {5, 0, "0.00"},   {1, 3, "33.33"},
                 {2, 3, "66.67"}, {7, 7, "100.00"}, {1, 20000, "0.01"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer out = {0};
        render_percent(&out, cases[i].part, cases[i].whole);
        assert_text(&out, cases[i].text);
    }
}

static void
a_path_splits_at_its_last_slash(void **state)
{
    static const char *const cases[][4] = {
        // path, folder, file name, extension
        {"a/b/c.tar.gz", "a/b", "c.tar.gz", "gz"},
        {"Makefile", "", "Makefile", ""},
        {".gitignore", "", ".gitignore", ""},
        {"a/build/", "a", "build/", ""},
        {"node.d/", "", "node.d/", ""},
        {"a/.env.local", "a", ".env.local", "local"},
        {"a/x.", "a", "x.", ""},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        span path = span_of(cases[i][0]);
        assert_true(span_is(render_folder(path), cases[i][1]));
        assert_true(span_is(render_file_name(path), cases[i][2]));
        assert_true(span_is(render_extension(path), cases[i][3]));
    }
}

static void
root_folders_are_counted_from_one(void **state)
{
    assert_true(span_is(render_root(SPAN_LITERAL("a/b/c.c"), 1), "a"));
    assert_true(span_is(render_root(SPAN_LITERAL("a/b/c.c"), 2), "b"));
    assert_true(span_is(render_root(SPAN_LITERAL("a/b/c.c"), 3), ""));
    assert_true(span_is(render_root(SPAN_LITERAL("c.c"), 1), ""));
    assert_true(span_is(render_root(SPAN_LITERAL(""), 1), ""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_outside_of_the_text_is_empty),
        cmocka_unit_test(a_signature_is_one_line),
        cmocka_unit_test(line_comments_lose_their_markers),
        cmocka_unit_test(block_comments_lose_their_markers),
        cmocka_unit_test(docstrings_lose_their_quotes_and_indentation),
        cmocka_unit_test(a_hash_is_xxh3_128_high_half_first),
        cmocka_unit_test(a_time_is_iso_8601),
        cmocka_unit_test(a_percentage_has_two_decimals),
        cmocka_unit_test(a_path_splits_at_its_last_slash),
        cmocka_unit_test(root_folders_are_counted_from_one),
    };
    return cmocka_run_group_tests_name("render", tests, NULL, NULL);
}
