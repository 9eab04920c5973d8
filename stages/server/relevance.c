#include "stages/server/query_context.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "stages/server/query_graph.h"
#include "stages/server/query_source.h"

enum {
    NEIGHBOURS_MAX = 512, // candidates of one role, in the order of edges
    SECOND_HOPS_FROM = 16, // of the best candidates: their neighbours count as well
    SECOND_HOPS_EACH = 16,
    CANDIDATES_MAX = 4096,
    TRIES_MAX = 200, // candidates whose text is read
};

const char *const query_role_texts[QUERY_ROLE_COUNT] = {
    [QUERY_ROLE_SELF] = "itself", [QUERY_ROLE_CONTAINER] = "contains it", [QUERY_ROLE_CALLEE] = "used by it",
    [QUERY_ROLE_TYPE] = "type",   [QUERY_ROLE_CALLER] = "calls it",       [QUERY_ROLE_TEST] = "test",
};

static const double role_weights[QUERY_ROLE_COUNT] = {
    [QUERY_ROLE_SELF] = 1,   [QUERY_ROLE_CONTAINER] = 0.85, [QUERY_ROLE_CALLEE] = 0.8,
    [QUERY_ROLE_TYPE] = 0.9, [QUERY_ROLE_CALLER] = 0.7,     [QUERY_ROLE_TEST] = 0.5,
};

// How likely it is that an edge is what it says.
static const double certainties[RESOLUTION_COUNT] = {
    [RESOLUTION_SCOPE] = 1,  [RESOLUTION_IMPORT] = 1,     [RESOLUTION_TYPE] = 1,
    [RESOLUTION_UNIQUE] = 0.8, [RESOLUTION_OVERRIDE] = 0.6,
};

struct candidates {
    query_context_item *items;
    size_t count;
};

void
query_context_fini(query_context *self)
{
    free(self->items);
    buffer_fini(&self->text);
    *self = (query_context){0};
}

// ---- candidates

static query_role
role_of(const query_node *node, bool is_reverse)
{
    if (node->detection != DETECTION_NONE)
        return QUERY_ROLE_TEST;
    if (is_reverse)
        return QUERY_ROLE_CALLER;
    return entity_kind_is_type(node->kind) ? QUERY_ROLE_TYPE : QUERY_ROLE_CALLEE;
}

// What everybody uses says little about one of its users.
static double
rarity(const query_snapshot *snapshot, query_entity entity)
{
    return 1 / (1 + log10(1.0 + query_in_degree(snapshot, entity, QUERY_EDGES_ALL)) / 5);
}

static void
add_candidate(const query_snapshot *snapshot, const query_edge *edge, bool is_reverse, double distance, uint32_t hops,
              struct candidates *all)
{
    query_entity entity = is_reverse ? edge->from : edge->to;
    query_node node = query_node_of(snapshot, entity);
    if (all->count == CANDIDATES_MAX || node.kind == ENTITY_EXTERNAL || (node.kind == ENTITY_MODULE && node.line_start <= 1))
        return;
    query_role role = role_of(&node, is_reverse);
    double often = 1 - 0.3 / (edge->line_count ? edge->line_count : 1);
    double relevance = role_weights[role] * certainties[edge->resolution] * often * rarity(snapshot, entity) * distance;
    if (relevance > 0)
        all->items[all->count++] =
            (query_context_item){.entity = entity, .role = role, .relevance = relevance, .hops = hops};
}

static void
add_neighbours(const query_snapshot *snapshot, query_entity entity, bool is_reverse, double distance, uint32_t hops,
               uint32_t most, struct candidates *all)
{
    query_edges edges = is_reverse ? query_edges_in(snapshot, entity, QUERY_EDGES_DEPENDS)
                                   : query_edges_out(snapshot, entity, QUERY_EDGES_DEPENDS);
    query_edge edge;
    for (uint32_t taken = 0; taken < most && query_edges_next(&edges, &edge); taken++)
        add_candidate(snapshot, &edge, is_reverse, distance, hops, all);
}

