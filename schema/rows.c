#include "schema/rows.h"

#include <assert.h>

#include <xxhash.h>

#include "schema/edge_rows.h"

// Numbers that are small when they lie near each other are stored as differences; those that may be negative
// in zigzag order (0, -1, 1, -2, ...), which keeps both signs short.

static void
put_difference(buffer *out, uint32_t value, uint32_t base)
{
    int64_t difference = (int64_t)value - (int64_t)base;
    buffer_put_varint(out, (uint64_t)difference << 1 ^ (uint64_t)(difference >> 63));
}

static uint32_t
read_u32(reader *in)
{
    uint64_t value = reader_varint(in);
    if (value > UINT32_MAX)
        in->ok = false;
    return (uint32_t)value;
}

static uint32_t
read_difference(reader *in, uint32_t base)
{
    uint64_t zigzag = reader_varint(in);
    int64_t value = (int64_t)(zigzag >> 1 ^ (0 - (zigzag & 1)));
    if (value < -(int64_t)UINT32_MAX || value > (int64_t)UINT32_MAX) {
        in->ok = false;
        return 0;
    }
    value += base;
    if (value < 0 || value > (int64_t)UINT32_MAX)
        in->ok = false;
    return (uint32_t)value;
}

// Reads an enum that has `count` values.
static unsigned
read_choice(reader *in, unsigned count)
{
    uint8_t value = reader_byte(in);
    if (value >= count) {
        in->ok = false;
        return 0;
    }
    return value;
}

static status
end_of_row(const reader *in)
{
    return in->ok && in->at == in->end ? STATUS_OK : STATUS_CORRUPT;
}

static void
put_range(buffer *out, byte_range range, uint32_t base)
{
    assert(range.start <= range.end);
    buffer_put_varint(out, range.end - range.start);
    put_difference(out, range.start, base);
}

static byte_range
read_range(reader *in, uint32_t base)
{
    uint32_t size = read_u32(in);
    uint32_t start = read_difference(in, base);
    if (size > UINT32_MAX - start)
        in->ok = false;
    return in->ok ? (byte_range){start, start + size} : (byte_range){0, 0};
}

void
entity_row_pack(buffer *out, const entity_row *entity)
{
    assert(entity_kind_is_row(entity->kind));
    assert(entity->language < LANGUAGE_COUNT);
    assert(entity->detection < DETECTION_COUNT);
    buffer_put_byte(out, (uint8_t)entity->kind);
    buffer_put_byte(out, (uint8_t)entity->language);
    buffer_put_byte(out, (uint8_t)entity->detection);
    buffer_put_varint(out, entity->file == FILE_NUMBER_NONE ? 0 : (uint64_t)entity->file + 1);
    buffer_put_varint(out, entity->birth);
    buffer_put_varint(out, entity->line_start);
    put_difference(out, entity->line_end, entity->line_start);
    put_range(out, entity->code, 0);
    put_range(out, entity->signature, entity->code.start);
    put_range(out, entity->documentation, entity->code.start);
    buffer_put_string(out, entity->name);
    buffer_put_string(out, entity->qualified_name);
    buffer_put_varint(out, entity->complexity);
    buffer_put_string(out, entity->fields);
}

uint32_t
field_hash(span name)
{
    while (name.size && (name.data[0] == '@' || name.data[0] == '$'))
        name = (span){name.data + 1, name.size - 1};
    return (uint32_t)(XXH3_64bits(name.data, name.size) >> 40);
}

