#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 256 * 1024, KEPT_BYTES = 4 * 1024 * 1024 };

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    size_t bytes_max;
    size_t used;
    struct block *blocks; // the newest first; only the first is filled
};

arena *
arena_new(size_t bytes_max)
{
    arena *self = calloc(1, sizeof *self);
    assert(self);
    self->bytes_max = bytes_max;
    return self;
}

void
arena_destroy(arena **self_p)
{
    arena *self = *self_p;
    if (!self)
        return;
    for (struct block *block = self->blocks; block;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(self);
    *self_p = NULL;
}

void
arena_reset(arena *self)
{
    struct block *kept = NULL;
    for (struct block *block = self->blocks; block;) {
        struct block *next = block->next;
        bool keep = !kept && block->size <= KEPT_BYTES;
        if (keep) {
            kept = block;
            kept->used = 0;
            kept->next = NULL;
        } else {
            free(block);
        }
        block = next;
    }
    self->blocks = kept;
    self->used = 0;
}

void *
arena_alloc(arena *self, size_t bytes)
{
    size_t rounded = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    assert(rounded >= bytes);
    assert(self->used + rounded <= self->bytes_max);

    struct block *block = self->blocks;
    if (!block || block->size - block->used < rounded) {
        size_t size = block ? block->size * 2 : BLOCK_BYTES;
        if (size > KEPT_BYTES)
            size = KEPT_BYTES;
        if (size < rounded)
            size = rounded;
        block = malloc(sizeof *block + size);
        assert(block);
        block->size = size;
        block->used = 0;
        block->next = self->blocks;
        self->blocks = block;
    }
    void *given = block->bytes + block->used;
    block->used += rounded;
    self->used += rounded;
    memset(given, 0, rounded);
    return given;
}

char *
arena_copy(arena *self, span text)
{
    char *copy = arena_alloc(self, text.size + 1);
    if (text.size)
        memcpy(copy, text.data, text.size);
    return copy;
}

size_t
arena_used(const arena *self)
{
    return self->used;
}
