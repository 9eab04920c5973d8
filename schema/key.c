#include "schema/key.h"

#include <stdio.h>

#include <xxhash.h>

uint32_t
key_birth(span path, span qualified_name, span type, uint32_t ordinal)
{
    uint64_t hash = XXH3_64bits(path.data, path.size);
    hash = XXH3_64bits_withSeed(qualified_name.data, qualified_name.size, hash);
    hash = XXH3_64bits_withSeed(type.data, type.size, hash + ordinal);
    return BIRTH_FIRST + (uint32_t)(hash % BIRTH_COUNT);
}

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

void
key_put_name(buffer *out, span name)
{
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.data[i];
        switch (byte) {
        case '<':
            buffer_put_span(out, SPAN_LITERAL("__lt__"));
            break;
        case '>':
            buffer_put_span(out, SPAN_LITERAL("__gt__"));
            break;
        case ',':
            buffer_put_span(out, SPAN_LITERAL("__c__"));
            break;
        case '[':
            buffer_put_span(out, SPAN_LITERAL("__lb__"));
            break;
        case ']':
            buffer_put_span(out, SPAN_LITERAL("__rb__"));
            break;
        case '{':
            buffer_put_span(out, SPAN_LITERAL("__lc__"));
            break;
        case '}':
            buffer_put_span(out, SPAN_LITERAL("__rc__"));
            break;
        case ':':
            if (i + 1 < name.size && name.data[i + 1] == ':') {
                buffer_put_span(out, SPAN_LITERAL("__"));
                i++;
            } else {
                buffer_put_byte(out, '_');
            }
            break;
        default:
            buffer_put_byte(out, (unsigned char)byte <= ' ' ? '_' : (uint8_t)byte);
        }
    }
}

void
key_put(buffer *out, span language, span type, span name, span path, uint32_t birth)
{
    buffer_put_span(out, language);
    buffer_put_byte(out, ':');
    buffer_put_span(out, type);
    buffer_put_byte(out, ':');
    key_put_name(out, name);
    buffer_put_byte(out, ':');
    key_put_semantic_path(out, path);
    char tail[16];
    int size = snprintf(tail, sizeof tail, ":T%u", birth);
    buffer_put(out, tail, (size_t)size);
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
    uint64_t cluster = XXH3_64bits(path.data, path.size) >> 48;
    uint64_t rest = XXH3_64bits_withSeed(key.data, key.size, ordinal) >> 16;
    return cluster << 48 | rest;
}