static void
add_container(const query_snapshot *snapshot, query_entity entity, struct candidates *all)
{
    query_edges edges = query_edges_in(snapshot, entity, 1u << EDGE_CONTAINS);
    query_edge edge;
    if (!query_edges_next(&edges, &edge) || all->count == CANDIDATES_MAX)
        return;
    query_node node = query_node_of(snapshot, edge.from);
    if (entity_kind_is_type(node.kind))
        all->items[all->count++] = (query_context_item){
            .entity = edge.from, .role = QUERY_ROLE_CONTAINER, .relevance = role_weights[QUERY_ROLE_CONTAINER], .hops = 1};
}

static int
compare_entities(const void *a, const void *b)
{
    const query_context_item *left = a, *right = b;
    if (left->entity != right->entity)
        return left->entity < right->entity ? -1 : 1;
    return (left->relevance < right->relevance) - (left->relevance > right->relevance);
}

static int
compare_relevance(const void *a, const void *b)
{
    const query_context_item *left = a, *right = b;
    if (left->relevance != right->relevance)
        return left->relevance > right->relevance ? -1 : 1;
    return (left->entity > right->entity) - (left->entity < right->entity);
}

static bool
is_inside(const query_node *inner, const query_node *outer)
{
    return inner->file == outer->file && inner->line_start >= outer->line_start && inner->line_end <= outer->line_end;
}

// Leaves each entity once, with its best relevance, and neither the one that is asked about nor what is in it; best first.
static void
rank(const query_snapshot *snapshot, struct candidates *all, query_entity asked)
{
    query_node outer = query_node_of(snapshot, asked);
    size_t kept = 0;
    qsort(all->items, all->count, sizeof *all->items, compare_entities);
    for (size_t i = 0; i < all->count; i++) {
        bool is_known = kept && all->items[kept - 1].entity == all->items[i].entity;
        query_node node = query_node_of(snapshot, all->items[i].entity);
        if (!is_known && !is_inside(&node, &outer))
            all->items[kept++] = all->items[i];
    }
    all->count = kept;
    qsort(all->items, all->count, sizeof *all->items, compare_relevance);
}

static void
gather(const query_snapshot *snapshot, query_entity entity, struct candidates *all)
{
    add_container(snapshot, entity, all);
    add_neighbours(snapshot, entity, false, 1, 1, NEIGHBOURS_MAX, all);
    add_neighbours(snapshot, entity, true, 1, 1, NEIGHBOURS_MAX, all);
    rank(snapshot, all, entity);
    size_t first_hops = all->count < SECOND_HOPS_FROM ? all->count : SECOND_HOPS_FROM;
    for (size_t i = 0; i < first_hops; i++) {
        query_context_item near = all->items[i];
        bool is_reverse = near.role == QUERY_ROLE_CALLER;
        if (near.role != QUERY_ROLE_TEST)
            add_neighbours(snapshot, near.entity, is_reverse, near.relevance / 3, 2, SECOND_HOPS_EACH, all);
    }
    rank(snapshot, all, entity);
}

// ---- text

static uint32_t
tokens_of(size_t bytes)
{
    return (uint32_t)((bytes + QUERY_TOKEN_BYTES - 1) / QUERY_TOKEN_BYTES);
}

static void
put_head(const query_snapshot *snapshot, const query_context_item *item, const char *part, buffer *out)
{
    query_node node = query_node_of(snapshot, item->entity);
    if (out->size)
        buffer_put_byte(out, '\n');
    buffer_put_span(out, node.path);
    buffer_printf(out, ":%u-%u %s ", node.line_start, node.line_end, entity_kind_texts[node.kind]);
    buffer_put_span(out, node.qualified_name);
    buffer_printf(out, " (%s%s)\n", query_role_texts[item->role], part);
}

