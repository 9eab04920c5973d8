// Frames: what is packed is opened again, and no damage passes.
#include "tests/support.h"

#include "broker/wire.h"
#include "records.pb-c.h"

enum { RUN = 0x1122334455 };

struct frame {
    uint8_t *bytes;
    size_t size;
};

static int
setup(void **state)
{
    static struct frame frame;
    Sluice__Credit credit = SLUICE__CREDIT__INIT;
    credit.parser = 7;
    credit.count = 2;
    credit.endpoint = "parser-77";
    wire_pack((wire_header){.run = RUN, .producer = 9, .sequence = 0x010203}, &credit.base, &frame.bytes,
              &frame.size);
    *state = &frame;
    return 0;
}

static int
teardown(void **state)
{
    free(((struct frame *)*state)->bytes);
    return 0;
}

static span
span_of_frame(const struct frame *frame)
{
    return (span){(const char *)frame->bytes, frame->size};
}

static void
a_frame_is_read_back(void **state)
{
    wire_header header;
    span payload;
    assert_int_equal(wire_open(span_of_frame(*state), RUN, &header, &payload), STATUS_OK);
    assert_int_equal(header.run, RUN);
    assert_int_equal(header.producer, 9);
    assert_int_equal(header.sequence, 0x010203);
    Sluice__Credit *credit = sluice__credit__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    assert_non_null(credit);
    assert_int_equal(credit->parser, 7);
    assert_int_equal(credit->count, 2);
    assert_string_equal(credit->endpoint, "parser-77");
    sluice__credit__free_unpacked(credit, NULL);
}

static void
the_header_is_laid_out_as_documented(void **state)
{
    const struct frame *frame = *state;
    assert_memory_equal(frame->bytes, "SLC1\x09\0\0\0\x55\x44\x33\x22\x11\0\0\0\x03\x02\x01\0\0\0\0\0", 24);
    assert_int_equal(frame->bytes[24], frame->size - WIRE_HEADER_BYTES);
    assert_memory_equal(frame->bytes + 25, "\0\0\0\0\0\0\0", 7);
}

static void
a_message_without_fields_has_an_empty_payload(void **state)
{
    Sluice__Credit credit = SLUICE__CREDIT__INIT;
    struct frame frame;
    wire_pack((wire_header){.run = RUN}, &credit.base, &frame.bytes, &frame.size);
    wire_header header;
    span payload;
    assert_int_equal(frame.size, WIRE_HEADER_BYTES);
    assert_int_equal(wire_open(span_of_frame(&frame), RUN, &header, &payload), STATUS_OK);
    assert_int_equal(payload.size, 0);
    free(frame.bytes);
}

static void
a_frame_of_another_run_is_of_another_version(void **state)
{
    wire_header header;
    span payload;
    assert_int_equal(wire_open(span_of_frame(*state), RUN + 1, &header, &payload), STATUS_VERSION);
    assert_int_equal(wire_open(span_of_frame(*state), 0, &header, &payload), STATUS_OK);
}

static void
no_flipped_bit_passes(void **state)
{
    struct frame *frame = *state;
    wire_header header;
    span payload;
    for (size_t bit = 0; bit < frame->size * 8; bit++) {
        frame->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(wire_open(span_of_frame(frame), 0, &header, &payload), STATUS_CORRUPT);
        frame->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    assert_int_equal(wire_open(span_of_frame(frame), 0, &header, &payload), STATUS_OK);
}

static void
no_shortened_frame_passes(void **state)
{
    const struct frame *frame = *state;
    wire_header header;
    span payload;
    for (size_t size = 0; size < frame->size; size++) {
        char *cut = malloc(size + 1); // so that a sanitizer sees what is read beyond it
        memcpy(cut, frame->bytes, size);
        cut = realloc(cut, size ? size : 1);
        assert_int_equal(wire_open((span){cut, size}, RUN, &header, &payload), STATUS_CORRUPT);
        free(cut);
    }
}

static void
no_lengthened_frame_passes(void **state)
{
    const struct frame *frame = *state;
    wire_header header;
    span payload;
    char *longer = calloc(1, frame->size + 1);
    memcpy(longer, frame->bytes, frame->size);
    assert_int_equal(wire_open((span){longer, frame->size + 1}, RUN, &header, &payload), STATUS_CORRUPT);
    free(longer);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_frame_is_read_back),
        TEST(the_header_is_laid_out_as_documented),
        TEST(a_message_without_fields_has_an_empty_payload),
        TEST(a_frame_of_another_run_is_of_another_version),
        TEST(no_flipped_bit_passes),
        TEST(no_shortened_frame_passes),
        TEST(no_lengthened_frame_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
