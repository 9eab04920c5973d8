// Strongly connected components (Tarjan 1972, with a stack of its own in the place of recursion) and cycles
// in them.
#include <assert.h>
#include <stdlib.h>

#include "stages/server/query_graph.h"
#include "stages/server/snapshot.h"

struct tarjan {
    const query_snapshot *snapshot;
    const image *image;
    unsigned types;
    query_scope scope;
    uint32_t *order; // by entity: when it was met, from 1; 0: not yet
    uint32_t *low;   // the earliest that is on the stack and can be reached
    uint32_t *open;  // entities met that are in no component yet
    uint32_t open_count;
    uint32_t *path; // entities whose edges are being looked at
    uint32_t *next; // by place in path: their next edge
    uint32_t path_count, met;
    query_components *out;
    uint32_t *starts; // as found, unsorted
};

static bool
is_in(const struct tarjan *self, query_entity entity)
{
    return query_in_scope(self->snapshot, entity, self->scope);
}

static void
meet(struct tarjan *self, query_entity entity)
{
    self->order[entity] = self->low[entity] = ++self->met;
    self->open[self->open_count++] = entity;
    self->next[self->path_count] = self->image->out_starts[entity];
    self->path[self->path_count++] = entity;
}

// Takes the component that `entity` is the first of off the stack. One alone is not kept.
static void
close_component(struct tarjan *self, query_entity entity)
{
    query_components *out = self->out;
    uint32_t start = self->open_count;
    do
        self->low[self->open[--start]] = UINT32_MAX; // in a component: no way back leads through it
    while (self->open[start] != entity);
    uint32_t size = self->open_count - start;
    self->open_count = start;
    if (size < 2)
        return;
    memcpy(out->members + self->starts[out->count], self->open + start, size * sizeof *out->members);
    self->starts[out->count + 1] = self->starts[out->count] + size;
    out->count++;
}

static void
lower(struct tarjan *self, query_entity entity, uint32_t low)
{
    if (low < self->low[entity])
        self->low[entity] = low;
}

// Looks at one more edge of the last entity of the path, or leaves it.
static void
step(struct tarjan *self)
{
    uint32_t last = self->path_count - 1;
    query_entity entity = self->path[last];
    uint32_t edge = self->next[last];
    if (edge < self->image->out_starts[entity + 1]) {
        self->next[last]++;
        query_entity to = self->image->edge_to[edge];
        if (!(self->types >> (self->image->edge_kind[edge] >> 4) & 1) || !is_in(self, to))
            return;
        if (!self->order[to])
            meet(self, to);
        else if (self->low[to] != UINT32_MAX)
            lower(self, entity, self->order[to]);
        return;
    }
    uint32_t low = self->low[entity];
    self->path_count--;
    if (low == self->order[entity])
        close_component(self, entity);
    else
        lower(self, self->path[self->path_count - 1], low);
}

