// The first 16 bits of an id are its file's (key.h), so edges are put into the buckets of these first, then
// each bucket is sorted.
#include "stages/linker/targets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/linker/ahead.h"

enum {
    CAPACITY_MIN = 65536,
    CLUSTER_SHIFT = 48,
    CLUSTER_COUNT = 1 << 16,
    BUCKET_MAX = 32,      // edges that are sorted by insertion instead of counted
    SORT_CLUSTERS = 1024, // whose edges are sorted by one thread at a time
};

void
targets_init(struct targets *self, vault *vault, size_t bytes_max)
{
    size_t count_max = bytes_max ? bytes_max / sizeof *self->items : UINT32_MAX;
    *self = (struct targets){.vault = vault,
                             .count_max = count_max < UINT32_MAX ? (uint32_t)count_max + 1 : UINT32_MAX};
}

void
targets_fini(struct targets *self)
{
    free(self->items);
    free(self->runs);
    *self = (struct targets){0};
}

// ---- sorting

static int
compare_targets(const void *a, const void *b)
{
    const struct target_edge *left = a, *right = b;
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    return (left->from > right->from) - (left->from < right->from);
}

// Puts edges into the buckets of `bits` bits of their targets, in place (McIlroy, Bostic, McIlroy 1993, "Engineering Radix
// Sort": American flag sort). ends[b] becomes the end of bucket b; `next`, of as
// many numbers, is scratch.
static void
scatter_targets(struct target_edge *items, uint32_t count, unsigned shift, unsigned bits, uint32_t *next, uint32_t *ends)
{
    uint32_t bucket_count = 1u << bits, before = 0;
    memset(ends, 0, bucket_count * sizeof *ends);
    for (uint32_t i = 0; i < count; i++)
        ends[items[i].to >> shift & (bucket_count - 1)]++;
    for (uint32_t b = 0; b < bucket_count; b++) {
        next[b] = before;
        ends[b] = before += ends[b];
    }
    for (uint32_t b = 0; b < bucket_count; b++) {
        while (next[b] < ends[b]) {
            struct target_edge edge = items[next[b]];
            uint32_t home = (uint32_t)(edge.to >> shift & (bucket_count - 1));
            items[next[b]] = items[next[home]];
            items[next[home]++] = edge;
        }
    }
}

static void
insert_targets(struct target_edge *items, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct target_edge edge = items[i];
        uint32_t at = i;
        for (; at > 0 && compare_targets(&edge, &items[at - 1]) < 0; at--)
            items[at] = items[at - 1];
        items[at] = edge;
    }
}

static bool
have_one_target(const struct target_edge *items, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        if (items[i].to != items[0].to)
            return false;
    }
    return true;
}

// At most six levels deep: each takes eight of the 48 bits below the cluster.
static void
sort_targets(struct target_edge *items, uint32_t count, unsigned shift)
{
    if (count <= BUCKET_MAX) {
        insert_targets(items, count);
        return;
    }
    if (!shift || have_one_target(items, count)) {
        qsort(items, count, sizeof *items, compare_targets);
        return;
    }
    uint32_t next[256], ends[256];
    scatter_targets(items, count, shift - 8, 8, next, ends);
    for (uint32_t b = 0, start = 0; b < 256; start = ends[b++]) {
        if (ends[b] > start + 1)
            sort_targets(items + start, ends[b] - start, shift - 8);
    }
}

struct target_sort {
    struct target_edge *items;
    uint32_t *ends; // of clusters
};

static uint32_t
start_of_cluster(const struct target_sort *sort, uint32_t cluster)
{
    return cluster ? sort->ends[cluster - 1] : 0;
}

// Job number `number`: sorts the edges to some clusters.
static void
sort_clusters(void *context, uint32_t worker, uint32_t number)
{
    (void)worker;
    const struct target_sort *sort = context;
    uint32_t first = number * SORT_CLUSTERS;
    for (uint32_t b = first; b < first + SORT_CLUSTERS; b++) {
        uint32_t start = start_of_cluster(sort, b);
        sort_targets(sort->items + start, sort->ends[b] - start, CLUSTER_SHIFT);
    }
}

typedef void take_edge(void *context, const struct target_edge *edge);

// Sorts on several threads; `take` (may be NULL) gets the edges as soon as all before them are sorted.
static void
sort_all(struct target_edge *items, uint32_t count, take_edge *take, void *context)
{
    enum { JOBS = CLUSTER_COUNT / SORT_CLUSTERS };
    struct target_sort sort = {items, malloc(CLUSTER_COUNT * sizeof *sort.ends)};
    assert(sort.ends);
    uint32_t *next = malloc(CLUSTER_COUNT * sizeof *next);
    assert(next);
    scatter_targets(items, count, CLUSTER_SHIFT, 16, next, sort.ends);
    free(next);
    ahead *sorted = ahead_start(JOBS, JOBS, sort_clusters, &sort);
    for (uint32_t job = 0; job < JOBS; job++) {
        ahead_take(sorted, job);
        uint32_t start = start_of_cluster(&sort, job * SORT_CLUSTERS),
                 end = sort.ends[(job + 1) * SORT_CLUSTERS - 1];
        for (uint32_t i = start; take && i < end; i++)
            take(context, &items[i]);
    }
    ahead_stop(&sorted);
    free(sort.ends);
}

// ---- collecting

static void
put_run(struct targets *self, struct target_edge *items, size_t count)
{
    self->runs = realloc(self->runs, (self->run_count + 1) * sizeof *self->runs);
    assert(self->runs);
    self->runs[self->run_count++] = (struct target_run){items, count, 0};
}

// Moves what is collected into the vault.
static void
spill(struct targets *self)
{
    sort_all(self->items, self->count, NULL, NULL);
    struct target_edge *kept = vault_alloc(self->vault, self->count * sizeof *kept);
    if (kept) {
        memcpy(kept, self->items, self->count * sizeof *kept);
        put_run(self, kept, self->count);
    }
    self->count = 0;
}

static void
make_room(struct targets *self)
{
    if (self->count == self->count_max) {
        spill(self);
        return;
    }
    uint32_t capacity = self->capacity ? self->capacity + self->capacity / 2 : CAPACITY_MIN;
    self->capacity = capacity < self->count_max ? capacity : self->count_max;
    self->items = realloc(self->items, self->capacity * sizeof *self->items);
    assert(self->items);
}

void
targets_add(struct targets *self, struct target_edge edge)
{
    if (self->count == self->capacity)
        make_room(self);
    self->items[self->count++] = edge;
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
    if (self->count)
        sort_all(self->items, self->count, self->run_count ? NULL : take, context);
    if (!self->run_count)
        return;
    if (self->count)
        put_run(self, self->items, self->count);
    merge(self, take, context);
}
