#include "stages/walker/plan.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

struct limits {
    uint64_t bytes;
    uint32_t files;
};

static uint64_t
smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static struct limits
limits_for(const uint64_t *sizes, uint32_t file_count, uint32_t parsers, uint64_t batch_bytes_max)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < file_count; i++)
        total += sizes[i];
    uint64_t batches = (uint64_t)(parsers ? parsers : 1) * PLAN_BATCHES_PER_PARSER;
    uint64_t bytes = smaller(total / batches, PLAN_BATCH_BYTES), large = total / (batches * PLAN_LARGE_FACTOR);
    bytes = bytes < large ? large : bytes;
    bytes = bytes < PLAN_BATCH_BYTES_MIN ? PLAN_BATCH_BYTES_MIN : bytes;
    uint64_t files = (file_count + batches - 1) / batches;
    return (struct limits){.bytes = smaller(bytes, batch_bytes_max),
                           .files = files < PLAN_FILES_MAX ? (uint32_t)files : PLAN_FILES_MAX};
}

static int
compare_sizes(const void *left, const void *right, void *sizes)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    uint64_t size_a = ((const uint64_t *)sizes)[a], size_b = ((const uint64_t *)sizes)[b];
    if (size_a != size_b)
        return size_a > size_b ? -1 : 1;
    return (a > b) - (a < b);
}

// Puts the large files in front, the largest first; returns how many there are.
static uint32_t
order_files(plan *self, const uint64_t *sizes, uint32_t file_count, uint64_t bytes_max)
{
    uint32_t large_count = 0, at = 0;
    for (uint32_t i = 0; i < file_count; i++) {
        if (sizes[i] > bytes_max)
            self->order[large_count++] = i;
    }
    at = large_count;
    for (uint32_t i = 0; i < file_count; i++) {
        if (sizes[i] <= bytes_max)
            self->order[at++] = i;
    }
    if (large_count)
        qsort_r(self->order, large_count, sizeof *self->order, compare_sizes, (void *)sizes);
    return large_count;
}

void
plan_init(plan *self, const uint64_t *sizes, uint32_t file_count, uint32_t parsers, uint64_t batch_bytes_max)
{
    struct limits limits = limits_for(sizes, file_count, parsers, batch_bytes_max);
    *self = (plan){.order = malloc((file_count + 1) * sizeof *self->order),
                   .batches = malloc((file_count + 1) * sizeof *self->batches)};
    assert(self->order && self->batches);
    uint32_t large_count = order_files(self, sizes, file_count, limits.bytes);
    for (uint32_t i = 0; i < file_count; i++) {
        uint64_t size = sizes[self->order[i]];
        plan_batch *last = self->batch_count ? &self->batches[self->batch_count - 1] : NULL;
        bool is_alone = i <= large_count; // the large ones, and the first that is not starts a batch too
        if (!last || is_alone || last->file_count == limits.files || last->bytes + size > limits.bytes) {
            last = &self->batches[self->batch_count++];
            *last = (plan_batch){.first = i};
        }
        last->file_count++;
        last->bytes += size;
    }
}

void
plan_fini(plan *self)
{
    free(self->order);
    free(self->batches);
    *self = (plan){0};
}