status
entity_row_unpack(span bytes, entity_row *entity)
{
    reader in = reader_of(bytes);
    entity->kind = (entity_kind)read_choice(&in, ENTITY_KIND_COUNT);
    entity->language = (language_id)read_choice(&in, LANGUAGE_COUNT);
    entity->detection = (test_detection)read_choice(&in, DETECTION_COUNT);
    uint64_t number = reader_varint(&in);
    if (number > UINT32_MAX)
        return STATUS_CORRUPT;
    entity->file = number ? (uint32_t)(number - 1) : (uint32_t)FILE_NUMBER_NONE;
    entity->birth = read_u32(&in);
    entity->line_start = read_u32(&in);
    entity->line_end = read_difference(&in, entity->line_start);
    entity->code = read_range(&in, 0);
    entity->signature = read_range(&in, entity->code.start);
    entity->documentation = read_range(&in, entity->code.start);
    entity->name = reader_string(&in);
    entity->qualified_name = reader_string(&in);
    entity->complexity = read_u32(&in);
    entity->fields = reader_string(&in);
    if (entity->fields.size % FIELD_HASH_BYTES)
        return STATUS_CORRUPT;
    return entity_kind_is_row(entity->kind) ? end_of_row(&in) : STATUS_CORRUPT;
}

void
file_row_pack(buffer *out, const file_row *file)
{
    assert(file->language < LANGUAGE_COUNT);
    buffer_put_string(out, file->path);
    buffer_put_byte(out, (uint8_t)file->language);
    buffer_put_varint(out, file->size_bytes);
    buffer_put_u64_be(out, (uint64_t)file->modified_ns);
    buffer_put_u64_be(out, file->content_hash[0]);
    buffer_put_u64_be(out, file->content_hash[1]);
    buffer_put_varint(out, file->error_count);
    buffer_put_varint(out, file->error_bytes);
}

status
file_row_unpack(span bytes, file_row *file)
{
    reader in = reader_of(bytes);
    file->path = reader_string(&in);
    file->language = (language_id)read_choice(&in, LANGUAGE_COUNT);
    file->size_bytes = reader_varint(&in);
    file->modified_ns = (int64_t)reader_u64_be(&in);
    file->content_hash[0] = reader_u64_be(&in);
    file->content_hash[1] = reader_u64_be(&in);
    file->error_count = read_u32(&in);
    file->error_bytes = read_u32(&in);
    return end_of_row(&in);
}

void
coverage_row_pack(buffer *out, const coverage_row *words)
{
    assert(words->language < LANGUAGE_COUNT);
    buffer_put_byte(out, (uint8_t)words->language);
    buffer_put_varint(out, words->source_words);
    buffer_put_varint(out, words->entity_words);
    buffer_put_varint(out, words->import_words);
    buffer_put_varint(out, words->comment_words);
    buffer_put_varint(out, words->entity_count);
}

status
coverage_row_unpack(span bytes, coverage_row *words)
{
    reader in = reader_of(bytes);
    words->language = (language_id)read_choice(&in, LANGUAGE_COUNT);
    words->source_words = read_u32(&in);
    words->entity_words = read_u32(&in);
    words->import_words = read_u32(&in);
    words->comment_words = read_u32(&in);
    words->entity_count = read_u32(&in);
    return end_of_row(&in);
}

void
ignored_row_pack(buffer *out, ignore_reason reason)
{
    assert(reason < REASON_COUNT);
    buffer_put_byte(out, (uint8_t)reason);
}

status
ignored_row_unpack(span bytes, ignore_reason *reason)
{
    reader in = reader_of(bytes);
    *reason = (ignore_reason)read_choice(&in, REASON_COUNT);
    return end_of_row(&in);
}

void
rows_put(buffer *out, family owner, span key, span value)
{
    assert(owner < FAMILY_COUNT);
    buffer_put_byte(out, (uint8_t)owner);
    buffer_put_string(out, key);
    buffer_put_string(out, value);
}

tally
row_tally(family owner, span key, span value)
{
    bool holds_edges = owner == FAMILY_BY_SOURCE || owner == FAMILY_BY_TARGET;
    return (tally){holds_edges ? edge_row_count(value) : 1, row_hash(owner, key, value)};
}

bool
rows_next(reader *cursor, row *next)
{
    if (reader_is_done(cursor))
        return false;
    next->family = (family)read_choice(cursor, FAMILY_COUNT);
    next->key = reader_string(cursor);
    next->value = reader_string(cursor);
    return cursor->ok;
}
