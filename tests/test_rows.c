#include "tests/support.h"

#include "schema/rows.h"

static const entity_row method = {
    .file = 7,
    .kind = ENTITY_METHOD,
    .language = LANGUAGE_RUST,
    .detection = DETECTION_ATTRIBUTE,
    .birth = 1706284800,
    .line_start = 40,
    .line_end = 52,
    .code = {1000, 1400},
    .signature = {1000, 1030},
    .documentation = {940, 999},
    .name = {"open", 4},
    .qualified_name = {"store.Writer.open", 17},
    .complexity = 300,
    .fields = {"\x00\x00\x01\x12\x34\x56", 6},
};

static void
assert_span(span actual, const char *expected)
{
    assert_int_equal(actual.size, strlen(expected));
    assert_memory_equal(actual.data, expected, actual.size);
}

static void
an_entity_row_comes_back_as_it_was(void **state)
{
    buffer bytes = {0};
    entity_row back;
    entity_row_pack(&bytes, &method);
    assert_int_equal(entity_row_unpack(buffer_span(&bytes), &back), STATUS_OK);
    assert_int_equal(back.file, 7);
    assert_int_equal(back.kind, ENTITY_METHOD);
    assert_int_equal(back.language, LANGUAGE_RUST);
    assert_int_equal(back.detection, DETECTION_ATTRIBUTE);
    assert_int_equal(back.birth, 1706284800);
    assert_int_equal(back.line_start, 40);
    assert_int_equal(back.line_end, 52);
    assert_int_equal(back.code.start, 1000);
    assert_int_equal(back.code.end, 1400);
    assert_int_equal(back.signature.start, 1000);
    assert_int_equal(back.signature.end, 1030);
    assert_int_equal(back.documentation.start, 940);
    assert_int_equal(back.documentation.end, 999);
    assert_span(back.name, "open");
    assert_span(back.qualified_name, "store.Writer.open");
    assert_int_equal(back.complexity, 300);
    uint32_t hash = 0;
    assert_true(field_next(&back.fields, &hash));
    assert_int_equal(hash, 1);
    assert_true(field_next(&back.fields, &hash));
    assert_int_equal(hash, 0x123456);
    assert_false(field_next(&back.fields, &hash));
    buffer_fini(&bytes);
}

static void
an_external_entity_has_no_file(void **state)
{
    entity_row external = {.file = FILE_NUMBER_NONE, .kind = ENTITY_EXTERNAL, .name = {"printf", 6}}, back;
    buffer bytes = {0};
    entity_row_pack(&bytes, &external);
    assert_int_equal(entity_row_unpack(buffer_span(&bytes), &back), STATUS_OK);
    assert_int_equal(back.file, FILE_NUMBER_NONE);
    assert_int_equal(back.birth, 0);
    assert_int_equal(back.qualified_name.size, 0);
    buffer_fini(&bytes);
}

static void
an_entity_row_holds_the_largest_numbers(void **state)
{
    entity_row largest = method, back;
    largest.file = UINT32_MAX - 1;
    largest.birth = UINT32_MAX;
    largest.line_start = 0;
    largest.line_end = UINT32_MAX;
    largest.code = (byte_range){0, UINT32_MAX};
    largest.signature = (byte_range){UINT32_MAX, UINT32_MAX};
    buffer bytes = {0};
    entity_row_pack(&bytes, &largest);
    assert_int_equal(entity_row_unpack(buffer_span(&bytes), &back), STATUS_OK);
    assert_int_equal(back.file, UINT32_MAX - 1);
    assert_int_equal(back.line_end, UINT32_MAX);
    assert_int_equal(back.code.end, UINT32_MAX);
    assert_int_equal(back.signature.start, UINT32_MAX);
    assert_int_equal(back.signature.end, UINT32_MAX);
    buffer_fini(&bytes);
}

static void
a_cut_or_longer_entity_row_is_corrupt(void **state)
{
    buffer bytes = {0};
    entity_row back;
    entity_row_pack(&bytes, &method);
    span whole = buffer_span(&bytes);
    for (size_t size = 0; size < whole.size; size++)
        assert_int_equal(entity_row_unpack(span_slice(whole, 0, size), &back), STATUS_CORRUPT);
    buffer_put_byte(&bytes, 0);
    assert_int_equal(entity_row_unpack(buffer_span(&bytes), &back), STATUS_CORRUPT);
    buffer_fini(&bytes);
}

static void
an_entity_row_with_part_of_a_field_is_corrupt(void **state)
{
    entity_row broken = method, back;
    broken.fields.size = 4;
    buffer bytes = {0};
    entity_row_pack(&bytes, &broken);
    assert_int_equal(entity_row_unpack(buffer_span(&bytes), &back), STATUS_CORRUPT);
    buffer_fini(&bytes);
}

static void
a_field_is_the_same_with_a_sigil(void **state)
{
    assert_int_equal(field_hash(span_of("@count")), field_hash(span_of("count")));
    assert_int_equal(field_hash(span_of("$count")), field_hash(span_of("count")));
    assert_int_not_equal(field_hash(span_of("counts")), field_hash(span_of("count")));
    assert_true(field_hash(span_of("count")) < 1 << 24);
}

static void
an_entity_row_with_an_unknown_choice_is_corrupt(void **state)
{
    static const uint8_t wrong[3] = {ENTITY_FIELD, LANGUAGE_COUNT, DETECTION_COUNT};
    for (size_t i = 0; i < 3; i++) {
        buffer bytes = {0};
        entity_row back;
        entity_row_pack(&bytes, &method);
        bytes.data[i] = (char)wrong[i];
        assert_int_equal(entity_row_unpack(buffer_span(&bytes), &back), STATUS_CORRUPT);
        buffer_fini(&bytes);
    }
}

