// Reach, tests and degrees.
#include "stages/server/query_graph.h"

#include <assert.h>
#include <stdlib.h>

#include "stages/server/snapshot.h"

enum { BITS = 64 };

// The edges of a breadth-first search: the other ends of an entity's edges.
struct ends {
    const uint32_t *starts, *others;
    const uint32_t *numbers; // of the edges; NULL where a place is the number
};

static struct ends
ends_of(const image *image, bool is_reverse)
{
    if (is_reverse)
        return (struct ends){image->in_starts, image->in_from, image->in_edge};
    return (struct ends){image->out_starts, image->edge_to, NULL};
}

static bool
has_type(const image *image, const struct ends *ends, uint32_t place, unsigned types)
{
    uint32_t edge = ends->numbers ? ends->numbers[place] : place;
    return types >> (image->edge_kind[edge] >> 4) & 1;
}

static void
add_reached(query_reach *self, query_reached reached)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : 64;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    self->items[self->count++] = reached;
}

static int
compare_reached(const void *a, const void *b)
{
    const query_reached *left = a, *right = b;
    return (left->entity > right->entity) - (left->entity < right->entity);
}

static bool
take(uint64_t *seen, query_entity entity)
{
    uint64_t bit = UINT64_C(1) << (entity % BITS);
    if (seen[entity / BITS] & bit)
        return false;
    seen[entity / BITS] |= bit;
    return true;
}

// Appends what one hop from items [start, end) reaches, in the order of numbers. As those are in that order
// too, `via` is the lowest of the neighbours.
static void
expand(const image *image, const struct ends *ends, unsigned types, uint64_t *seen, query_reach *all,
       size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        query_reached from = all->items[i];
        for (uint32_t k = ends->starts[from.entity]; k < ends->starts[from.entity + 1]; k++) {
            if (has_type(image, ends, k, types) && take(seen, ends->others[k]))
                add_reached(all, (query_reached){ends->others[k], from.entity, from.hop + 1});
        }
    }
    if (all->count > end)
        qsort(all->items + end, all->count - end, sizeof *all->items, compare_reached);
}

// Keeps what the options ask for, the start not among it. True when enough was kept.
static bool
keep(const query_snapshot *self, const query_reach_options *options, const query_reach *all, size_t start,
     query_reach *found)
{
    query_filter filter = {.classes = options->classes ? options->classes : QUERY_ALL,
                           .scope = options->scope};
    for (size_t i = start; i < all->count; i++) {
        if (!query_passes(self, all->items[i].entity, &filter))
            continue;
        if (options->entities_max && found->count == options->entities_max) {
            found->is_cut = true;
            return true;
        }
        add_reached(found, all->items[i]);
    }
    return false;
}

void
query_reach_from(const query_snapshot *self, query_entity start, const query_reach_options *options,
                 query_reach *found)
{
    const image *image = self->image;
    assert(start < image->entity_count);
    unsigned types = options->types ? options->types : (unsigned)QUERY_EDGES_DEPENDS;
    struct ends ends = ends_of(image, options->is_reverse);
    uint64_t *seen = calloc(image->entity_count / BITS + 1, sizeof *seen);
    query_reach all = {0};
    assert(seen);
    found->count = 0;
    found->is_cut = false;
    take(seen, start);
    add_reached(&all, (query_reached){start, QUERY_NONE, 0});
    size_t first = 0;
    for (uint32_t hop = 1; first < all.count && (!options->hops_max || hop <= options->hops_max); hop++) {
        size_t end = all.count;
        expand(image, &ends, types, seen, &all, first, end);
        first = end;
        if (keep(self, options, &all, end, found))
            break;
    }
    query_reach_fini(&all);
    free(seen);
}

void
query_tests_of(const query_snapshot *self, query_entity target, uint32_t hops_max, uint32_t limit,
               query_scope scope, query_reach *found)
{
    // Imports bind files, not what is in them.
    query_reach_options options = {
        .is_reverse = true,
        .types = QUERY_EDGES_DEPENDS & ~(1 << EDGE_IMPORTS),
        .hops_max = hops_max,
        .entities_max = limit,
        .classes = QUERY_TESTS,
        .scope = scope,
    };
    query_reach_from(self, target, &options, found);
}

// ---- degrees

static uint32_t
degree(const image *image, const struct ends *ends, query_entity entity, unsigned types)
{
    uint32_t start = ends->starts[entity], end = ends->starts[entity + 1], count = 0;
    if (types == QUERY_EDGES_ALL)
        return end - start;
    for (uint32_t i = start; i < end; i++)
        count += has_type(image, ends, i, types);
    return count;
}

uint32_t
query_in_degree(const query_snapshot *self, query_entity entity, unsigned types)
{
    struct ends ends = ends_of(self->image, true);
    return degree(self->image, &ends, entity, types);
}

uint32_t
query_out_degree(const query_snapshot *self, query_entity entity, unsigned types)
{
    struct ends ends = ends_of(self->image, false);
    return degree(self->image, &ends, entity, types);
}

// True when `a` goes before `b`.
static bool
is_hotter(const query_hotspot *a, const query_hotspot *b)
{
    uint64_t left = (uint64_t)a->in + a->out, right = (uint64_t)b->in + b->out;
    return left != right ? left > right : a->entity < b->entity;
}

static int
compare_hotspots(const void *a, const void *b)
{
    return is_hotter(a, b) ? -1 : is_hotter(b, a);
}

// Puts `spot` into a heap of at most `top` whose first one is the least hot, or drops the least hot one.
static void
heap_put(query_hotspot *heap, size_t *count, size_t top, query_hotspot spot)
{
    size_t at = *count;
    if (at < top) {
        heap[(*count)++] = spot;
        for (; at && is_hotter(&heap[(at - 1) / 2], &spot); at = (at - 1) / 2) {
            heap[at] = heap[(at - 1) / 2];
            heap[(at - 1) / 2] = spot;
        }
        return;
    }
    if (!is_hotter(&spot, &heap[0]))
        return;
    for (at = 0; 2 * at + 1 < top;) {
        size_t child = 2 * at + 1;
        if (child + 1 < top && is_hotter(&heap[child], &heap[child + 1]))
            child++;
        if (!is_hotter(&spot, &heap[child]))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = spot;
}

size_t
query_hotspots(const query_snapshot *self, const query_filter *filter, unsigned types, size_t top,
               query_hotspot *found, uint64_t *total)
{
    const image *image = self->image;
    size_t count = 0;
    *total = 0;
    for (uint32_t i = 0; i < image->entity_count; i++) {
        if (!query_passes(self, i, filter))
            continue;
        ++*total;
        if (top)
            heap_put(found, &count, top,
                     (query_hotspot){i, query_in_degree(self, i, types), query_out_degree(self, i, types)});
    }
    if (count)
        qsort(found, count, sizeof *found, compare_hotspots);
    return count;
}
