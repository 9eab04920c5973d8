// words - names as people type them: without case, without separators, and part by part.
//
// ASCII alone is folded; bytes above it are letters. A part ends before a separator (any ASCII byte that is
// neither letter nor digit), before a capital after something else, and before the last capital of a row of
// them (HTTPServer: HTTP, Server). Digits belong to what is before them.
#ifndef SLUICE_SERVER_WORDS_H
#define SLUICE_SERVER_WORDS_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/span.h"

static inline uint8_t
words_fold_byte(char byte)
{
    uint8_t value = (uint8_t)byte;
    return value >= 'A' && value <= 'Z' ? value + 32 : value;
}

static inline bool
words_is_letter(char byte)
{
    uint8_t value = words_fold_byte(byte);
    return (value >= 'a' && value <= 'z') || (value >= '0' && value <= '9') || value >= 0x80;
}

// Appends the letters of `text`, folded.
void words_fold(buffer *out, span text);

// Takes the next part of `text` from byte *at on; false when there is none.
bool words_next(span text, size_t *at, span *part);

// True when `text` starts with `prefix`, case aside.
bool words_starts(span text, span prefix);

bool words_equal(span a, span b);

// The order of the folded bytes, then of the bytes.
int words_compare_folded(span a, span b);

// Returns the edit distance of two texts (insertions, deletions, replacements, swaps of neighbours), or
// `most` + 1 where it is above `most`. Texts over WORDS_DISTANCE_BYTES_MAX are that far from each other.
enum { WORDS_DISTANCE_BYTES_MAX = 64 };
unsigned words_distance(span a, span b, unsigned most);

// True when the bytes of `part` are in `text` in this order.
bool words_is_subsequence(span part, span text);

#endif