static void
a_file_row_comes_back_as_it_was(void **state)
{
    file_row file = {.path = {"a/\xff\n.c", 6},
                     .language = LANGUAGE_C,
                     .size_bytes = 123456789012,
                     .modified_ns = -1,
                     .content_hash = {0x0123456789abcdef, 0xfedcba9876543210},
                     .error_count = 3,
                     .error_bytes = 400},
             back;
    buffer bytes = {0};
    file_row_pack(&bytes, &file);
    assert_int_equal(file_row_unpack(buffer_span(&bytes), &back), STATUS_OK);
    assert_span(back.path, "a/\xff\n.c");
    assert_int_equal(back.language, LANGUAGE_C);
    assert_int_equal(back.size_bytes, 123456789012);
    assert_int_equal(back.modified_ns, -1);
    assert_int_equal(back.content_hash[0], 0x0123456789abcdef);
    assert_int_equal(back.content_hash[1], 0xfedcba9876543210);
    assert_int_equal(back.error_count, 3);
    assert_int_equal(back.error_bytes, 400);
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(file_row_unpack((span){bytes.data, size}, &back), STATUS_CORRUPT);
    buffer_fini(&bytes);
}

static void
a_coverage_row_comes_back_as_it_was(void **state)
{
    coverage_row words = {LANGUAGE_GO, 1000, 600, 50, 200, 12}, back;
    buffer bytes = {0};
    coverage_row_pack(&bytes, &words);
    assert_int_equal(coverage_row_unpack(buffer_span(&bytes), &back), STATUS_OK);
    assert_int_equal(back.language, LANGUAGE_GO);
    assert_int_equal(back.source_words, 1000);
    assert_int_equal(back.entity_words, 600);
    assert_int_equal(back.import_words, 50);
    assert_int_equal(back.comment_words, 200);
    assert_int_equal(back.entity_count, 12);
    assert_int_equal(coverage_row_unpack((span){bytes.data, bytes.size - 1}, &back), STATUS_CORRUPT);
    buffer_fini(&bytes);
}

static void
an_ignored_row_is_one_byte(void **state)
{
    buffer bytes = {0};
    ignore_reason back;
    ignored_row_pack(&bytes, REASON_SYMLINK);
    assert_int_equal(bytes.size, 1);
    assert_int_equal(ignored_row_unpack(buffer_span(&bytes), &back), STATUS_OK);
    assert_int_equal(back, REASON_SYMLINK);
    assert_int_equal(ignored_row_unpack((span){"\x7f", 1}, &back), STATUS_CORRUPT);
    assert_int_equal(ignored_row_unpack((span){"", 0}, &back), STATUS_CORRUPT);
    assert_int_equal(ignored_row_unpack((span){"\0\0", 2}, &back), STATUS_CORRUPT);
    buffer_fini(&bytes);
}

static void
a_run_of_rows_is_read_in_order(void **state)
{
    buffer bytes = {0};
    row next;
    rows_put(&bytes, FAMILY_ENTITIES, SPAN_LITERAL("k"), SPAN_LITERAL("value"));
    rows_put(&bytes, FAMILY_IGNORED, SPAN_LITERAL("a/b"), SPAN_LITERAL(""));
    reader cursor = reader_of(buffer_span(&bytes));
    assert_true(rows_next(&cursor, &next));
    assert_int_equal(next.family, FAMILY_ENTITIES);
    assert_span(next.key, "k");
    assert_span(next.value, "value");
    assert_true(rows_next(&cursor, &next));
    assert_int_equal(next.family, FAMILY_IGNORED);
    assert_span(next.key, "a/b");
    assert_span(next.value, "");
    assert_false(rows_next(&cursor, &next));
    assert_true(cursor.ok);
    buffer_fini(&bytes);
}

static void
a_run_of_rows_that_is_cut_is_not_ok(void **state)
{
    buffer bytes = {0};
    row next;
    rows_put(&bytes, FAMILY_ENTITIES, SPAN_LITERAL("k"), SPAN_LITERAL("value"));
    for (size_t size = 1; size < bytes.size; size++) {
        reader cursor = reader_of((span){bytes.data, size});
        assert_false(rows_next(&cursor, &next));
        assert_false(cursor.ok);
    }
    bytes.data[0] = FAMILY_COUNT;
    reader cursor = reader_of(buffer_span(&bytes));
    assert_false(rows_next(&cursor, &next));
    assert_false(cursor.ok);
    buffer_fini(&bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entity_row_comes_back_as_it_was),
        cmocka_unit_test(an_external_entity_has_no_file),
        cmocka_unit_test(an_entity_row_holds_the_largest_numbers),
        cmocka_unit_test(a_cut_or_longer_entity_row_is_corrupt),
        cmocka_unit_test(an_entity_row_with_part_of_a_field_is_corrupt),
        cmocka_unit_test(a_field_is_the_same_with_a_sigil),
        cmocka_unit_test(an_entity_row_with_an_unknown_choice_is_corrupt),
        cmocka_unit_test(a_file_row_comes_back_as_it_was),
        cmocka_unit_test(a_coverage_row_comes_back_as_it_was),
        cmocka_unit_test(an_ignored_row_is_one_byte),
        cmocka_unit_test(a_run_of_rows_is_read_in_order),
        cmocka_unit_test(a_run_of_rows_that_is_cut_is_not_ok),
    };
    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
