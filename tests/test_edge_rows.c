#include "tests/support.h"

#include "schema/edge_rows.h"
#include "schema/rows.h"

enum { ROWS_MAX = 8 };

// Rows as they were handed out.
struct made {
    struct {
        family owner;
        buffer key, value;
    } rows[ROWS_MAX];
    size_t count;
};

static void
take(void *context, family owner, span key, span value)
{
    struct made *made = context;
    assert_true(made->count < ROWS_MAX);
    made->rows[made->count].owner = owner;
    buffer_put_span(&made->rows[made->count].key, key);
    buffer_put_span(&made->rows[made->count++].value, value);
}

static void
made_fini(struct made *self)
{
    for (size_t i = 0; i < self->count; i++) {
        buffer_fini(&self->rows[i].key);
        buffer_fini(&self->rows[i].value);
    }
}

static void
assert_bytes(const buffer *actual, const char *expected, size_t size)
{
    assert_int_equal(actual->size, size);
    assert_memory_equal(actual->data, expected, size);
}

static void
edges_of_a_source_are_one_row(void **state)
{
    static const uint32_t lines[3] = {5, 6, 300}, line = 7;
    struct made made = {0};
    edge_rows rows;
    edge_rows_init(&rows, FAMILY_BY_SOURCE, take, &made);
    edge_row near = {.from = 0x0102030405060708, .to = 0x0102111213141516, .type = EDGE_CALLS,
                     .resolution = RESOLUTION_SCOPE, .line_count = 3};
    edge_row far = {.from = 0x0102030405060708, .to = 0x2122232425262728, .type = EDGE_IMPORTS,
                    .resolution = RESOLUTION_UNRESOLVED, .line_count = 1};
    edge_row next = {.from = 0x0102030405060709, .to = 0x2122232425262728, .type = EDGE_CALLS,
                     .resolution = RESOLUTION_SCOPE, .line_count = 0};
    edge_rows_put(&rows, &near, lines);
    edge_rows_put(&rows, &far, &line);
    assert_int_equal(made.count, 0);
    edge_rows_put(&rows, &next, NULL);
    assert_int_equal(made.count, 1);
    edge_rows_end(&rows);
    edge_rows_end(&rows); // nothing more
    assert_int_equal(made.count, 2);
    assert_int_equal(made.rows[0].owner, FAMILY_BY_SOURCE);
    assert_bytes(&made.rows[0].key, "\1\2\3\4\5\6\7\x8", 8);
    // EDGE_CALLS is 0 and EDGE_IMPORTS 5; scope is 0 and unresolved 6.
    assert_bytes(&made.rows[0].value,
                 "\0\2" "\x40\x11\x12\x13\x14\x15\x16\3\5\1\xa6\2" "\xb5\x21\x22\x23\x24\x25\x26\x27\x28\7", 24);
    assert_bytes(&made.rows[1].key, "\1\2\3\4\5\6\7\x9", 8);
    assert_bytes(&made.rows[1].value, "\0\1\0\x21\x22\x23\x24\x25\x26\x27\x28\0", 12);
    edge_rows_fini(&rows);
    made_fini(&made);
}

static void
a_row_by_target_has_neither_resolution_nor_lines(void **state)
{
    struct made made = {0};
    edge_rows rows;
    edge_rows_init(&rows, FAMILY_BY_TARGET, take, &made);
    edge_row edge = {.from = 0x2122232425262728, .to = 0x0102030405060708, .type = EDGE_USES,
                     .resolution = RESOLUTION_TYPE, .line_count = 2};
    edge_rows_put(&rows, &edge, NULL);
    edge_rows_end(&rows);
    assert_int_equal(made.count, 1);
    assert_bytes(&made.rows[0].key, "\1\2\3\4\5\6\7\x8", 8);
    assert_bytes(&made.rows[0].value, "\0\1\1\x21\x22\x23\x24\x25\x26\x27\x28", 11);
    edge_rows_fini(&rows);
    made_fini(&made);
}

