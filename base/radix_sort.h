// radix_sort - a template: sorts structs by the bytes of a key, in place and without a call for each comparison.
//
// American flag sort (McIlroy, Bostic, McIlroy 1993, "Engineering Radix Sort") down to a few items, which are sorted by
// insertion. Not stable. Before each #include define
//
//   SORT_NAME            the function: static void SORT_NAME(SORT_TYPE *items, size_t count, unsigned depth); `depth` is the
//                        first byte of the key in which items may differ
//   SORT_TYPE            of an item
//   SORT_BYTE(at, depth) byte `depth` of the key of *at, 0 the most significant
//   SORT_DEPTH           how many bytes a key has
//   SORT_LESS(a, b)      whether the key of *a is below that of *b
//
// They are undefined behind it. Recursion is at most SORT_DEPTH deep, 4 KiB each.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SORT_JOIN_(a, b) a##b
#define SORT_JOIN(a, b) SORT_JOIN_(a, b)

enum { SORT_JOIN(SORT_NAME, _by_insertion) = 24 };

static void
SORT_NAME(SORT_TYPE *items, size_t count, unsigned depth)
{
    if (count <= SORT_JOIN(SORT_NAME, _by_insertion)) {
        for (size_t i = 1; i < count; i++) {
            SORT_TYPE item = items[i];
            size_t at = i;
            for (; at > 0 && SORT_LESS(&item, &items[at - 1]); at--)
                items[at] = items[at - 1];
            items[at] = item;
        }
        return;
    }
    size_t next[256], ends[256];
    for (;; depth++) {
        if (depth >= (SORT_DEPTH))
            return;
        memset(ends, 0, sizeof ends);
        for (size_t i = 0; i < count; i++)
            ends[(uint8_t)(SORT_BYTE(&items[i], depth))]++;
        if (ends[(uint8_t)(SORT_BYTE(&items[0], depth))] < count)
            break;
    }
    for (size_t b = 0, before = 0; b < 256; b++) {
        next[b] = before;
        ends[b] = before += ends[b];
    }
    for (size_t b = 0; b < 256; b++) {
        while (next[b] < ends[b]) {
            size_t home = (uint8_t)(SORT_BYTE(&items[next[b]], depth));
            if (home == b) {
                next[b]++;
                continue;
            }
            SORT_TYPE moved = items[next[b]];
            items[next[b]] = items[next[home]];
            items[next[home]++] = moved;
        }
    }
    for (size_t b = 0, start = 0; b < 256; start = ends[b++]) {
        if (ends[b] > start + 1)
            SORT_NAME(items + start, ends[b] - start, depth + 1);
    }
}

#undef SORT_NAME
#undef SORT_TYPE
#undef SORT_BYTE
#undef SORT_DEPTH
#undef SORT_LESS
