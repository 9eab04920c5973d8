// What follows from many edges: reach, cycles, strong components, hotspots.
#include <assert.h>
#include <stdlib.h>

#include "stages/server/http/endpoint.h"
#include "stages/server/query_graph.h"

// ---- /blast-radius-impact-analysis

struct blast {
    query_reach found;
    uint64_t first, end; // of the page
};

static void
blast_fini(void *blast)
{
    query_reach_fini(&((struct blast *)blast)->found);
}

static uint64_t
count_of_hop(const query_reach *found, uint64_t start)
{
    uint64_t end = start;
    while (end < found->count && found->items[end].hop == found->items[start].hop)
        end++;
    while (start && found->items[start - 1].hop == found->items[end - 1].hop)
        start--;
    return end - start;
}

// One entity of the flat list; the hops around them are opened and closed on the way.
static void
put_affected(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct blast *blast = context;
    const query_reached *item = &blast->found.items[index];
    bool is_first = index == blast->first, is_new = is_first || item[-1].hop != item->hop;
    if (is_new) {
        buffer_put_span(out, is_first ? SPAN_LITERAL("{") : SPAN_LITERAL("]},{"));
        http_put_integer(out, "hop", item->hop);
        http_put_integer(out, "count", count_of_hop(&blast->found, index));
        json_put_name(out, "entities");
        buffer_put_byte(out, '[');
    } else {
        buffer_put_byte(out, ',');
    }
    http_put_key(call, out, item->entity);
    if (index + 1 == blast->end)
        buffer_put_span(out, SPAN_LITERAL("]}"));
}

void
http_answer_blast(http_call *call)
{
    struct blast *blast = http_keep(call, sizeof *blast, blast_fini);
    uint64_t hops = http_integer(call, "hops"), offset;
    query_reach_options options = {.is_reverse = true, .hops_max = (uint32_t)hops, .scope = call->scope};
    query_reach_from(call->snapshot, call->entity, &options, &blast->found);
    http_put_key_member(call, &call->text, "source_entity", call->entity);
    http_put_integer(&call->text, "hops_requested", hops);
    http_put_integer(&call->text, "total_affected", blast->found.count);
    uint64_t count = http_page_of(call, blast->found.count, &offset);
    blast->first = offset;
    blast->end = offset + count;
    http_page(call, NULL, blast->found.count, "by_hop", put_affected, blast);
    http_list_without_commas(call);
}

// ---- /circular-dependency-detection-scan

struct components {
    query_components *own; // of a scope, or NULL
    const query_components *all;
    query_entities singles, path;
};

static void
components_fini(void *components)
{
    struct components *self = components;
    query_components_destroy(&self->own);
    query_entities_fini(&self->singles);
    query_entities_fini(&self->path);
}

static struct components *
components_of(http_call *call)
{
    struct components *self = http_keep(call, sizeof *self, components_fini);
    if (call->scope.file_end)
        self->all = self->own = query_components_new(call->snapshot, QUERY_EDGES_DEPENDS, call->scope);
    else
        self->all = query_components_of(call->snapshot);
    return self;
}

static void
put_cycle(http_call *call, buffer *out, void *context, uint64_t index)
{
    struct components *self = context;
    query_cycle_of(call->snapshot, self->all, (uint32_t)index, QUERY_EDGES_DEPENDS, &self->path);
    buffer_put_byte(out, '{');
    http_put_integer(out, "length", self->path.count);
    json_put_name(out, "path");
    buffer_put_byte(out, '[');
    for (size_t i = 0; i < self->path.count; i++) {
        if (i)
            buffer_put_byte(out, ',');
        http_put_key(call, out, self->path.items[i]);
    }
    buffer_put_span(out, SPAN_LITERAL("]}"));
}

void
http_answer_cycles(http_call *call)
{
    struct components *self = components_of(call);
    http_put_flag(&call->text, "has_cycles", self->all->count > 0);
    http_page(call, "cycle_count", self->all->count, "cycles", put_cycle, self);
}

// ---- /strongly-connected-components-analysis

static void
put_component(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct components *self = context;
    const query_components *all = self->all;
    bool is_single = index >= all->count;
    const query_entity *members =
        is_single ? &self->singles.items[index - all->count] : &all->members[all->starts[index]];
    uint32_t size = is_single ? 1 : all->starts[index + 1] - all->starts[index];
    buffer_put_byte(out, '{');
    http_put_integer(out, "id", index);
    http_put_integer(out, "size", size);
    json_put_name(out, "members");
    buffer_put_byte(out, '[');
    for (uint32_t i = 0; i < size; i++) {
        if (i)
            buffer_put_byte(out, ',');
        http_put_key(call, out, members[i]);
    }
    buffer_put_byte(out, ']');
    http_put_text(out, "risk_level",
                  is_single   ? SPAN_LITERAL("none")
                  : size == 2 ? SPAN_LITERAL("medium")
                              : SPAN_LITERAL("high"));
    buffer_put_byte(out, '}');
}

// Finds the entities that are in no component of two and more.
static void
find_singles(const http_call *call, struct components *self)
{
    query_filter filter = {.classes = QUERY_CODE | QUERY_TESTS, .scope = call->scope};
    query_list(call->snapshot, &filter, 0, 0, &self->singles);
    size_t kept = 0;
    for (size_t i = 0; i < self->singles.count; i++) {
        if (self->all->of_entity[self->singles.items[i]] == QUERY_NONE)
            self->singles.items[kept++] = self->singles.items[i];
    }
    self->singles.count = kept;
}

// Components are sorted by size, so those of a size and more are the first ones.
static uint64_t
count_of_size(const query_components *all, uint64_t size_min)
{
    uint64_t count = 0;
    while (count < all->count && all->starts[count + 1] - all->starts[count] >= size_min)
        count++;
    return count;
}

void
http_answer_strong_components(http_call *call)
{
    struct components *self = components_of(call);
    uint64_t size_min = http_integer(call, "min_size"), count = count_of_size(self->all, size_min);
    if (size_min < 2) {
        find_singles(call, self);
        count += self->singles.count;
    }
    http_page(call, "scc_count", count, "sccs", put_component, self);
}

// ---- /complexity-hotspots-ranking-view

struct hotspots {
    query_hotspot *items;
};

static void
hotspots_fini(void *hotspots)
{
    free(((struct hotspots *)hotspots)->items);
}

static void
put_hotspot(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_hotspot *item = &((const struct hotspots *)context)->items[index];
    buffer_put_byte(out, '{');
    http_put_integer(out, "rank", index + 1);
    http_put_key_member(call, out, "entity_key", item->entity);
    http_put_integer(out, "inbound_count", item->in);
    http_put_integer(out, "outbound_count", item->out);
    http_put_integer(out, "total_coupling", (uint64_t)item->in + item->out);
    buffer_put_byte(out, '}');
}

void
http_answer_hotspots(http_call *call)
{
    struct hotspots *self = http_keep(call, sizeof *self, hotspots_fini);
    query_filter filter = {.scope = call->scope};
    uint64_t total = query_list(call->snapshot, &filter, 0, 0, NULL), asked = http_integer(call, "top");
    size_t top = asked < total ? asked : total;
    self->items = calloc(top + 1, sizeof *self->items);
    assert(self->items);
    size_t count = query_hotspots(call->snapshot, &filter, QUERY_EDGES_DEPENDS, top, self->items, &total);
    http_put_integer(&call->text, "total_entities_analyzed", total);
    http_put_integer(&call->text, "top_requested", asked);
    http_list(call, "hotspots", count, put_hotspot, self);
}
