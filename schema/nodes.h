// nodes - all entities of a generation in memory, just what an edge's end needs: whoever reads many edges
// asks here and not the disk. 32 bytes an entity and its name once.
#ifndef SLUICE_SCHEMA_NODES_H
#define SLUICE_SCHEMA_NODES_H

#include "schema/rows.h"
#include "schema/store.h"

typedef struct nodes nodes;

typedef struct node {
    uint64_t id;
    uint32_t file;
    uint32_t birth;
    uint32_t name, module; // numbers of strings; module of an external entity
    uint8_t kind, language, detection;
} node;

// Reads FAMILY_ENTITIES and FAMILY_TESTS. STATUS_CORRUPT where a row is none, and what reading can give.
status nodes_load(const generation *generation, nodes **out, char *failure);
void nodes_destroy(nodes **self_p);

// Returns the node of that id, or NULL; lent until destroy.
const node *nodes_find(const nodes *self, uint64_t id);

// The nodes of FAMILY_ENTITIES, then those of FAMILY_TESTS, each in the order of their ids.
size_t nodes_count(const nodes *self);
const node *nodes_at(const nodes *self, size_t index);

span nodes_name(const nodes *self, const node *node);

// Appends the node's ISGL1 key; `path` is its file's.
void nodes_put_key(const nodes *self, const node *node, span path, buffer *out);

#endif
