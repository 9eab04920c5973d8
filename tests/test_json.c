#include "tests/support.h"

#include "schema/json.h"

static void
assert_string(span text, const char *expected)
{
    buffer out = {0};
    json_put_string(&out, text);
    buffer_put_byte(&out, 0);
    assert_string_equal(out.data, expected);
    buffer_fini(&out);
}

static void
assert_utf8(span text, const char *expected)
{
    buffer out = {0};
    utf8_put(&out, text);
    buffer_put_byte(&out, 0);
    assert_string_equal(out.data, expected);
    buffer_fini(&out);
}

static void
plain_text_stands_in_quotes(void **state)
{
    assert_string(SPAN_LITERAL(""), "\"\"");
    assert_string(SPAN_LITERAL("abc"), "\"abc\"");
    assert_string(SPAN_LITERAL("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80"),
                  "\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\"");
}

static void
quotes_backslashes_and_control_bytes_are_escaped(void **state)
{
    assert_string(SPAN_LITERAL("a\"b\\c"), "\"a\\\"b\\\\c\"");
    assert_string(SPAN_LITERAL("\n\r\t"), "\"\\n\\r\\t\"");
    assert_string(SPAN_LITERAL("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\\u007f\"");
}

// ASCII alone: of the other bytes some make characters with those around.
static void
a_byte_is_escaped_wherever_it_stands(void **state)
{
    for (int byte = 0; byte < 0x80; byte++) {
        bool stands = byte >= ' ' && byte != '"' && byte != '\\' && byte != 0x7f;
        for (size_t at = 0; at < 20; at++) {
            char text[20];
            memset(text, 'a', sizeof text);
            text[at] = (char)byte;
            buffer out = {0};
            json_put_string(&out, (span){text, sizeof text});
            assert_int_equal(out.size == sizeof text + 2, stands);
            assert_int_equal(out.data[1 + at], stands ? byte : '\\');
            buffer_fini(&out);
        }
    }
}

static void
an_invalid_byte_becomes_its_hex_digits(void **state)
{
    assert_string(SPAN_LITERAL("a\xff.c"), "\"a\\\\xFF.c\"");
    assert_string(SPAN_LITERAL("\xc3"), "\"\\\\xC3\"");
    assert_utf8(SPAN_LITERAL("a\xff.c"), "a\\xFF.c");
}

static void
a_backslash_beside_an_invalid_byte_is_escaped_too(void **state)
{
    assert_utf8(SPAN_LITERAL("a\\b"), "a\\b");
    assert_utf8(SPAN_LITERAL("a\\b\xff"), "a\\x5Cb\\xFF");
    assert_string(SPAN_LITERAL("\\\xff"), "\"\\\\x5C\\\\xFF\"");
}

static void
utf8_is_shortest_forms_without_surrogates(void **state)
{
    assert_true(utf8_is_valid(SPAN_LITERAL("")));
    assert_true(
        utf8_is_valid(SPAN_LITERAL("\xc2\x80 \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xf4\x8f\xbf\xbf")));
    assert_false(utf8_is_valid(SPAN_LITERAL("\x80")));
    assert_false(utf8_is_valid(SPAN_LITERAL("\xc0\x80")));         // overlong
    assert_false(utf8_is_valid(SPAN_LITERAL("\xe0\x9f\xbf")));     // overlong
    assert_false(utf8_is_valid(SPAN_LITERAL("\xf0\x8f\xbf\xbf"))); // overlong
    assert_false(utf8_is_valid(SPAN_LITERAL("\xed\xa0\x80")));     // surrogate
    assert_false(utf8_is_valid(SPAN_LITERAL("\xf4\x90\x80\x80"))); // above U+10FFFF
    assert_false(utf8_is_valid(SPAN_LITERAL("\xe2\x82")));         // cut
    assert_false(utf8_is_valid(SPAN_LITERAL("\xe2\x82x")));
}

static void
a_name_follows_a_comma_unless_it_is_the_first(void **state)
{
    buffer out = {0};
    buffer_put_byte(&out, '{');
    json_put_name(&out, "a");
    buffer_put_byte(&out, '1');
    json_put_name(&out, "b");
    buffer_put_byte(&out, 0);
    assert_string_equal(out.data, "{\"a\":1,\"b\":");
    buffer_fini(&out);
}

static void
base64_is_padded(void **state)
{
    static const char *const cases[][2] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                                           {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"a\xff\xfe", "Yf/+"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer out = {0};
        base64_put(&out, span_of(cases[i][0]));
        buffer_put_byte(&out, 0);
        assert_string_equal(out.data, cases[i][1]);
        buffer_fini(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stands_in_quotes),
        cmocka_unit_test(quotes_backslashes_and_control_bytes_are_escaped),
        cmocka_unit_test(a_byte_is_escaped_wherever_it_stands),
        cmocka_unit_test(an_invalid_byte_becomes_its_hex_digits),
        cmocka_unit_test(a_backslash_beside_an_invalid_byte_is_escaped_too),
        cmocka_unit_test(utf8_is_shortest_forms_without_surrogates),
        cmocka_unit_test(a_name_follows_a_comma_unless_it_is_the_first),
        cmocka_unit_test(base64_is_padded),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
