#include "tests/support.h"

#include "schema/languages.h"

#define assert_path(path, id) assert_int_equal(language_of_path(span_of(path)), LANGUAGE_##id)
#define assert_shebang(text, id) assert_int_equal(language_of_shebang(span_of(text)), LANGUAGE_##id)

static void
an_extension_names_a_language(void **state)
{
    assert_path("a/b.c", C);
    assert_path("b.h", C);
    assert_path("b.hpp", CPP);
    assert_path("b.c++", CPP);
    assert_path("b.rs", RUST);
    assert_path("b.pyi", PYTHON);
    assert_path("b.mjs", JAVASCRIPT);
    assert_path("b.d.ts", TYPESCRIPT);
    assert_path("b.tsx", TSX);
    assert_path("b.go", GO);
    assert_path("B.java", JAVA);
    assert_path("b.rake", RUBY);
    assert_path("b.php", PHP);
    assert_path("b.cs", CSHARP);
    assert_path("b.swift", SWIFT);
    assert_path("b.kt", KOTLIN);
    assert_path("b.sql", SQL);
    assert_path("build.sbt", SCALA);
    assert_path("b.lua", LUA);
    assert_path("b.sh", BASH);
    assert_path("a/b.bats", BASH);
    assert_path("build.gradle.kts", KOTLIN);
}

static void
a_whole_file_name_names_a_language(void **state)
{
    assert_path("Rakefile", RUBY);
    assert_path("a/SConstruct", PYTHON);
    assert_path("Rakefile/x", NONE);
    assert_path("rakefile", NONE);
}

static void
only_the_last_extension_of_the_last_part_counts(void **state)
{
    assert_path("a.c/b", NONE);
    assert_path("a.c.orig", NONE);
    assert_path("a.orig.c", C);
    assert_path(".c", C);
    assert_path("a.", NONE);
    assert_path("a", NONE);
    assert_path("", NONE);
    assert_path("a.go~", NONE);
}

static void
upper_case_counts_as_lower_case_only_when_all_of_it_is(void **state)
{
    assert_path("FOO.C", C);
    assert_path("FOO.CPP", CPP);
    assert_path("foo.Cpp", NONE);
    assert_path("foo.JAVA", JAVA);
    assert_path("foo.H", C);
}

static void
no_part_of_a_list_but_a_whole_word_is_an_extension(void **state)
{
    assert_path("a.p", NONE);
    assert_path("a.pp", NONE);
    assert_path("a.ython", NONE);
    assert_path("a. ", NONE);
    assert_path("a.cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", NONE);
}

static void
an_interpreter_line_names_a_language(void **state)
{
    assert_shebang("#!/usr/bin/python\n", PYTHON);
    assert_shebang("#!/usr/bin/python3.11 -u\nimport os", PYTHON);
    assert_shebang("#!/usr/bin/env python3", PYTHON);
    assert_shebang("#! /bin/sh -e\n", BASH);
    assert_shebang("#!/usr/bin/env bats\n", BASH);
    assert_shebang("#!/usr/bin/env -S node --harmony\r\n", JAVASCRIPT);
    assert_shebang("#!/usr/bin/env LANG=C ruby\n", RUBY);
    assert_shebang("#! \t/opt/php8.2\n", PHP);
}

static void
other_first_lines_name_none(void **state)
{
    assert_shebang("", NONE);
    assert_shebang("#!", NONE);
    assert_shebang("#!\n/usr/bin/python\n", NONE);
    assert_shebang("#!/usr/bin/awk -f\n", NONE);
    assert_shebang("#!/usr/bin/env\n", NONE);
    assert_shebang("#!/usr/bin/env -\n", NONE);
    assert_shebang("# !/usr/bin/python\n", NONE);
    assert_shebang("#!/usr/bin/pythonista\n", NONE);
    assert_shebang("#!/usr/bin/3.1\n", NONE);
}

static void
languages_that_call_each_other_are_one_group(void **state)
{
    assert_int_equal(language_group(LANGUAGE_CPP), language_group(LANGUAGE_C));
    assert_int_equal(language_group(LANGUAGE_TSX), language_group(LANGUAGE_JAVASCRIPT));
    assert_int_equal(language_group(LANGUAGE_TYPESCRIPT), language_group(LANGUAGE_JAVASCRIPT));
    assert_int_not_equal(language_group(LANGUAGE_JAVA), language_group(LANGUAGE_JAVASCRIPT));
}

static void
languages_of_the_virtual_machine_share_its_packages(void **state)
{
    assert_true(language_is_jvm(LANGUAGE_JAVA));
    assert_true(language_is_jvm(LANGUAGE_KOTLIN));
    assert_true(language_is_jvm(LANGUAGE_SCALA));
    assert_false(language_is_jvm(LANGUAGE_SWIFT));
    assert_int_not_equal(language_group(LANGUAGE_JAVA), language_group(LANGUAGE_KOTLIN));
}

static void
every_language_has_a_name(void **state)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        assert_non_null(language_names[i]);
    assert_string_equal(language_names[LANGUAGE_CSHARP], "csharp");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_extension_names_a_language),
        cmocka_unit_test(a_whole_file_name_names_a_language),
        cmocka_unit_test(only_the_last_extension_of_the_last_part_counts),
        cmocka_unit_test(upper_case_counts_as_lower_case_only_when_all_of_it_is),
        cmocka_unit_test(no_part_of_a_list_but_a_whole_word_is_an_extension),
        cmocka_unit_test(an_interpreter_line_names_a_language),
        cmocka_unit_test(other_first_lines_name_none),
        cmocka_unit_test(languages_that_call_each_other_are_one_group),
        cmocka_unit_test(languages_of_the_virtual_machine_share_its_packages),
        cmocka_unit_test(every_language_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
