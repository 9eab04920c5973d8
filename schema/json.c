#include "schema/json.h"

static bool
is_continuation(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

// Returns the size of the UTF-8 sequence `text` begins with, 0 when it begins with none.
// The ranges are those of the Unicode standard, table 3-7.
static size_t
sequence_bytes(span text)
{
    const uint8_t *at = (const uint8_t *)text.data;
    uint8_t first = at[0];
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (text.size < size)
        return 0;
    uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++) {
        if (!is_continuation(at[i]))
            return 0;
    }
    return size;
}

// Returns a place from `i` on before which all is ASCII: most text is, and eight bytes go at once.
static size_t
skip_ascii(span text, size_t i)
{
    uint64_t word;
    while (text.size - i >= sizeof word) {
        memcpy(&word, text.data + i, sizeof word);
        if (word & 0x8080808080808080)
            break;
        i += sizeof word;
    }
    return i;
}

bool
utf8_is_valid(span text)
{
    for (size_t i = skip_ascii(text, 0); i < text.size; i = skip_ascii(text, i)) {
        size_t size = sequence_bytes(span_slice(text, i, text.size));
        if (!size)
            return false;
        i += size;
    }
    return true;
}

void
utf8_put(buffer *out, span text)
{
    if (utf8_is_valid(text)) {
        buffer_put_span(out, text);
        return;
    }
    for (size_t i = 0; i < text.size;) {
        size_t size = sequence_bytes(span_slice(text, i, text.size));
        if (!size || text.data[i] == '\\') {
            buffer_printf(out, "\\x%02X", (uint8_t)text.data[i]);
            i++;
        } else {
            buffer_put(out, text.data + i, size);
            i += size;
        }
    }
}

static void
put_escaped(buffer *out, uint8_t byte)
{
    switch (byte) {
    case '\n':
        buffer_put_span(out, SPAN_LITERAL("\\n"));
        break;
    case '\r':
        buffer_put_span(out, SPAN_LITERAL("\\r"));
        break;
    case '\t':
        buffer_put_span(out, SPAN_LITERAL("\\t"));
        break;
    case '"':
    case '\\':
        buffer_put_byte(out, '\\');
        buffer_put_byte(out, byte);
        break;
    default:
        buffer_printf(out, "\\u%04x", byte);
    }
}

// Appends valid UTF-8 with what JSON does not allow in a string escaped.
static void
put_json_text(buffer *out, span text)
{
    size_t done = 0;
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.data[i];
        if (byte >= ' ' && byte != '"' && byte != '\\' && byte != 0x7f)
            continue;
        buffer_put(out, text.data + done, i - done);
        put_escaped(out, byte);
        done = i + 1;
    }
    buffer_put(out, text.data + done, text.size - done);
}

// Whether all of eight bytes are ASCII and stand in a JSON string as they are (the highest bit of a byte tells: Warren, Hacker's
// Delight, "Find First 0-Byte").
static bool
are_plain(uint64_t bytes)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    uint64_t quotes = bytes ^ ones * '"', slashes = bytes ^ ones * '\\', deletes = bytes ^ ones * 0x7f;
    uint64_t any = (bytes - ones * ' ') | (quotes - ones) | (slashes - ones) | (deletes - ones) | bytes;
    return !(any & tops);
}

// Nearly all texts are; of the others some are said not to be.
static bool
is_plain(span text)
{
    uint64_t bytes;
    size_t i = 0;
    for (; i + sizeof bytes <= text.size; i += sizeof bytes) {
        memcpy(&bytes, text.data + i, sizeof bytes);
        if (!are_plain(bytes))
            return false;
    }
    bytes = 0x2020202020202020u;
    if (i < text.size)
        memcpy(&bytes, text.data + i, text.size - i);
    return are_plain(bytes);
}

void
json_put_string(buffer *out, span text)
{
    buffer_put_byte(out, '"');
    if (is_plain(text)) {
        buffer_put_span(out, text);
    } else if (utf8_is_valid(text)) {
        put_json_text(out, text);
    } else {
        buffer valid = {0};
        utf8_put(&valid, text);
        put_json_text(out, buffer_span(&valid));
        buffer_fini(&valid);
    }
    buffer_put_byte(out, '"');
}

void
json_put_name(buffer *out, const char *name)
{
    if (out->size && out->data[out->size - 1] != '{')
        buffer_put_byte(out, ',');
    json_put_string(out, span_of(name));
    buffer_put_byte(out, ':');
}

void
base64_put(buffer *out, span bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.size; i += 3) {
        uint32_t group = 0;
        size_t count = bytes.size - i < 3 ? bytes.size - i : 3;
        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (j < count ? (uint8_t)bytes.data[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            buffer_put_byte(out, j <= count ? (uint8_t)digits[group >> (18 - 6 * j) & 63] : '=');
    }
}
