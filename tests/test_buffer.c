// The buffer and its reader: encodings as literal bytes, and readers that stop at the first thing that does
// not fit.
#include "tests/support.h"

#include "base/buffer.h"

static int
setup(void **state)
{
    static buffer made;
    made = (buffer){0};
    *state = &made;
    return 0;
}

static int
teardown(void **state)
{
    buffer_fini(*state);
    return 0;
}

static void
assert_bytes(const buffer *actual, const char *expected, size_t size)
{
    assert_int_equal(actual->size, size);
    assert_memory_equal(actual->data, expected, size);
}

static void
an_empty_buffer_gives_an_empty_span(void **state)
{
    span bytes = buffer_span(*state);
    assert_int_equal(bytes.size, 0);
    assert_non_null(bytes.data);
    buffer_put(*state, NULL, 0);
    assert_int_equal(buffer_span(*state).size, 0);
}

static void
varints_are_seven_bits_a_byte_low_bits_first(void **state)
{
    buffer_put_varint(*state, 0);
    buffer_put_varint(*state, 127);
    buffer_put_varint(*state, 128);
    buffer_put_varint(*state, 300);
    buffer_put_varint(*state, UINT64_MAX);
    assert_bytes(*state, "\x00\x7f\x80\x01\xac\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 16);
}

static void
varints_are_read_back(void **state)
{
    static const uint64_t values[] = {0,         1, 127, 128, 16383, 16384, UINT32_MAX, (uint64_t)1 << 63,
                                      UINT64_MAX};
    enum { COUNT = sizeof values / sizeof *values };
    for (int i = 0; i < COUNT; i++)
        buffer_put_varint(*state, values[i]);
    reader in = reader_of(buffer_span(*state));
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(reader_varint(&in), values[i]);
    assert_true(in.ok);
    assert_true(reader_is_done(&in));
}

static void
big_endian_numbers_sort_as_bytes(void **state)
{
    buffer_put_u64_be(*state, 0x0102030405060708);
    buffer_put_u32_be(*state, 0x090a0b0c);
    assert_bytes(*state, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", 12);
    reader in = reader_of(buffer_span(*state));
    assert_int_equal(reader_u64_be(&in), 0x0102030405060708);
    assert_int_equal(reader_u32_be(&in), 0x090a0b0c);
}

static void
strings_carry_their_length(void **state)
{
    buffer_put_string(*state, (span){"a\0b", 3});
    buffer_put_string(*state, SPAN_LITERAL(""));
    assert_bytes(*state,
                 "\x03"
                 "a\0b\0",
                 5);
    reader in = reader_of(buffer_span(*state));
    assert_true(span_equal(reader_string(&in), (span){"a\0b", 3}));
    assert_int_equal(reader_string(&in).size, 0);
    assert_true(in.ok && reader_is_done(&in));
}

static void
printf_appends_texts_of_any_length(void **state)
{
    char text[1001];
    memset(text, 'x', 1000);
    text[1000] = '\0';
    buffer_printf(*state, "%d-%s.", 7, text);
    const buffer *made = *state;
    assert_int_equal(made->size, 1003);
    assert_memory_equal(made->data, "7-xxx", 5);
    assert_int_equal(made->data[1002], '.');
}

static void
contents_survive_growing(void **state)
{
    for (unsigned i = 0; i < 100000; i++)
        buffer_put_u32_be(*state, i);
    reader in = reader_of(buffer_span(*state));
    for (unsigned i = 0; i < 100000; i++)
        assert_int_equal(reader_u32_be(&in), i);
}

static void
a_reader_stops_at_a_varint_that_is_cut_off(void **state)
{
    reader in = reader_of((span){"\xff\xff", 2});
    assert_int_equal(reader_varint(&in), 0);
    assert_false(in.ok);
}

static void
a_reader_stops_at_a_varint_of_eleven_bytes(void **state)
{
    reader in = reader_of((span){"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11});
    assert_int_equal(reader_varint(&in), 0);
    assert_false(in.ok);
}

static void
a_reader_stops_at_a_string_longer_than_what_is_left(void **state)
{
    reader in = reader_of((span){"\x03"
                                 "ab",
                                 3});
    assert_int_equal(reader_string(&in).size, 0);
    assert_false(in.ok);
    reader huge = reader_of((span){"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x", 11});
    assert_int_equal(reader_string(&huge).size, 0);
    assert_false(huge.ok);
}

static void
a_stopped_reader_gives_zeros(void **state)
{
    reader in = reader_of((span){"\x01\x02", 2});
    assert_int_equal(reader_u64_be(&in), 0);
    assert_false(in.ok);
    assert_true(reader_is_done(&in));
    assert_int_equal(reader_byte(&in), 0);
    assert_int_equal(reader_u32_be(&in), 0);
    assert_int_equal(reader_varint(&in), 0);
}

static void
a_reader_of_nothing_is_done(void **state)
{
    reader in = reader_of((span){NULL, 0});
    assert_true(in.ok && reader_is_done(&in));
    assert_int_equal(reader_byte(&in), 0);
    assert_false(in.ok);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_buffer_gives_an_empty_span),
        TEST(varints_are_seven_bits_a_byte_low_bits_first),
        TEST(varints_are_read_back),
        TEST(big_endian_numbers_sort_as_bytes),
        TEST(strings_carry_their_length),
        TEST(printf_appends_texts_of_any_length),
        TEST(contents_survive_growing),
        TEST(a_reader_stops_at_a_varint_that_is_cut_off),
        TEST(a_reader_stops_at_a_varint_of_eleven_bytes),
        TEST(a_reader_stops_at_a_string_longer_than_what_is_left),
        TEST(a_stopped_reader_gives_zeros),
        TEST(a_reader_of_nothing_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
