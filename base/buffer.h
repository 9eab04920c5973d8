// buffer - a growing run of bytes that somebody owns, and the small encodings that are written into one.
//
// Integers are little-endian base-128 varints (the encoding of protobuf) unless a name says otherwise;
// strings are a varint length and the bytes. A reader never trusts what it reads: it stops at the first
// thing that does not fit and says so in `ok`.
#ifndef SLUICE_BASE_BUFFER_H
#define SLUICE_BASE_BUFFER_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

typedef struct buffer {
    char *data;
    size_t size;
    size_t capacity;
} buffer;

// Frees the bytes and makes the buffer empty; a zeroed buffer is a valid empty one.
void buffer_fini(buffer *self);

// Makes room for `bytes` more bytes and returns where they go; buffer_commit() makes them part of it.
char *buffer_reserve(buffer *self, size_t bytes);

static inline void
buffer_commit(buffer *self, size_t bytes)
{
    self->size += bytes;
}

static inline void
buffer_clear(buffer *self)
{
    self->size = 0;
}

static inline span
buffer_span(const buffer *self)
{
    return (span){self->data ? self->data : "", self->size};
}

void buffer_put(buffer *self, const void *bytes, size_t size);
void buffer_put_span(buffer *self, span bytes);

static inline void
buffer_put_byte(buffer *self, uint8_t value)
{
    if (self->size == self->capacity)
        buffer_reserve(self, 1);
    self->data[self->size++] = (char)value;
}

void buffer_put_long_varint(buffer *self, uint64_t value);
// Most are below 128 and of one byte.
static inline void
buffer_put_varint(buffer *self, uint64_t value)
{
    if (value < 0x80)
        buffer_put_byte(self, (uint8_t)value);
    else
        buffer_put_long_varint(self, value);
}

void buffer_put_string(buffer *self, span text);
// Big-endian, so that the order of the bytes is the order of the numbers.
void buffer_put_u64_be(buffer *self, uint64_t value);
void buffer_put_u32_be(buffer *self, uint32_t value);
void buffer_printf(buffer *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

typedef struct reader {
    const uint8_t *at;
    const uint8_t *end;
    bool ok; // false after the first read that did not fit; every later read gives zero
} reader;

static inline reader
reader_of(span bytes)
{
    const uint8_t *start = (const uint8_t *)bytes.data;
    return (reader){start, start ? start + bytes.size : start, true};
}

static inline bool
reader_is_done(const reader *self)
{
    return !self->ok || self->at == self->end;
}

uint8_t reader_byte(reader *self);
uint64_t reader_long_varint(reader *self);
// Most are below 128 and of one byte.
static inline uint64_t
reader_varint(reader *self)
{
    return self->at < self->end && *self->at < 0x80 ? *self->at++ : reader_long_varint(self);
}
span reader_string(reader *self);
span reader_bytes(reader *self, size_t size);
uint64_t reader_u64_be(reader *self);
uint32_t reader_u32_be(reader *self);

static inline uint64_t
load_u64_be(const char *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return be64toh(value);
}

static inline void
store_u64_be(char *bytes, uint64_t value)
{
    value = htobe64(value);
    memcpy(bytes, &value, sizeof value);
}

#endif
