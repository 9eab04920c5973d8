#include "base/buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_MIN = 256, VARINT_BYTES_MAX = 10 };

void
buffer_fini(buffer *self)
{
    free(self->data);
    *self = (buffer){0};
}

char *
buffer_reserve(buffer *self, size_t bytes)
{
    size_t needed = self->size + bytes;
    assert(needed >= bytes);
    if (needed > self->capacity) {
        size_t capacity = self->capacity ? self->capacity : CAPACITY_MIN;
        while (capacity < needed)
            capacity += capacity / 2;
        char *data = realloc(self->data, capacity);
        assert(data); // what flows is bounded at the door, so this is the machine's end, not an input's
        self->data = data;
        self->capacity = capacity;
    }
    return self->data + self->size;
}

void
buffer_put(buffer *self, const void *bytes, size_t size)
{
    if (!size)
        return;
    memcpy(buffer_reserve(self, size), bytes, size);
    self->size += size;
}

void
buffer_put_span(buffer *self, span bytes)
{
    buffer_put(self, bytes.data, bytes.size);
}

void
buffer_put_long_varint(buffer *self, uint64_t value)
{
    char *at = buffer_reserve(self, VARINT_BYTES_MAX);
    size_t size = 0;
    while (value >= 0x80) {
        at[size++] = (char)(value | 0x80);
        value >>= 7;
    }
    at[size++] = (char)value;
    self->size += size;
}

void
buffer_put_string(buffer *self, span text)
{
    buffer_put_varint(self, text.size);
    buffer_put_span(self, text);
}

void
buffer_put_u64_be(buffer *self, uint64_t value)
{
    store_u64_be(buffer_reserve(self, 8), value);
    self->size += 8;
}

void
buffer_put_u32_be(buffer *self, uint32_t value)
{
    char *at = buffer_reserve(self, 4);
    for (int i = 3; i >= 0; i--, value >>= 8)
        at[i] = (char)(value & 0xff);
    self->size += 4;
}

void
buffer_printf(buffer *self, const char *format, ...)
{
    assert(format);
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    char first[256];
    int size = vsnprintf(first, sizeof first, format, arguments);
    assert(size >= 0);
    vsnprintf(buffer_reserve(self, (size_t)size + 1), (size_t)size + 1, format, again);
    self->size += (size_t)size;
    va_end(again);
    va_end(arguments);
}

static void
reader_stop(reader *self)
{
    self->ok = false;
    self->at = self->end;
}

uint8_t
reader_byte(reader *self)
{
    if (self->at == self->end) {
        reader_stop(self);
        return 0;
    }
    return *self->at++;
}

uint64_t
reader_long_varint(reader *self)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (self->at == self->end)
            break;
        uint8_t byte = *self->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    reader_stop(self);
    return 0;
}

span
reader_bytes(reader *self, size_t size)
{
    if ((size_t)(self->end - self->at) < size) {
        reader_stop(self);
        return (span){"", 0};
    }
    span bytes = {(const char *)self->at, size};
    self->at += size;
    return bytes;
}

span
reader_string(reader *self)
{
    uint64_t size = reader_varint(self);
    return reader_bytes(self, size);
}

uint64_t
reader_u64_be(reader *self)
{
    span bytes = reader_bytes(self, 8);
    return bytes.size ? load_u64_be(bytes.data) : 0;
}

uint32_t
reader_u32_be(reader *self)
{
    span bytes = reader_bytes(self, 4);
    uint32_t value = 0;
    for (size_t i = 0; i < bytes.size; i++)
        value = value << 8 | (uint8_t)bytes.data[i];
    return value;
}
