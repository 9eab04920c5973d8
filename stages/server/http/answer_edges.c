// Edges: all of them, those into an entity, those out of it.
#include "stages/server/http/endpoint.h"

// A list's items are asked for in their order, so a walk is all that has to be kept.
struct walk {
    query_edges edges;
    query_scope scope; // of the other end
    bool is_reverse;
};

static bool
next_in_scope(const http_call *call, struct walk *walk, query_edge *edge)
{
    while (query_edges_next(&walk->edges, edge)) {
        if (query_in_scope(call->snapshot, walk->is_reverse ? edge->from : edge->to, walk->scope))
            return true;
    }
    return false;
}

static void
put_next(http_call *call, buffer *out, void *context, uint64_t index)
{
    (void)index;
    query_edge edge;
    if (next_in_scope(call, context, &edge))
        http_put_edge(call, out, &edge);
}

static uint64_t
count_in_scope(const http_call *call, struct walk walk)
{
    query_edge edge;
    uint64_t count = 0;
    while (next_in_scope(call, &walk, &edge))
        count++;
    return count;
}

// All that needs the entity, or that it needs; what a class contains is not that.
static void
answer_neighbours(http_call *call, const char *name, bool is_reverse)
{
    struct walk *walk = http_keep(call, sizeof *walk, NULL);
    walk->edges = is_reverse ? query_edges_in(call->snapshot, call->entity, QUERY_EDGES_DEPENDS)
                             : query_edges_out(call->snapshot, call->entity, QUERY_EDGES_DEPENDS);
    walk->scope = call->scope;
    walk->is_reverse = is_reverse;
    uint64_t total = count_in_scope(call, *walk), offset;
    query_edge skipped;
    http_page_of(call, total, &offset);
    for (uint64_t i = 0; i < offset; i++)
        next_in_scope(call, walk, &skipped);
    http_page(call, "total_count", total, name, put_next, walk);
}

void
http_answer_callers(http_call *call)
{
    answer_neighbours(call, "callers", true);
}

void
http_answer_callees(http_call *call)
{
    answer_neighbours(call, "callees", false);
}

void
http_answer_edges(http_call *call)
{
    struct walk *walk = http_keep(call, sizeof *walk, NULL);
    walk->edges = query_edges_within(call->snapshot, call->scope, QUERY_EDGES_ALL);
    uint64_t total = query_edges_count(&walk->edges), offset;
    uint64_t count = http_page_of(call, total, &offset);
    query_edges_skip(&walk->edges, offset);
    http_put_integer(&call->text, "total_count", total);
    http_put_integer(&call->text, "returned_count", count);
    http_put_integer(&call->text, "limit", http_integer(call, "limit"));
    http_put_integer(&call->text, "offset", http_integer(call, "offset"));
    http_list(call, "edges", count, put_next, walk);
}
