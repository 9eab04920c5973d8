// query_analysis - what the shape of the whole graph says: ranks, cores, communities, entropy.
//
// The graph: its nodes are the code's entities, tests and external ones left out, so that what is widely tested or what
// wraps a library does not rank for that. Its edges are those by which one entity needs another (QUERY_EDGES_DEPENDS), each
// pair of entities once in each direction, without loops. What a class contains is no dependency; only clusters look at it.
// So everything here is about code entities, and other entities have rank 0, coreness 0 and no community.
//
// Everything is computed over the whole graph, by the first who asks, and kept with the snapshot: asking again, or asking
// for a scope, costs nothing. A scope filters answers: an entity's rank does not depend on who looks at it. Equal rows give
// equal answers, ties ordered by number: where an algorithm takes chances its seed is fixed.
//
// All pointers are lent until the snapshot is released. All but entropy need igraph, which is loaded when first needed: NULL
// when it cannot be.
#ifndef SLUICE_SERVER_QUERY_ANALYSIS_H
#define SLUICE_SERVER_QUERY_ANALYSIS_H

#include "stages/server/query.h"

// A number for each entity, and the code's entities ordered by it.
typedef struct query_ranking {
    double *scores;         // by entity
    query_entity *entities; // the highest first, then by number
    uint32_t count;         // of entities
    uint32_t cutoff;        // longest paths that were counted, 0: all of them
} query_ranking;

// PageRank (Page, Brin, Motwani, Winograd 1999: "The PageRank Citation Ranking"), damping 0.85: what much depends on, that
// much depends on in turn. The scores of all entities add up to 1.
const query_ranking *query_pagerank_of(const query_snapshot *self);

// Betweenness (Freeman 1977: "A Set of Measures of Centrality Based on Betweenness"; Brandes 2001: "A Faster Algorithm for
// Betweenness Centrality"): through how many shortest dependency paths an entity lies, a pair's paths counting 1 together.
// Exact up to QUERY_BETWEENNESS_EXACT_MAX entities of code; in larger graphs paths of up to QUERY_BETWEENNESS_CUTOFF edges
// count ("range-limited", Ercsey-Ravasz and Toroczkai 2010), as `cutoff` says.
enum { QUERY_BETWEENNESS_EXACT_MAX = 5000, QUERY_BETWEENNESS_CUTOFF = 6 };
const query_ranking *query_betweenness_of(const query_snapshot *self);

// Shannon entropy, in bits, of the types of an entity's edges (all types, all edges out of it, Contains too): 0 where it has
// edges of one type or none, log2(n) where n types are equally frequent. For tests too, which are not among `entities`.
const query_ranking *query_entropy_of(const query_snapshot *self);

// "low" below 1.0 bits, "high" from 1.4 on, else "moderate".
const char *query_entropy_text(double bits);

// Coreness (Seidman 1983: "Network Structure and Minimum Degree"; Batagelj and Zaversnik 2003): the largest k such that the
// entity lies in a part of the graph, edges taken without direction, where each has k neighbours or more.
typedef struct query_cores {
    uint32_t *coreness;     // by entity
    query_entity *entities; // of the code, the highest coreness first, then by number
    uint32_t count, max;
} query_cores;

const query_cores *query_cores_of(const query_snapshot *self);

// "core" above two thirds of the greatest coreness, "mid" above one third, else "peripheral".
const char *query_layer_text(const query_cores *self, query_entity entity);

// A partition of the code's entities. One that stays alone, having no edge, is in no community.
typedef struct query_communities {
    double modularity;     // of the whole partition, at resolution 1
    uint32_t count;        // the largest first, then by their first member
    uint32_t *starts;      // count + 1 of them, into members
    query_entity *members; // of one community in the order of numbers
    uint32_t *of_entity;   // by entity: its community, or QUERY_NONE
} query_communities;

// Communities by the Leiden algorithm (Traag, Waltman, van Eck 2019: "From Louvain to Leiden"), which maximises modularity
// (Newman and Girvan 2004), over the graph without directions: parts of the program that depend on each other more than on
// the rest.
const query_communities *query_communities_of(const query_snapshot *self);

// The same at a finer resolution (Reichardt and Bornholdt 2006), over dependencies and what contains what, so that members
// stay with their class and functions near their file: units to be read together. The resolution is the root of the number
// of edges / QUERY_CLUSTER_SCALE, at least 1: what modularity cannot tell apart grows with the root of the edges (Fortunato
// and Barthelemy 2007), so clusters of a large program are not larger for that.
enum { QUERY_CLUSTER_SCALE = 8 };
const query_communities *query_clusters_of(const query_snapshot *self);

#endif