static void
edges_come_back_as_they_were(void **state)
{
    static const uint32_t lines[4] = {5, 6, 300, UINT32_MAX};
    struct made made = {0};
    edge_rows rows;
    edge_rows_init(&rows, FAMILY_BY_SOURCE, take, &made);
    for (unsigned i = 0; i < 5; i++) {
        edge_row edge = {.from = UINT64_MAX, .to = i < 2 ? i : UINT64_MAX - 5 + i, .type = EDGE_TESTS,
                         .resolution = RESOLUTION_IMPORT, .line_count = i};
        edge_rows_put(&rows, &edge, lines);
    }
    edge_rows_end(&rows);
    assert_int_equal(made.count, 1);
    edge_reader reader;
    edge_row edge;
    assert_int_equal(edge_reader_open(&reader, FAMILY_BY_SOURCE, buffer_span(&made.rows[0].key),
                                      buffer_span(&made.rows[0].value)), STATUS_OK);
    for (unsigned i = 0; i < 5; i++) {
        assert_true(edge_reader_next(&reader, &edge));
        assert_true(edge.from == UINT64_MAX);
        assert_true(edge.to == (i < 2 ? i : UINT64_MAX - 5 + i));
        assert_int_equal(edge.type, EDGE_TESTS);
        assert_int_equal(edge.resolution, RESOLUTION_IMPORT);
        assert_int_equal(edge.line_count, i);
        struct reader cursor = reader_of(edge.lines);
        uint32_t line = 0;
        for (unsigned l = 0; l < i; l++) {
            assert_true(edge_lines_next(&cursor, &line));
            assert_int_equal(line, lines[l]);
        }
        assert_false(edge_lines_next(&cursor, &line));
        assert_true(cursor.ok);
    }
    assert_false(edge_reader_next(&reader, &edge));
    assert_true(reader.in.ok);
    edge_rows_fini(&rows);
    made_fini(&made);
}

static void
an_entity_of_many_edges_has_rows_that_follow_each_other(void **state)
{
    struct made made = {0};
    edge_rows rows;
    uint64_t next = 0;
    edge_rows_init(&rows, FAMILY_BY_TARGET, take, &made);
    for (uint64_t i = 0; i < 2 * EDGE_ROW_EDGES_MAX + 1; i++)
        edge_rows_put(&rows, &(edge_row){.from = i, .to = 9, .type = EDGE_CALLS}, NULL);
    edge_rows_put(&rows, &(edge_row){.from = 1, .to = 10, .type = EDGE_CALLS}, NULL);
    edge_rows_end(&rows);
    assert_int_equal(made.count, 4);
    assert_bytes(&made.rows[0].key, "\0\0\0\0\0\0\0\x9", 8);
    assert_bytes(&made.rows[1].key, "\0\0\0\0\0\0\0\x9\0\0\0\1", 12);
    assert_bytes(&made.rows[2].key, "\0\0\0\0\0\0\0\x9\0\0\0\2", 12);
    assert_bytes(&made.rows[3].key, "\0\0\0\0\0\0\0\xa", 8);
    for (size_t i = 0; i < 3; i++) {
        edge_reader reader;
        edge_row edge;
        span key = buffer_span(&made.rows[i].key), value = buffer_span(&made.rows[i].value);
        assert_int_equal(row_tally(FAMILY_BY_TARGET, key, value).rows, i < 2 ? EDGE_ROW_EDGES_MAX : 1);
        assert_int_equal(edge_reader_open(&reader, FAMILY_BY_TARGET, key, value), STATUS_OK);
        while (edge_reader_next(&reader, &edge)) {
            assert_int_equal(edge.to, 9);
            assert_int_equal(edge.from, next++);
        }
        assert_true(reader.in.ok);
    }
    assert_int_equal(next, 2 * EDGE_ROW_EDGES_MAX + 1);
    edge_rows_fini(&rows);
    made_fini(&made);
}

