// query_graph - what follows from many edges: reach, tests, components, cycles, hotspots.
#ifndef SLUICE_SERVER_QUERY_GRAPH_H
#define SLUICE_SERVER_QUERY_GRAPH_H

#include "stages/server/query.h"

// ---- reach

typedef struct query_reach_options {
    bool is_reverse;       // against the edges: what is affected by a change
    unsigned types;        // of the edges followed; 0 is QUERY_EDGES_DEPENDS
    uint32_t hops_max;     // 0: no bound
    uint32_t entities_max; // stop when so many are kept; 0: no bound
    unsigned classes;      // kept in the answer (all are passed through); 0 is QUERY_ALL
    query_scope scope;     // likewise
} query_reach_options;

typedef struct query_reached {
    query_entity entity;
    query_entity via; // the neighbour on a shortest way to the start: the one of the lowest number
    uint32_t hop;     // from 1
} query_reached;

// A zeroed one is empty.
typedef struct query_reach {
    query_reached *items; // by hop, then by number; without the start itself
    size_t count, capacity;
    bool is_cut; // entities_max was met: there is more
} query_reach;

void query_reach_fini(query_reach *self);

// Finds all that can be reached from `start` (or reaches it).
void query_reach_from(const query_snapshot *self, query_entity start, const query_reach_options *options,
                      query_reach *found);

// Finds the tests from which `target` can be reached over calls and uses, nearest first: tests alone, helpers
// among them that are tests by their file. `hops_max` and `limit` as above.
void query_tests_of(const query_snapshot *self, query_entity target, uint32_t hops_max, uint32_t limit,
                    query_scope scope, query_reach *found);

// ---- strongly connected components and cycles

// Components of two members and more, over QUERY_EDGES_DEPENDS: the largest first, then by their first
// member; members in the order of numbers. Entities in none of them are components of one.
typedef struct query_components {
    uint32_t count;
    uint32_t *starts;      // count + 1 of them, into members
    query_entity *members; // starts[count] of them
    uint32_t *of_entity;   // by entity: its component, or QUERY_NONE
} query_components;

// Returns those of the whole graph: computed by the first who asks, lent until the snapshot is released.
const query_components *query_components_of(const query_snapshot *self);

// Returns those of the part of the graph that lies in scope and has only edges of `types`; the caller frees
// it.
query_components *query_components_new(const query_snapshot *self, unsigned types, query_scope scope);
void query_components_destroy(query_components **self_p);

// Puts a shortest cycle through the first member of a component into `path`, starting there; the edge from
// its last entity back to the first is not repeated. `types` are those the components were made with.
void query_cycle_of(const query_snapshot *self, const query_components *components, uint32_t component,
                    unsigned types, query_entities *path);

// ---- degrees

typedef struct query_hotspot {
    query_entity entity;
    uint32_t in, out; // edges of the types asked for
} query_hotspot;

// How many edges of `types` go into (out of) an entity. At once for QUERY_EDGES_ALL.
uint32_t query_in_degree(const query_snapshot *self, query_entity entity, unsigned types);
uint32_t query_out_degree(const query_snapshot *self, query_entity entity, unsigned types);

// Puts the `top` entities that pass `filter` with most edges in and out into `found` (room for `top`), most
// first, then by number. Returns how many were put; *total is how many pass.
size_t query_hotspots(const query_snapshot *self, const query_filter *filter, unsigned types, size_t top,
                      query_hotspot *found, uint64_t *total);

#endif
