// edges - what references, definitions and imports are as edges, before they are sorted.
//
//   edges.c     what each of them means
//   portions.c  portions of the tree, bound on several threads
//   rows.c      the rows, in order
#ifndef SLUICE_STAGES_LINKER_EDGES_H
#define SLUICE_STAGES_LINKER_EDGES_H

#include "stages/linker/tables.h"

struct raw_edge {
    symbol_ref from;
    symbol_ref to; // file LINK_NONE: `symbol` is one of raw_edges.externals
    uint32_t line;
    uint8_t type, resolution;
};

// Something outside of the tree, as one edge names it.
struct raw_external {
    uint32_t language, module, name; // names; module LINK_NONE when unknown
};

struct raw_edges {
    struct raw_edge *items;
    uint32_t count, capacity;
    struct raw_external *externals;
    uint32_t external_count, external_capacity;
};

void raw_edges_fini(struct raw_edges *self);

// Adds the edges whose source is in the file, without the strays; binds its references.
void edges_of_file(struct linker *self, uint32_t file, struct raw_edges *edges);

// Contains edges whose source is in another file than what it contains, by the source's file. The caller owns them.
struct raw_edges edges_find_strays(const struct linker *self);

// Adds the strays whose source is in the file.
void edges_take_strays(const struct raw_edges *strays, uint32_t file, struct raw_edges *edges);

// ---- portions.c

// Some files that follow each other in the order they are bound in: all of a few clusters.
struct portion {
    uint32_t first, end; // into `files`
    struct raw_edges edges;
};

typedef struct portions portions;

// Begins to bind the references of `files`, which are in the order of their clusters. The caller owns it; `files` is lent.
portions *portions_start(struct linker *self, const uint32_t *files, uint32_t count);

// The next portion, with its edges in the order of files; lent until the next call. NULL after the last.
const struct portion *portions_next(portions *self);

// Ends the threads, adds their counts to linker.resolutions, and sets *self_p to NULL.
void portions_stop(portions **self_p);

// ---- rows.c

// The first 16 bits of the ids of a file's entities.
uint64_t cluster_of_file(const struct linker *self, uint32_t file);

// Binds all references and emits all rows. STATUS_CONFLICT as linker_link().
status rows_make(struct linker *self, linker_emit *emit, void *context, char *failure);

#endif