static void
assert_corrupt(family owner, const char *key, size_t key_size, const char *value, size_t size)
{
    edge_reader reader;
    edge_row edge;
    // On the heap, so that a sanitizer sees a read behind it.
    char *copy = malloc(size + 1);
    memcpy(copy, value, size);
    copy = realloc(copy, size ? size : 1);
    if (edge_reader_open(&reader, owner, (span){key, key_size}, (span){copy, size}) == STATUS_OK) {
        while (edge_reader_next(&reader, &edge)) {
        }
        assert_false(reader.in.ok);
    }
    free(copy);
}

static void
what_is_no_row_of_edges_is_corrupt(void **state)
{
    static const char id[12] = "\1\2\3\4\5\6\7\x8";
    static const char two[] = "\0\2\x40\x11\x12\x13\x14\x15\x16\1\5\x41\1\2\3\4\5\6\1\5";
    edge_reader reader;
    assert_int_equal(edge_reader_open(&reader, FAMILY_BY_SOURCE, (span){id, 8}, (span){two, sizeof two - 1}), STATUS_OK);
    assert_int_equal(edge_reader_open(&reader, FAMILY_BY_SOURCE, (span){id, 9}, (span){two, sizeof two - 1}), STATUS_CORRUPT);
    assert_int_equal(edge_reader_open(&reader, FAMILY_BY_SOURCE, (span){id, 8}, (span){"\0\0", 2}), STATUS_CORRUPT);
    assert_int_equal(edge_reader_open(&reader, FAMILY_BY_SOURCE, (span){id, 8}, (span){"\0", 1}), STATUS_CORRUPT);
    assert_int_equal(edge_reader_open(&reader, FAMILY_BY_SOURCE, (span){id, 8}, (span){"\x4\1", 2}), STATUS_CORRUPT);
    for (size_t size = 0; size < sizeof two - 1; size++) // cut
        assert_corrupt(FAMILY_BY_SOURCE, id, 8, two, size);
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, two, sizeof two); // one byte more
    // an unknown type, an unknown resolution, the same edge twice, types that descend
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\1\x47\x11\x12\x13\x14\x15\x16\0", 10);
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\1\x78\x11\x12\x13\x14\x15\x16\0", 10);
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\2\x40\x11\x12\x13\x14\x15\x16\0\x40\x11\x12\x13\x14\x15\x16\0", 18);
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\2\x41\x11\x12\x13\x14\x15\x16\0\x40\x21\x12\x13\x14\x15\x16\0", 18);
    // a line twice, one that overflows, more than there are
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\1\x40\x11\x12\x13\x14\x15\x16\2\5\0", 12);
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\1\x40\x11\x12\x13\x14\x15\x16\2\xff\xff\xff\xff\xf\1", 16);
    assert_corrupt(FAMILY_BY_SOURCE, id, 8, "\0\1\x40\x11\x12\x13\x14\x15\x16\xff\xff\xff\xff\xff\xff\1\1", 17);
    // a resolution and a line by target
    assert_corrupt(FAMILY_BY_TARGET, id, 8, "\0\1\x48\x11\x12\x13\x14\x15\x16", 9);
    assert_corrupt(FAMILY_BY_TARGET, id, 8, "\0\1\xc0\x11\x12\x13\x14\x15\x16", 9);
}

static void
a_row_of_another_family_counts_once(void **state)
{
    assert_int_equal(row_tally(FAMILY_TEXT, SPAN_LITERAL("k"), SPAN_LITERAL("\3\3")).rows, 1);
    assert_int_equal(row_tally(FAMILY_BY_SOURCE, SPAN_LITERAL("k"), SPAN_LITERAL("\1\3")).rows, 0x103);
    assert_int_equal(row_tally(FAMILY_BY_SOURCE, SPAN_LITERAL("k"), SPAN_LITERAL("\1")).rows, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_of_a_source_are_one_row),
        cmocka_unit_test(a_row_by_target_has_neither_resolution_nor_lines),
        cmocka_unit_test(edges_come_back_as_they_were),
        cmocka_unit_test(an_entity_of_many_edges_has_rows_that_follow_each_other),
        cmocka_unit_test(what_is_no_row_of_edges_is_corrupt),
        cmocka_unit_test(a_row_of_another_family_counts_once),
    };
    return cmocka_run_group_tests_name("edge_rows", tests, NULL, NULL);
}
