// Walks over edges.
#include <assert.h>

#include "stages/server/snapshot.h"

static unsigned
type_of(const image *image, uint32_t edge)
{
    return image->edge_kind[edge] >> 4;
}

query_edges
query_edges_out(const query_snapshot *self, query_entity entity, unsigned types)
{
    const image *image = self->image;
    assert(entity < image->entity_count);
    return (query_edges){
        self, types, false, entity, image->out_starts[entity], image->out_starts[entity + 1]};
}

query_edges
query_edges_in(const query_snapshot *self, query_entity entity, unsigned types)
{
    const image *image = self->image;
    assert(entity < image->entity_count);
    return (query_edges){self, types, true, entity, image->in_starts[entity], image->in_starts[entity + 1]};
}

query_edges
query_edges_within(const query_snapshot *self, query_scope scope, unsigned types)
{
    const image *image = self->image;
    if (!scope.file_end)
        return (query_edges){self, types, false, 0, 0, image->edge_count};
    uint32_t start = image->files[scope.file_start].entity_start,
             end = image->files[scope.file_end].entity_start;
    return (query_edges){self, types, false, start, image->out_starts[start], image->out_starts[end]};
}

// The number of the edge at a place of the walk.
static uint32_t
edge_at(const query_edges *self, uint32_t place)
{
    return self->is_reverse ? self->snapshot->image->in_edge[place] : place;
}

static bool
is_wanted(const query_edges *self, uint32_t place)
{
    return self->types >> type_of(self->snapshot->image, edge_at(self, place)) & 1;
}

// Moves a walk's source on to the one that edge `next` comes from. A short way is walked, a long one halved.
static void
move_source(query_edges *self)
{
    enum { STEPS_MAX = 16 };
    const uint32_t *starts = self->snapshot->image->out_starts;
    for (int i = 0; i < STEPS_MAX && starts[self->entity + 1] <= self->next; i++)
        self->entity++;
    uint32_t low = self->entity, high = self->snapshot->image->entity_count;
    if (starts[low + 1] > self->next)
        return;
    while (low < high) { // the first one that ends behind `next`
        uint32_t middle = low + (high - low) / 2;
        if (starts[middle + 1] <= self->next)
            low = middle + 1;
        else
            high = middle;
    }
    self->entity = low;
}

static uint32_t
count_lines(span lines)
{
    uint32_t count = 0; // the last byte of a varint has no high bit
    for (size_t i = 0; i < lines.size; i++)
        count += !(lines.data[i] & 0x80);
    return count;
}

bool
query_edges_next(query_edges *self, query_edge *edge)
{
    const image *image = self->snapshot->image;
    if (self->types != QUERY_EDGES_ALL) {
        while (self->next < self->end && !is_wanted(self, self->next))
            self->next++;
    }
    if (self->next >= self->end)
        return false;
    if (!self->is_reverse)
        move_source(self);
    uint32_t number = edge_at(self, self->next);
    *edge = (query_edge){
        .from = self->is_reverse ? image->in_from[self->next] : self->entity,
        .to = self->is_reverse ? self->entity : image->edge_to[number],
        .type = (edge_type)type_of(image, number),
        .resolution = (resolution)(image->edge_kind[number] & 15),
        .number = number,
        .lines = image_text(image->line_bytes, image->line_starts, number),
    };
    reader cursor = reader_of(edge->lines);
    edge_lines_next(&cursor, &edge->line);
    edge->line_count = count_lines(edge->lines);
    self->next++;
    return true;
}

uint64_t
query_edges_count(const query_edges *self)
{
    if (self->types == QUERY_EDGES_ALL)
        return self->end - self->next;
    uint64_t count = 0;
    for (uint32_t i = self->next; i < self->end; i++)
        count += is_wanted(self, i);
    return count;
}

void
query_edges_skip(query_edges *self, uint64_t count)
{
    if (self->types == QUERY_EDGES_ALL) {
        uint32_t left = self->end - self->next;
        self->next += count < left ? (uint32_t)count : left;
        return;
    }
    for (; count && self->next < self->end; self->next++)
        count -= is_wanted(self, self->next);
}

void
query_put_location(const query_snapshot *self, const query_edge *edge, buffer *out)
{
    span path = query_node_of(self, edge->from).path;
    buffer_put_span(out, path);
    if (path.size && edge->line)
        buffer_printf(out, ":%u", edge->line);
}