static void
put_lines(buffer *out, span text)
{
    buffer_put_span(out, text);
    if (text.size && text.data[text.size - 1] != '\n')
        buffer_put_byte(out, '\n');
}

// The lines of `text` that fit into so many bytes.
static span
whole_lines(span text, size_t bytes)
{
    size_t end = bytes < text.size ? bytes : text.size;
    while (end > 0 && end < text.size && text.data[end - 1] != '\n')
        end--;
    return span_slice(text, 0, end);
}

static void
put_portion(const query_snapshot *snapshot, const query_context_item *item, const query_source *source, size_t room,
            buffer *out)
{
    switch (item->portion) {
    case QUERY_WHOLE:
        put_head(snapshot, item, "", out);
        put_lines(out, source->code);
        break;
    case QUERY_OUTLINE:
        put_head(snapshot, item, ", outline", out);
        put_lines(out, source->documentation);
        put_lines(out, source->signature);
        break;
    default: {
        size_t before = out->size;
        put_head(snapshot, item, ", cut", out);
        size_t head = out->size - before;
        put_lines(out, whole_lines(source->code, room > head + 1 ? room - head - 1 : 0));
    }
    }
}

// Takes the candidate in the first of the portions that fits; false when none does.
static bool
take(query_context *self, const query_snapshot *snapshot, query_context_item *item, const query_source *source,
     uint32_t budget)
{
    static const query_portion portions[] = {QUERY_WHOLE, QUERY_OUTLINE, QUERY_BEGINNING};
    bool is_self = item->role == QUERY_ROLE_SELF;
    size_t start = self->text.size, room = (size_t)(budget - self->tokens) * QUERY_TOKEN_BYTES;
    for (size_t i = 0; i < sizeof portions / sizeof *portions; i++) {
        item->portion = portions[i];
        bool is_container = item->role == QUERY_ROLE_CONTAINER; // its code holds the entity's own
        if (is_self ? item->portion == QUERY_OUTLINE : item->portion == QUERY_BEGINNING)
            continue;
        if (is_container && item->portion == QUERY_WHOLE)
            continue;
        put_portion(snapshot, item, source, room, &self->text);
        if (self->text.size - start <= room) {
            item->start = start;
            item->end = self->text.size;
            item->tokens = tokens_of(item->end - item->start);
            self->tokens += item->tokens;
            self->items[self->count++] = *item;
            return true;
        }
        self->text.size = start;
    }
    return false;
}

status
query_context_of(const query_snapshot *snapshot, query_entity entity, uint32_t tokens, query_context *found,
                 char *failure)
{
    struct candidates all = {.items = malloc(CANDIDATES_MAX * sizeof *all.items)};
    found->items = realloc(found->items, QUERY_CONTEXT_ITEMS_MAX * sizeof *found->items);
    assert(all.items && found->items);
    found->capacity = QUERY_CONTEXT_ITEMS_MAX;
    found->count = 0;
    found->tokens = found->left_out = 0;
    buffer_clear(&found->text);
    gather(snapshot, entity, &all);
    query_context_item itself = {.entity = entity, .role = QUERY_ROLE_SELF, .relevance = 1};
    query_source source = {0};
    status result = query_source_load(&source, snapshot, entity, failure);
    if (result == STATUS_OK)
        take(found, snapshot, &itself, &source, tokens);
    for (size_t i = 0; i < all.count && result == STATUS_OK; i++) {
        if (i >= TRIES_MAX || found->count == QUERY_CONTEXT_ITEMS_MAX) {
            found->left_out += (uint32_t)(all.count - i);
            break;
        }
        result = query_source_load(&source, snapshot, all.items[i].entity, failure);
        if (result == STATUS_OK && !take(found, snapshot, &all.items[i], &source, tokens))
            found->left_out++;
    }
    query_source_fini(&source);
    free(all.items);
    return result;
}