static int
compare_numbers(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

struct component {
    uint32_t start, size, first;
};

static int
compare_components(const void *a, const void *b)
{
    const struct component *left = a, *right = b;
    if (left->size != right->size)
        return left->size > right->size ? -1 : 1;
    return (left->first > right->first) - (left->first < right->first);
}

// Brings members and components into their order.
static void
sort_components(struct tarjan *self)
{
    query_components *out = self->out;
    uint32_t total = self->starts[out->count];
    struct component *list = calloc((size_t)out->count + 1, sizeof *list);
    query_entity *members = calloc((size_t)total + 1, sizeof *members);
    out->starts = calloc((size_t)out->count + 1, sizeof *out->starts);
    assert(list && members && out->starts);
    for (uint32_t i = 0; i < out->count; i++) {
        uint32_t start = self->starts[i], size = self->starts[i + 1] - start;
        qsort(out->members + start, size, sizeof *members, compare_numbers);
        list[i] = (struct component){start, size, out->members[start]};
    }
    if (out->count)
        qsort(list, out->count, sizeof *list, compare_components);
    for (uint32_t i = 0; i < out->count; i++) {
        memcpy(members + out->starts[i], out->members + list[i].start, list[i].size * sizeof *members);
        out->starts[i + 1] = out->starts[i] + list[i].size;
        for (uint32_t k = out->starts[i]; k < out->starts[i + 1]; k++)
            out->of_entity[members[k]] = i;
    }
    free(out->members);
    free(list);
    out->members = members;
}

query_components *
query_components_new(const query_snapshot *snapshot, unsigned types, query_scope scope)
{
    uint32_t count = snapshot->image->entity_count;
    uint32_t *numbers = calloc(6 * (size_t)count + 2, sizeof *numbers);
    query_components *out = calloc(1, sizeof *out);
    assert(numbers && out);
    out->members = calloc((size_t)count + 1, sizeof *out->members);
    out->of_entity = malloc(((size_t)count + 1) * sizeof *out->of_entity);
    assert(out->members && out->of_entity);
    memset(out->of_entity, 0xff, ((size_t)count + 1) * sizeof *out->of_entity);
    struct tarjan self = {.snapshot = snapshot,
                          .image = snapshot->image,
                          .types = types,
                          .scope = scope,
                          .order = numbers,
                          .low = numbers + count,
                          .open = numbers + 2 * (size_t)count,
                          .path = numbers + 3 * (size_t)count,
                          .next = numbers + 4 * (size_t)count,
                          .starts = numbers + 5 * (size_t)count,
                          .out = out};
    for (query_entity i = 0; i < count; i++) {
        if (self.order[i] || !is_in(&self, i))
            continue;
        meet(&self, i);
        while (self.path_count)
            step(&self);
    }
    sort_components(&self);
    free(numbers);
    return out;
}

static void *
make_components(const query_snapshot *snapshot)
{
    return query_components_new(snapshot, QUERY_EDGES_DEPENDS, (query_scope){0});
}

static void
destroy_components(void *components)
{
    query_components *self = components;
    query_components_destroy(&self);
}

const query_components *
query_components_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_COMPONENTS, make_components, destroy_components);
}

// ---- cycles

// A breadth-first search inside a component: `from` tells for each member how it was reached.
static bool
search_back(const image *image, const query_components *components, uint32_t component, unsigned types,
            uint32_t *queue, uint32_t *from)
{
    uint32_t head = 0, tail = 0;
    query_entity first = components->members[components->starts[component]];
    queue[tail++] = first;
    while (head < tail) {
        query_entity entity = queue[head++];
        for (uint32_t i = image->out_starts[entity]; i < image->out_starts[entity + 1]; i++) {
            query_entity to = image->edge_to[i];
            if (components->of_entity[to] != component || !(types >> (image->edge_kind[i] >> 4) & 1) ||
                to == entity)
                continue;
            if (to == first) {
                from[first] = entity;
                return true;
            }
            if (from[to] == QUERY_NONE) {
                from[to] = entity;
                queue[tail++] = to;
            }
        }
    }
    return false;
}

void
query_cycle_of(const query_snapshot *self, const query_components *components, uint32_t component,
               unsigned types, query_entities *path)
{
    assert(component < components->count);
    uint32_t size = components->starts[component + 1] - components->starts[component];
    const query_entity *members = components->members + components->starts[component];
    uint32_t *queue = calloc(size, sizeof *queue);
    uint32_t *from = malloc(((size_t)self->image->entity_count + 1) * sizeof *from); // only members' are set
    assert(queue && from);
    for (uint32_t i = 0; i < size; i++)
        from[members[i]] = QUERY_NONE;
    path->count = 0;
    if (search_back(self->image, components, component, types, queue, from)) {
        for (query_entity at = from[members[0]]; at != members[0]; at = from[at])
            query_entities_add(path, at);
        query_entities_add(path, members[0]);
        for (size_t i = 0; i < path->count / 2; i++) {
            query_entity swapped = path->items[i];
            path->items[i] = path->items[path->count - 1 - i];
            path->items[path->count - 1 - i] = swapped;
        }
    }
    free(queue);
    free(from);
}
