// Edges are collected in buckets by the first byte of their targets' ids, which are sorted each alone.
#include "stages/linker/targets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/linker/ahead.h"

enum { BUCKET_SHIFT = 56, CAPACITY_MIN = 256, NUMBER_BYTES = 8, KEY_BYTES = 2 * NUMBER_BYTES + 1 };

void
targets_init(struct targets *self, vault *vault, size_t bytes_max)
{
    *self = (struct targets){.vault = vault, .count_max = bytes_max ? bytes_max / sizeof(struct target_edge) + 1 : SIZE_MAX};
}

static void
empty(struct target_bucket *bucket)
{
    free(bucket->items);
    *bucket = (struct target_bucket){0};
}

void
targets_fini(struct targets *self)
{
    for (size_t b = 0; b < TARGET_BUCKETS; b++)
        empty(&self->buckets[b]);
    free(self->runs);
    *self = (struct targets){0};
}

// ---- sorting

static int
compare_targets(const struct target_edge *left, const struct target_edge *right)
{
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    return (left->from > right->from) - (left->from < right->from);
}

static uint8_t
byte_of(const struct target_edge *edge, unsigned depth)
{
    if (depth == NUMBER_BYTES)
        return edge->type;
    uint64_t number = depth < NUMBER_BYTES ? edge->to : edge->from;
    unsigned place = depth < NUMBER_BYTES ? depth : depth - NUMBER_BYTES - 1;
    return (uint8_t)(number >> 8 * (NUMBER_BYTES - 1 - place));
}

#define SORT_NAME sort_targets
#define SORT_TYPE struct target_edge
#define SORT_BYTE(at, depth) byte_of(at, depth)
#define SORT_DEPTH KEY_BYTES
#define SORT_LESS(a, b) (compare_targets(a, b) < 0)
#include "base/radix_sort.h"

// Job number `number`: sorts a bucket.
static void
sort_bucket(void *context, uint32_t worker, uint32_t number)
{
    (void)worker;
    struct target_bucket *bucket = &((struct targets *)context)->buckets[number];
    sort_targets(bucket->items, bucket->count, 1);
}

typedef void take_edge(void *context, const struct target_edge *edge);

// Sorts on several threads; `take` gets the edges as soon as all before them are sorted. Empties the buckets.
static void
sort_all(struct targets *self, take_edge *take, void *context)
{
    ahead *sorted = ahead_start(TARGET_BUCKETS, TARGET_BUCKETS, sort_bucket, self);
    for (uint32_t b = 0; b < TARGET_BUCKETS; b++) {
        ahead_take(sorted, b);
        struct target_bucket *bucket = &self->buckets[b];
        for (size_t i = 0; i < bucket->count; i++)
            take(context, &bucket->items[i]);
        empty(bucket);
    }
    ahead_stop(&sorted);
    self->count = 0;
}

// ---- collecting

static void
append(void *context, const struct target_edge *edge)
{
    struct target_run *run = context;
    run->items[run->count++] = *edge;
}

// Moves what is collected into the vault, as one run.
static void
spill(struct targets *self)
{
    struct target_run run = {vault_alloc(self->vault, self->count * sizeof *run.items), 0, 0};
    if (!run.items) { // it has failed, and says so to who asks
        self->count = 0;
        for (size_t b = 0; b < TARGET_BUCKETS; b++)
            empty(&self->buckets[b]);
        return;
    }
    sort_all(self, append, &run);
    self->runs = realloc(self->runs, (self->run_count + 1) * sizeof *self->runs);
    assert(self->runs);
    self->runs[self->run_count++] = run;
}

void
targets_add(struct targets *self, struct target_edge edge)
{
    if (self->count == self->count_max)
        spill(self);
    struct target_bucket *bucket = &self->buckets[edge.to >> BUCKET_SHIFT];
    if (bucket->count == bucket->capacity) {
        bucket->capacity = bucket->capacity ? bucket->capacity + bucket->capacity / 2 : CAPACITY_MIN;
        bucket->items = realloc(bucket->items, bucket->capacity * sizeof *bucket->items);
        assert(bucket->items);
    }
    bucket->items[bucket->count++] = edge;
    self->count++;
}

// ---- taking out

static bool
comes_first(const struct target_run *a, const struct target_run *b)
{
    return compare_targets(&a->items[a->next], &b->items[b->next]) < 0;
}

// Runs form a heap, the one with the smallest next edge on top; all have one.
static void
sift_down(struct target_run *runs, size_t count, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && comes_first(&runs[child + 1], &runs[child]))
            child++;
        if (!comes_first(&runs[child], &runs[at]))
            return;
        struct target_run moved = runs[at];
        runs[at] = runs[child];
        runs[child] = moved;
    }
}

static void
merge(struct targets *self, take_edge *take, void *context)
{
    for (size_t i = self->run_count; i > 0; i--)
        sift_down(self->runs, self->run_count, i - 1);
    while (self->run_count) {
        struct target_run *first = &self->runs[0];
        take(context, &first->items[first->next++]);
        if (first->next == first->count)
            *first = self->runs[--self->run_count];
        sift_down(self->runs, self->run_count, 0);
    }
}

void
targets_each(struct targets *self, take_edge *take, void *context)
{
    if (!self->run_count) {
        sort_all(self, take, context);
        return;
    }
    if (self->count)
        spill(self);
    merge(self, take, context);
}
