// targets - all edges of a run by what they lead to: collected in any order, taken out sorted.
//
// Past a bound what has been collected is sorted and put into the vault as one run; at the end the runs are merged.
#ifndef SLUICE_STAGES_LINKER_TARGETS_H
#define SLUICE_STAGES_LINKER_TARGETS_H

#include <stddef.h>
#include <stdint.h>

#include "stages/linker/vault.h"

struct target_edge {
    uint64_t to, from;
    uint8_t type;
};

struct target_run {
    struct target_edge *items; // sorted; in the vault
    size_t count, next;
};

enum { TARGET_BUCKETS = 256 };

struct target_bucket {
    struct target_edge *items;
    size_t count, capacity;
};

struct targets {
    vault *vault;                                 // borrowed
    struct target_bucket buckets[TARGET_BUCKETS]; // by the first byte of `to`
    size_t count, count_max;                      // of all buckets
    struct target_run *runs;
    size_t run_count;
};

// Starts empty; `bytes_max` bounds what is held outside of the vault (0: no bound).
void targets_init(struct targets *self, vault *vault, size_t bytes_max);
void targets_fini(struct targets *self);

// Adds an edge. When the vault fails nothing more is kept: ask vault_failed() before taking edges out.
void targets_add(struct targets *self, struct target_edge edge);

// Each edge comes out once, in the order of `to`, type, `from`.
void targets_each(struct targets *self, void (*take)(void *context, const struct target_edge *edge), void *context);

#endif
