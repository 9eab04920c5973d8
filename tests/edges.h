// edges - rows of edges, for tests that make an index of their own.
#ifndef SLUICE_TESTS_EDGES_H
#define SLUICE_TESTS_EDGES_H

#include <stdlib.h>

#include "schema/edge_rows.h"

struct support_edge {
    edge_row row;
    uint32_t lines[2];
};

// Edges of one family, in any order. Zeroed is empty.
struct support_edges {
    struct support_edge *items;
    size_t count;
};

static inline void
support_edges_add(struct support_edges *self, const edge_row *row, uint32_t line, uint32_t second_line)
{
    self->items = realloc(self->items, (self->count + 1) * sizeof *self->items);
    self->items[self->count++] = (struct support_edge){*row, {line, second_line}};
}

static inline void
support_edges_fini(struct support_edges *self)
{
    free(self->items);
    *self = (struct support_edges){0};
}

static inline int
support_edges_compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static inline int
support_edges_compare(const edge_row *a, const edge_row *b, uint64_t near_a, uint64_t near_b, uint64_t far_a, uint64_t far_b)
{
    int order = support_edges_compare_numbers(near_a, near_b);
    if (!order)
        order = support_edges_compare_numbers(a->type, b->type);
    return order ? order : support_edges_compare_numbers(far_a, far_b);
}

static inline int
support_edges_by_source(const void *a, const void *b)
{
    const edge_row *left = &((const struct support_edge *)a)->row, *right = &((const struct support_edge *)b)->row;
    return support_edges_compare(left, right, left->from, right->from, left->to, right->to);
}

static inline int
support_edges_by_target(const void *a, const void *b)
{
    const edge_row *left = &((const struct support_edge *)a)->row, *right = &((const struct support_edge *)b)->row;
    return support_edges_compare(left, right, left->to, right->to, left->from, right->from);
}

// Hands out the edges' rows in `owner`, and forgets the edges.
static inline void
support_edges_flush(struct support_edges *self, family owner, edge_rows_take *take, void *context)
{
    edge_rows rows;
    edge_rows_init(&rows, owner, take, context);
    if (self->count)
        qsort(self->items, self->count, sizeof *self->items,
              owner == FAMILY_BY_SOURCE ? support_edges_by_source : support_edges_by_target);
    for (size_t i = 0; i < self->count; i++)
        edge_rows_put(&rows, &self->items[i].row, self->items[i].lines);
    edge_rows_end(&rows);
    edge_rows_fini(&rows);
    support_edges_fini(self);
}

#endif
