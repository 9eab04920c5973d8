// The lists that questions fill.
#include <assert.h>
#include <stdlib.h>

#include "stages/server/query_find.h"
#include "stages/server/query_graph.h"

enum { LIST_FIRST = 64 };

void
query_entities_add(query_entities *self, query_entity entity)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : LIST_FIRST;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    self->items[self->count++] = entity;
}

void
query_entities_fini(query_entities *self)
{
    free(self->items);
    *self = (query_entities){0};
}

void
query_hits_fini(query_hits *self)
{
    free(self->items);
    *self = (query_hits){0};
}

void
query_reach_fini(query_reach *self)
{
    free(self->items);
    *self = (query_reach){0};
}

void
query_components_destroy(query_components **self_p)
{
    query_components *self = *self_p;
    if (!self)
        return;
    free(self->starts);
    free(self->members);
    free(self->of_entity);
    free(self);
    *self_p = NULL;
}
