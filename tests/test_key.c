#include "tests/support.h"

#include "schema/key.h"

static void
assert_text(buffer *out, const char *expected)
{
    buffer_put_byte(out, 0);
    assert_string_equal(out->data, expected);
    buffer_clear(out);
}

static void
a_name_is_made_safe_as_the_seed_does_it(void **state)
{
    static const char *const cases[][2] = {
        {"plain_name", "plain_name"},
        {"operator ()", "operator_()"},
        {"Vec<T>", "Vec__lt__T__gt__"},
        {"a,b", "a__c__b"},
        {"a[0]", "a__lb__0__rb__"},
        {"{}", "__lc____rc__"},
        {"std::vector", "std__vector"},
        {"a:b", "a_b"},
        {"a:::b", "a___b"},
        {"tab\there\n", "tab_here_"},
        {"\xc3\xbc", "\xc3\xbc"},
        {"", ""},
    };
    buffer out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        key_put_name(&out, span_of(cases[i][0]));
        assert_text(&out, cases[i][1]);
    }
    buffer_fini(&out);
}

static void
a_semantic_path_is_the_path_without_extension(void **state)
{
    static const char *const cases[][2] = {
        {"src/auth.rs", "__src_auth"},
        {"auth.rs", "__auth"},
        {"a.b/c-d.test.ts", "__a_b_c_d_test"},
        {"Makefile", "__Makefile"},
        {"a.b/Makefile", "__a_b_Makefile"},
        {".bashrc", "___bashrc"},
        {"a/.hidden", "__a__hidden"},
        {"x:y\nz.c", "__x_y_z"},
        {"", "__"},
    };
    buffer out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        key_put_semantic_path(&out, span_of(cases[i][0]));
        assert_text(&out, cases[i][1]);
    }
    buffer_fini(&out);
}

static void
a_key_has_five_fields(void **state)
{
    buffer out = {0};
    key_put(&out, SPAN_LITERAL("rust"), SPAN_LITERAL("fn"), SPAN_LITERAL("handle_auth"),
            SPAN_LITERAL("src/auth.rs"), 1706284800);
    assert_text(&out, "rust:fn:handle_auth:__src_auth:T1706284800");
    key_put_external(&out, SPAN_LITERAL("c"), SPAN_LITERAL("printf"), SPAN_LITERAL("stdio.h"));
    assert_text(&out, "c:external:printf:__stdio.h:T0");
    key_put_external(&out, SPAN_LITERAL("go"), SPAN_LITERAL("Println"), SPAN_LITERAL(""));
    assert_text(&out, "go:external:Println:__:T0");
    buffer_fini(&out);
}

static void
the_semantic_path_can_be_cut_out_of_a_key(void **state)
{
    assert_true(span_is(key_semantic_path(SPAN_LITERAL("rust:fn:f:__src_auth:T1")), "__src_auth"));
    assert_true(span_is(key_semantic_path(SPAN_LITERAL("rust:fn:f:__src_auth")), "__src_auth"));
    assert_true(span_is(key_semantic_path(SPAN_LITERAL("rust:fn:f")), ""));
    assert_true(span_is(key_semantic_path(SPAN_LITERAL("")), ""));
}

static uint32_t
birth(const char *path, const char *name, const char *type, uint32_t ordinal)
{
    return key_birth(span_of(path), span_of(name), span_of(type), ordinal);
}

static void
a_birth_lies_in_the_twenties_and_never_changes(void **state)
{
    uint32_t first = birth("src/auth.rs", "auth.handle", "fn", 0);
    assert_in_range(first, 1577836800, 1893455999); // 2020-01-01T00:00:00Z to 2029-12-31T23:59:59Z
    assert_int_equal(first, birth("src/auth.rs", "auth.handle", "fn", 0));
}

static void
a_birth_depends_on_all_four_parts(void **state)
{
    uint32_t first = birth("src/auth.rs", "auth.handle", "fn", 0);
    assert_int_not_equal(first, birth("src/auth2.rs", "auth.handle", "fn", 0));
    assert_int_not_equal(first, birth("src/auth.rs", "auth.handle2", "fn", 0));
    assert_int_not_equal(first, birth("src/auth.rs", "auth.handle", "method", 0));
    assert_int_not_equal(first, birth("src/auth.rs", "auth.handle", "fn", 1));
}

static void
ids_of_one_file_share_their_first_sixteen_bits(void **state)
{
    uint64_t one = key_id(SPAN_LITERAL("rust:fn:a:__src_auth:T1600000000"), 0);
    uint64_t two = key_id(SPAN_LITERAL("rust:struct:B:__src_auth:T1700000000"), 0);
    assert_int_equal(one >> 48, two >> 48);
    assert_int_not_equal(one, two);
}

static void
an_ordinal_changes_an_id_within_its_file(void **state)
{
    span key = SPAN_LITERAL("rust:fn:a:__src_auth:T1600000000");
    assert_int_not_equal(key_id(key, 0), key_id(key, 1));
    assert_int_equal(key_id(key, 0) >> 48, key_id(key, 1) >> 48);
    assert_int_equal(key_id(key, 1), key_id(key, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_made_safe_as_the_seed_does_it),
        cmocka_unit_test(a_semantic_path_is_the_path_without_extension),
        cmocka_unit_test(a_key_has_five_fields),
        cmocka_unit_test(the_semantic_path_can_be_cut_out_of_a_key),
        cmocka_unit_test(a_birth_lies_in_the_twenties_and_never_changes),
        cmocka_unit_test(a_birth_depends_on_all_four_parts),
        cmocka_unit_test(ids_of_one_file_share_their_first_sixteen_bits),
        cmocka_unit_test(an_ordinal_changes_an_id_within_its_file),
    };
    return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
