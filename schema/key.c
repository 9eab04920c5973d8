#include "schema/key.h"

#include <xxhash.h>

void
key_put_semantic_path(buffer *out, span path)
{
    buffer_put_span(out, SPAN_LITERAL("__"));
    size_t end = path.size;
    for (size_t i = path.size; i > 0 && path.data[i - 1] != '/'; i--) {
        if (path.data[i - 1] == '.' && i > 1 && path.data[i - 2] != '/') {
            end = i - 1;
            break;
        }
    }
    char *at = buffer_reserve(out, end);
    for (size_t i = 0; i < end; i++) {
        char byte = path.data[i];
        bool is_separator = byte == '/' || byte == '.' || byte == '-' || byte == ':' || (unsigned char)byte < ' ';
        at[i] = is_separator ? '_' : byte;
    }
    buffer_commit(out, end);
}

// How a byte of a name is written where it is not as it is; NULL: as it is.
static const char *
written_as(const char *at, const char *end)
{
    switch (*at) {
    case '<':
        return "__lt__";
    case '>':
        return "__gt__";
    case ',':
        return "__c__";
    case '[':
        return "__lb__";
    case ']':
        return "__rb__";
    case '{':
        return "__lc__";
    case '}':
        return "__rc__";
    case ':':
        return at + 1 < end && at[1] == ':' ? "__" : "_";
    default:
        return (unsigned char)*at <= ' ' ? "_" : NULL;
    }
}

void
key_put_name(buffer *out, span name)
{
    const char *end = name.data + name.size, *start = name.data;
    for (const char *at = start; at < end; at++) {
        bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_';
        const char *instead = is_plain ? NULL : written_as(at, end);
        if (!instead)
            continue;
        buffer_put(out, start, (size_t)(at - start));
        buffer_put_span(out, span_of(instead));
        at += *at == ':' && instead[1]; // `::` is two bytes
        start = at + 1;
    }
    if (start < end)
        buffer_put(out, start, (size_t)(end - start));
}

// ---- the keys of one file

void
key_maker_init(key_maker *self, span language, span path)
{
    *self = (key_maker){.path_hash = XXH3_64bits(path.data, path.size)};
    buffer_put_span(&self->head, language);
    buffer_put_byte(&self->head, ':');
    buffer_put_byte(&self->tail, ':');
    key_put_semantic_path(&self->tail, path);
    self->cluster = XXH3_64bits(self->tail.data + 1, self->tail.size - 1) >> 48 << 48;
    buffer_put_span(&self->tail, SPAN_LITERAL(":T"));
}

void
key_maker_fini(key_maker *self)
{
    buffer_fini(&self->head);
    buffer_fini(&self->tail);
}

uint32_t
key_maker_birth(const key_maker *self, span qualified_name, span type, uint32_t ordinal)
{
    uint64_t hash = XXH3_64bits_withSeed(qualified_name.data, qualified_name.size, self->path_hash);
    hash = XXH3_64bits_withSeed(type.data, type.size, hash + ordinal);
    return BIRTH_FIRST + (uint32_t)(hash % BIRTH_COUNT);
}

void
key_maker_put(const key_maker *self, buffer *out, span type, span name, uint32_t birth)
{
    buffer_put_span(out, buffer_span(&self->head));
    buffer_put_span(out, type);
    buffer_put_byte(out, ':');
    key_put_name(out, name);
    buffer_put_span(out, buffer_span(&self->tail));
    char digits[10];
    size_t start = sizeof digits;
    do
        digits[--start] = (char)('0' + birth % 10);
    while (birth /= 10);
    buffer_put(out, digits + start, sizeof digits - start);
}

uint64_t
key_maker_hash(span key, uint32_t ordinal)
{
    return XXH3_64bits_withSeed(key.data, key.size, ordinal);
}

uint64_t
key_maker_id(const key_maker *self, uint64_t hash)
{
    return self->cluster | hash >> 16;
}

// ---- single keys

uint32_t
key_birth(span path, span qualified_name, span type, uint32_t ordinal)
{
    key_maker maker = {.path_hash = XXH3_64bits(path.data, path.size)};
    return key_maker_birth(&maker, qualified_name, type, ordinal);
}

void
key_put(buffer *out, span language, span type, span name, span path, uint32_t birth)
{
    key_maker maker;
    key_maker_init(&maker, language, path);
    key_maker_put(&maker, out, type, name, birth);
    key_maker_fini(&maker);
}

void
key_put_external(buffer *out, span language, span name, span module)
{
    buffer_put_span(out, language);
    buffer_put_span(out, SPAN_LITERAL(":external:"));
    key_put_name(out, name);
    buffer_put_span(out, SPAN_LITERAL(":__"));
    key_put_name(out, module);
    buffer_put_span(out, SPAN_LITERAL(":T0"));
}

span
key_semantic_path(span key)
{
    size_t start = 0;
    for (int field = 0; field < 3; field++) {
        const char *colon = memchr(key.data + start, ':', key.size - start);
        if (!colon)
            return (span){"", 0};
        start = (size_t)(colon - key.data) + 1;
    }
    const char *colon = memchr(key.data + start, ':', key.size - start);
    return span_slice(key, start, colon ? (size_t)(colon - key.data) : key.size);
}

uint64_t
key_id(span key, uint32_t ordinal)
{
    span path = key_semantic_path(key);
    key_maker maker = {.cluster = XXH3_64bits(path.data, path.size) >> 48 << 48};
    return key_maker_id(&maker, key_maker_hash(key, ordinal));
}
