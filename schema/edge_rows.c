#include "schema/edge_rows.h"

#include <assert.h>

enum {
    KEY_BYTES = 8,
    KEY_BYTES_LATER = 12,
    COUNT_BYTES = 2,
    TYPE_BITS = 3,
    EDGE_IS_NEAR = 1 << 6,
    EDGE_HAS_ONE_LINE = 1 << 7,
    NEAR_BITS = 48,
    NEAR_BYTES = 6,
    NUMBER_BYTES_MAX = 5,
    EDGE_BYTES_MAX = 1 + KEY_BYTES + NUMBER_BYTES_MAX, // without lines
};

_Static_assert((int)EDGE_TYPE_COUNT <= 1 << TYPE_BITS && (int)RESOLUTION_COUNT <= 1 << TYPE_BITS, "both fit one byte");

// ---- writing

void
edge_rows_init(edge_rows *self, family owner, edge_rows_take *take, void *context)
{
    assert(owner == FAMILY_BY_SOURCE || owner == FAMILY_BY_TARGET);
    *self = (edge_rows){.owner = owner, .take = take, .context = context};
}

void
edge_rows_fini(edge_rows *self)
{
    buffer_fini(&self->value);
}

void
edge_rows_end(edge_rows *self)
{
    if (!self->count)
        return;
    char key[KEY_BYTES_LATER];
    store_u64_be(key, self->entity);
    for (int i = 0; i < 4; i++)
        key[KEY_BYTES + i] = (char)(self->part >> (24 - 8 * i));
    self->value.data[0] = (char)(self->count >> 8);
    self->value.data[1] = (char)self->count;
    self->take(self->context, self->owner, (span){key, self->part ? KEY_BYTES_LATER : KEY_BYTES}, buffer_span(&self->value));
    self->part++;
    self->count = 0;
}

// Makes sure that an edge of `entity` can be added.
static void
begin(edge_rows *self, uint64_t entity)
{
    bool is_same = self->count && self->entity == entity;
    if (is_same && self->count < EDGE_ROW_EDGES_MAX && self->value.size < EDGE_ROW_BYTES_MAX)
        return;
    edge_rows_end(self);
    if (!is_same)
        self->part = 0;
    self->entity = entity;
    buffer_clear(&self->value);
    buffer_put(&self->value, "\0", COUNT_BYTES);
}

static char *
put_number(char *at, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    return at;
}

static char *
put_lines(char *at, const uint32_t *lines, uint32_t count)
{
    if (count != 1)
        at = put_number(at, count);
    uint32_t previous = 0;
    for (uint32_t i = 0; i < count; i++) {
        assert(lines[i] > previous); // lines count from 1, each once
        at = put_number(at, lines[i] - previous);
        previous = lines[i];
    }
    return at;
}

void
edge_rows_put(edge_rows *self, const edge_row *edge, const uint32_t *lines)
{
    bool is_by_source = self->owner == FAMILY_BY_SOURCE;
    uint64_t entity = is_by_source ? edge->from : edge->to, other = is_by_source ? edge->to : edge->from;
    begin(self, entity);
    bool is_near = entity >> NEAR_BITS == other >> NEAR_BITS;
    assert(edge->type < EDGE_TYPE_COUNT && edge->resolution < RESOLUTION_COUNT);
    unsigned resolution = is_by_source ? edge->resolution : 0;
    bool has_one_line = is_by_source && edge->line_count == 1;
    char *start = buffer_reserve(&self->value, EDGE_BYTES_MAX + (size_t)edge->line_count * NUMBER_BYTES_MAX), *at = start;
    *at++ = (char)(edge->type | resolution << TYPE_BITS | (is_near ? EDGE_IS_NEAR : 0) |
                   (has_one_line ? EDGE_HAS_ONE_LINE : 0));
    store_u64_be(at, is_near ? other << (64 - NEAR_BITS) : other);
    at += is_near ? NEAR_BYTES : KEY_BYTES;
    if (is_by_source)
        at = put_lines(at, lines, edge->line_count);
    buffer_commit(&self->value, (size_t)(at - start));
    self->count++;
}

// ---- reading

uint32_t
edge_row_count(span value)
{
    return value.size < COUNT_BYTES ? 0 : (uint32_t)(uint8_t)value.data[0] << 8 | (uint8_t)value.data[1];
}

status
edge_reader_open(edge_reader *self, family owner, span key, span value)
{
    uint32_t count = edge_row_count(value);
    if ((key.size != KEY_BYTES && key.size != KEY_BYTES_LATER) || !count || count > EDGE_ROW_EDGES_MAX)
        return STATUS_CORRUPT;
    *self = (edge_reader){.owner = owner, .entity = load_u64_be(key.data), .left = count, .type = -1};
    self->in = reader_of((span){value.data + COUNT_BYTES, value.size - COUNT_BYTES});
    return STATUS_OK;
}

static uint64_t
read_other(edge_reader *self, uint8_t head)
{
    if (!(head & EDGE_IS_NEAR))
        return reader_u64_be(&self->in);
    span low = reader_bytes(&self->in, NEAR_BYTES);
    if (!self->in.ok)
        return 0;
    char bytes[KEY_BYTES];
    store_u64_be(bytes, self->entity);
    memcpy(bytes + KEY_BYTES - NEAR_BYTES, low.data, NEAR_BYTES);
    return load_u64_be(bytes);
}

static void
read_lines(reader *in, uint8_t head, edge_row *edge)
{
    uint64_t count = head & EDGE_HAS_ONE_LINE ? 1 : reader_varint(in);
    uint64_t line = 0;
    edge->lines.data = (const char *)in->at;
    edge->line_count = (uint32_t)count;
    if (count > UINT32_MAX)
        in->ok = false;
    for (uint64_t i = 0; i < count && in->ok; i++) {
        uint64_t difference = reader_varint(in);
        line += difference;
        if (!difference || difference > UINT32_MAX || line > UINT32_MAX)
            in->ok = false;
    }
    edge->lines.size = (size_t)((const char *)in->at - edge->lines.data);
}

bool
edge_reader_next(edge_reader *self, edge_row *edge)
{
    reader *in = &self->in;
    if (!self->left) {
        in->ok = in->ok && in->at == in->end;
        return false;
    }
    uint8_t head = reader_byte(in);
    int type = head & ((1 << TYPE_BITS) - 1);
    unsigned how = head >> TYPE_BITS & ((1 << TYPE_BITS) - 1);
    uint64_t other = read_other(self, head);
    bool is_by_source = self->owner == FAMILY_BY_SOURCE, ascends = type > self->type || other > self->other;
    if (type < self->type || !ascends || type >= EDGE_TYPE_COUNT || how >= RESOLUTION_COUNT)
        in->ok = false;
    if (!is_by_source && (how || head & EDGE_HAS_ONE_LINE))
        in->ok = false;
    *edge = (edge_row){.from = is_by_source ? self->entity : other,
                       .to = is_by_source ? other : self->entity,
                       .type = (edge_type)type,
                       .resolution = (resolution)how,
                       .lines = {"", 0}};
    if (is_by_source)
        read_lines(in, head, edge);
    self->type = type;
    self->other = other;
    self->left--;
    return in->ok;
}

bool
edge_lines_next(reader *cursor, uint32_t *line)
{
    if (reader_is_done(cursor))
        return false;
    uint64_t difference = reader_varint(cursor);
    if (difference == 0 || difference > UINT32_MAX - *line)
        cursor->ok = false;
    if (cursor->ok)
        *line += (uint32_t)difference;
    return cursor->ok;
}
