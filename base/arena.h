// arena - bounded bump allocator: many small allocations, freed together.
//
// Memory comes in blocks that are kept over a reset, so that a loop which resets at its top stops asking
// the system for memory after a few turns. The bound is the input's bound at the door: passing it is a bug.
#ifndef SLUICE_BASE_ARENA_H
#define SLUICE_BASE_ARENA_H

#include <stddef.h>

#include "base/span.h"

typedef struct arena arena;

// Returns an empty arena of at most `bytes_max` bytes; the caller owns it.
arena *arena_new(size_t bytes_max);

// Frees the arena and all it gave out, and sets *self_p to NULL; harmless when it already is.
void arena_destroy(arena **self_p);

// Forgets all allocations and keeps up to 4 MiB of the memory for the next turn.
void arena_reset(arena *self);

// Returns `bytes` zeroed bytes, aligned for any type; valid until reset or destroy.
void *arena_alloc(arena *self, size_t bytes);

// Returns a copy of `text`, followed by a NUL.
char *arena_copy(arena *self, span text);

// Bytes given out since the last reset.
size_t arena_used(const arena *self);

#endif
