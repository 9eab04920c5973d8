// plan - which files go to a parser together, and in which order they are read.
//
// A batch holds whole files: as many as fit the target size, at most PLAN_FILES_MAX. The target is PLAN_BATCH_BYTES,
// but less on a small tree, so that every parser gets about PLAN_BATCHES_PER_PARSER batches; so is the number of files.
// On a large tree it is more, up to batch_bytes_max, while every parser still gets PLAN_LARGE_FACTOR times as many: what a
// batch costs beside its files is then paid less often (on the Linux slice 1 MiB instead of 256 KiB saves 3 % of the CPU). A file above the target is a batch alone. Those go first, the largest before
// all, because whoever gets the largest file last makes the others wait; the rest follows in path order.
#ifndef SLUICE_STAGES_WALKER_PLAN_H
#define SLUICE_STAGES_WALKER_PLAN_H

#include <stdint.h>

enum {
    PLAN_FILES_MAX = 96,
    PLAN_BATCHES_PER_PARSER = 4,
    PLAN_LARGE_FACTOR = 4,
    PLAN_BATCH_BYTES = 256 * 1024,
    PLAN_BATCH_BYTES_MIN = 16 * 1024, // below this a batch costs more than what is in it
};

typedef struct plan_batch {
    uint32_t first, file_count; // a run of `order`
    uint64_t bytes;
} plan_batch;

typedef struct plan {
    uint32_t *order; // all files, in the order of reading
    plan_batch *batches;
    uint32_t batch_count;
} plan;

// Plans for files 0 .. file_count - 1 with these sizes, and for this many parsers (0 counts as 1).
void plan_init(plan *self, const uint64_t *sizes, uint32_t file_count, uint32_t parsers,
               uint64_t batch_bytes_max);

void plan_fini(plan *self);

#endif
