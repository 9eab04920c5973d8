#include "schema/nodes.h"

#include <assert.h>
#include <stdlib.h>

#include "base/intern.h"
#include "schema/render.h"

// The nodes of one family, sorted by id, and where each first 16 bits start: what shares them lies in one or
// two files, so a search within is short.
enum { CLUSTER_COUNT = 1 << 16, FAMILY_PARTS = 2 };

struct part {
    size_t start, count;
    uint32_t clusters[CLUSTER_COUNT + 1];
};

struct nodes {
    node *items;
    size_t count, capacity;
    intern *names;
    struct part parts[FAMILY_PARTS];
};

static void
add(nodes *self, uint64_t id, const entity_row *entity)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity + self->capacity / 2 : 1024;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    bool is_external = entity->kind == ENTITY_EXTERNAL;
    self->items[self->count++] = (node){
        .id = id,
        .file = entity->file,
        .birth = entity->birth,
        .name = intern_add(self->names, entity->name),
        .module = is_external ? intern_add(self->names, entity->qualified_name) : (uint32_t)INTERN_NONE,
        .kind = (uint8_t)entity->kind,
        .language = (uint8_t)entity->language,
        .detection = (uint8_t)entity->detection,
    };
}

static status
load_part(nodes *self, store_reader *stored, family owner, struct part *part, char *failure)
{
    store_iterator *rows = store_iterator_new(stored, owner, (span){0});
    span key, value;
    entity_row entity;
    status result = STATUS_OK;
    part->start = self->count;
    while (!result && store_iterator_next(rows, &key, &value, &result, failure)) {
        if (key.size != 8 || entity_row_unpack(value, &entity))
            result =
                store_failure(failure, STATUS_CORRUPT, "family %s holds a corrupt row; run `sluice check`",
                              family_infos[owner].name);
        else
            add(self, load_u64_be(key.data), &entity);
    }
    store_iterator_destroy(&rows);
    part->count = self->count - part->start;
    size_t at = 0;
    for (size_t cluster = 0; cluster <= CLUSTER_COUNT; cluster++) {
        while (at < part->count && self->items[part->start + at].id >> 48 < cluster)
            at++;
        part->clusters[cluster] = (uint32_t)at;
    }
    return result;
}

status
nodes_load(const generation *from, nodes **out, char *failure)
{
    static const family families[FAMILY_PARTS] = {FAMILY_ENTITIES, FAMILY_TESTS};
    nodes *self = calloc(1, sizeof *self);
    assert(self);
    self->names = intern_new();
    status result = STATUS_OK;
    for (unsigned i = 0; i < FAMILY_PARTS && !result; i++)
        result = load_part(self, from->relations[family_infos[families[i]].relation], families[i],
                           &self->parts[i], failure);
    if (result)
        nodes_destroy(&self);
    else
        *out = self;
    return result;
}

void
nodes_destroy(nodes **self_p)
{
    nodes *self = *self_p;
    if (!self)
        return;
    intern_destroy(&self->names);
    free(self->items);
    free(self);
    *self_p = NULL;
}

const node *
nodes_find(const nodes *self, uint64_t id)
{
    for (unsigned i = 0; i < FAMILY_PARTS; i++) {
        const struct part *part = &self->parts[i];
        const node *items = self->items + part->start;
        size_t low = part->clusters[id >> 48], end = part->clusters[(id >> 48) + 1], high = end;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (items[middle].id < id)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < end && items[low].id == id)
            return &items[low];
    }
    return NULL;
}

size_t
nodes_count(const nodes *self)
{
    return self->count;
}

const node *
nodes_at(const nodes *self, size_t index)
{
    assert(index < self->count);
    return &self->items[index];
}

span
nodes_name(const nodes *self, const node *which)
{
    return intern_text(self->names, which->name);
}

void
nodes_put_key(const nodes *self, const node *which, span path, buffer *out)
{
    entity_row entity = {
        .kind = (entity_kind)which->kind,
        .language = (language_id)which->language,
        .birth = which->birth,
        .name = nodes_name(self, which),
    };
    if (which->module != INTERN_NONE)
        entity.qualified_name = intern_text(self->names, which->module);
    render_key(out, &entity, path);
}
