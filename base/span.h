// span - borrowed bytes: pointer and length. Never owns, never ends in a NUL.
#ifndef SLUICE_BASE_SPAN_H
#define SLUICE_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct span {
    const char *data;
    size_t size;
} span;

// Returns a span over a C string, which must outlive it.
static inline span
span_of(const char *text)
{
    return (span){text, strlen(text)};
}

// A span over a string literal, usable in constant tables.
#define SPAN_LITERAL(text) ((span){text, sizeof(text) - 1})

static inline bool
span_equal(span a, span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool
span_is(span a, const char *text)
{
    return span_equal(a, span_of(text));
}

static inline bool
span_starts(span a, const char *prefix)
{
    size_t size = strlen(prefix);
    return a.size >= size && memcmp(a.data, prefix, size) == 0;
}

static inline bool
span_ends(span a, const char *suffix)
{
    size_t size = strlen(suffix);
    return a.size >= size && memcmp(a.data + a.size - size, suffix, size) == 0;
}

// Returns the order of the bytes (memcmp, then the shorter first): below, equal to or above 0.
static inline int
span_compare(span a, span b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

// Returns the part from byte `start` up to, not including, byte `end`.
static inline span
span_slice(span a, size_t start, size_t end)
{
    return (span){a.data + start, end - start};
}

// Returns `a` without leading and trailing ASCII white space.
static inline span
span_trim(span a)
{
    while (a.size && strchr(" \t\r\n\f\v", a.data[0]) && a.data[0])
        a.data++, a.size--;
    while (a.size && strchr(" \t\r\n\f\v", a.data[a.size - 1]) && a.data[a.size - 1])
        a.size--;
    return a;
}

// Whether `word` is one of the words of `list`, which are separated by spaces.
static inline bool
span_is_one_of(span word, const char *list)
{
    while (list && *list) {
        const char *end = strchr(list, ' ');
        size_t size = end ? (size_t)(end - list) : strlen(list);
        if (size && size == word.size && memcmp(list, word.data, size) == 0)
            return true;
        list += size + (end != NULL);
    }
    return false;
}

#endif
