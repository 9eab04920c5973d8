// Analyses of the whole graph. The algorithms are igraph's; here is what goes in and what comes out.
//
// Debian's igraph is not thread-safe (its random numbers and its error state are the process's), so one analysis is
// computed at a time. That holds up nobody but those who ask for an analysis that has not been made yet.
#include <assert.h>
#include <dlfcn.h>
#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include <igraph/igraph.h>

#include "base/log.h"
#include "stages/server/query_analysis.h"
#include "stages/server/snapshot.h"

enum { SEED = 20190326, LEIDEN_ROUNDS = 2 };

static const double DAMPING = 0.85;
static const double LEIDEN_BETA = 0.01; // how random a refinement may be

static pthread_mutex_t igraph_lock = PTHREAD_MUTEX_INITIALIZER;

// igraph is loaded by the first analysis, not linked: it brings twenty libraries (BLAS, GLPK ...), whose loading would cost
// each start of `sluice`, and a question on the command line is to be answered in less than that takes.
#define IGRAPH_LIBRARY "libigraph.so.3" // the interface of 0.10
#define IGRAPH_FUNCTIONS(F)                                                                                          \
    F(betweenness_cutoff) F(community_leiden) F(coreness) F(create) F(degree) F(destroy)                             \
    F(ecount) F(modularity) F(pagerank) F(rng_default) F(rng_destroy) F(rng_init)                                    \
    F(rng_seed) F(rng_set_default) F(simplify) F(vector_destroy) F(vector_init)                                      \
    F(vector_int_destroy) F(vector_int_init) F(vss_all)

static struct {
#define FUNCTION(name) __typeof__(igraph_##name) *name;
    IGRAPH_FUNCTIONS(FUNCTION)
#undef FUNCTION
    const igraph_rng_type_t *mersenne;
    bool is_loaded;
} lib;

static bool
load_all(void *handle)
{
    bool is_whole = (lib.mersenne = dlsym(handle, "igraph_rngtype_mt19937")) != NULL;
#define FUNCTION(name)                                                                                                 \
    *(void **)&lib.name = dlsym(handle, "igraph_" #name);                                                              \
    is_whole = is_whole && lib.name;
    IGRAPH_FUNCTIONS(FUNCTION)
#undef FUNCTION
    return is_whole;
}

// Makes sure that igraph is there; false, with a line in the log, when it cannot be loaded.
static bool
load(void)
{
    pthread_mutex_lock(&igraph_lock);
    if (!lib.is_loaded) {
        void *handle = dlopen(IGRAPH_LIBRARY, RTLD_NOW | RTLD_LOCAL);
        lib.is_loaded = handle && load_all(handle);
        if (!lib.is_loaded)
            log_error("ANALYSIS", "library=%s reason=\"%s\"", IGRAPH_LIBRARY, handle ? "it lacks a function" : dlerror());
    }
    bool is_loaded = lib.is_loaded;
    pthread_mutex_unlock(&igraph_lock);
    return is_loaded;
}

// The nodes are the entities of code, in the order of numbers.
struct graph {
    igraph_t graph;
    query_entity *entities; // by node
    uint32_t *nodes;        // by entity: its node, or QUERY_NONE
    uint32_t count;
    igraph_rng_t random, *random_before;
};

// igraph fails only where memory is exhausted, or where we call it wrongly.
static void
must(igraph_error_t error)
{
    assert(error == IGRAPH_SUCCESS);
    (void)error;
}

static bool
is_code(const image *image, query_entity entity)
{
    return image->entities[entity].file != QUERY_NONE && image->entities[entity].detection == DETECTION_NONE;
}

// ---- from rows to a graph

struct ends {
    query_entity *items; // from, to, from, to ...
    size_t count, capacity;
};

static void
ends_add(struct ends *self, query_entity from, query_entity to)
{
    if (self->count + 2 > self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : 4096;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    self->items[self->count++] = from;
    self->items[self->count++] = to;
}

// Collects the ends of all edges between code, of `types`: each pair once in each direction, loops never.
static void
collect_ends(const image *image, unsigned types, struct ends *out)
{
    query_entity *seen = malloc(((size_t)image->entity_count + 1) * sizeof *seen); // by target: the last source
    assert(seen);
    memset(seen, 0xff, ((size_t)image->entity_count + 1) * sizeof *seen);
    for (query_entity from = 0; from < image->entity_count; from++) {
        for (uint32_t i = image->out_starts[from]; is_code(image, from) && i < image->out_starts[from + 1]; i++) {
            query_entity to = image->edge_to[i];
            bool is_meant = types >> (image->edge_kind[i] >> 4) & 1 && to != from && is_code(image, to) &&
                            seen[to] != from;
            if (!is_meant)
                continue;
            seen[to] = from;
            ends_add(out, from, to);
        }
    }
    free(seen);
}

static void
number_nodes(struct graph *self, const image *image)
{
    self->nodes = malloc(((size_t)image->entity_count + 1) * sizeof *self->nodes);
    self->entities = malloc(((size_t)image->entity_count + 1) * sizeof *self->entities);
    assert(self->nodes && self->entities);
    for (query_entity i = 0; i < image->entity_count; i++) {
        self->nodes[i] = is_code(image, i) ? self->count : (uint32_t)QUERY_NONE;
        if (is_code(image, i))
            self->entities[self->count++] = i;
    }
}

// Takes igraph for this thread, with random numbers that start anew.
static void
graph_open(struct graph *self, const query_snapshot *snapshot, unsigned types, bool is_directed)
{
    struct ends ends = {0};
    igraph_vector_int_t edges;
    *self = (struct graph){0};
    collect_ends(snapshot->image, types, &ends);
    number_nodes(self, snapshot->image);
    pthread_mutex_lock(&igraph_lock);
    must(lib.rng_init(&self->random, lib.mersenne));
    must(lib.rng_seed(&self->random, SEED));
    self->random_before = lib.rng_default();
    lib.rng_set_default(&self->random);
    must(lib.vector_int_init(&edges, (igraph_integer_t)ends.count));
    for (size_t i = 0; i < ends.count; i++)
        VECTOR(edges)[i] = self->nodes[ends.items[i]];
    free(ends.items);
    must(lib.create(&self->graph, &edges, self->count, is_directed));
    lib.vector_int_destroy(&edges);
    if (!is_directed) // A to B and B to A
        must(lib.simplify(&self->graph, true, true, NULL));
}

static void
graph_close(struct graph *self)
{
    lib.destroy(&self->graph);
    lib.rng_set_default(self->random_before);
    lib.rng_destroy(&self->random);
    pthread_mutex_unlock(&igraph_lock);
    free(self->entities);
    free(self->nodes);
    malloc_trim(0); // tens of megabytes, which the allocator would keep
}

// ---- rankings

static int
compare_scores(const void *a, const void *b, void *context)
{
    const double *scores = context;
    query_entity left = *(const query_entity *)a, right = *(const query_entity *)b;
    if (scores[left] != scores[right])
        return scores[left] > scores[right] ? -1 : 1;
    return (left > right) - (left < right);
}

// Returns a ranking whose scores are 0 and whose order is that of numbers.
static query_ranking *
ranking_new(const image *image)
{
    query_ranking *self = calloc(1, sizeof *self);
    assert(self);
    self->scores = calloc((size_t)image->entity_count + 1, sizeof *self->scores);
    self->entities = malloc(((size_t)image->entity_count + 1) * sizeof *self->entities);
    assert(self->scores && self->entities);
    for (query_entity i = 0; i < image->entity_count; i++) {
        if (is_code(image, i))
            self->entities[self->count++] = i;
    }
    return self;
}

static void
ranking_sort(query_ranking *self)
{
    qsort_r(self->entities, self->count, sizeof *self->entities, compare_scores, self->scores);
}

static void
ranking_destroy(void *ranking)
{
    query_ranking *self = ranking;
    free(self->scores);
    free(self->entities);
    free(self);
}

static void
take_scores(query_ranking *self, const struct graph *graph, const igraph_vector_t *scores)
{
    for (uint32_t i = 0; i < graph->count; i++)
        self->scores[graph->entities[i]] = VECTOR(*scores)[i];
}

static void *
make_pagerank(const query_snapshot *snapshot)
{
    if (!load())
        return NULL;
    struct graph graph;
    igraph_vector_t scores;
    query_ranking *self = ranking_new(snapshot->image);
    graph_open(&graph, snapshot, QUERY_EDGES_DEPENDS, true);
    must(lib.vector_init(&scores, 0));
    must(lib.pagerank(&graph.graph, IGRAPH_PAGERANK_ALGO_PRPACK, &scores, NULL, lib.vss_all(), true, DAMPING, NULL,
                         NULL));
    take_scores(self, &graph, &scores);
    lib.vector_destroy(&scores);
    graph_close(&graph);
    ranking_sort(self);
    return self;
}

static void *
make_betweenness(const query_snapshot *snapshot)
{
    if (!load())
        return NULL;
    struct graph graph;
    igraph_vector_t scores;
    query_ranking *self = ranking_new(snapshot->image);
    graph_open(&graph, snapshot, QUERY_EDGES_DEPENDS, true);
    self->cutoff = graph.count > QUERY_BETWEENNESS_EXACT_MAX ? QUERY_BETWEENNESS_CUTOFF : 0;
    must(lib.vector_init(&scores, 0));
    must(lib.betweenness_cutoff(&graph.graph, &scores, lib.vss_all(), true, NULL,
                                   self->cutoff ? (double)self->cutoff : -1));
    take_scores(self, &graph, &scores);
    lib.vector_destroy(&scores);
    graph_close(&graph);
    ranking_sort(self);
    return self;
}

static double
entropy_of(const image *image, query_entity entity)
{
    uint32_t counts[EDGE_TYPE_COUNT] = {0}, start = image->out_starts[entity], end = image->out_starts[entity + 1];
    double bits = 0;
    for (uint32_t i = start; i < end; i++)
        counts[image->edge_kind[i] >> 4]++;
    for (int type = 0; type < EDGE_TYPE_COUNT; type++) {
        double share = counts[type] ? (double)counts[type] / (end - start) : 1;
        bits -= share * log2(share);
    }
    return bits > 0 ? bits : 0; // -0 is 0
}

static void *
make_entropy(const query_snapshot *snapshot)
{
    query_ranking *self = ranking_new(snapshot->image);
    for (query_entity i = 0; i < snapshot->image->entity_count; i++)
        self->scores[i] = entropy_of(snapshot->image, i);
    ranking_sort(self);
    return self;
}

const query_ranking *
query_pagerank_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_PAGERANK, make_pagerank, ranking_destroy);
}

const query_ranking *
query_betweenness_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_BETWEENNESS, make_betweenness, ranking_destroy);
}

const query_ranking *
query_entropy_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_ENTROPY, make_entropy, ranking_destroy);
}

const char *
query_entropy_text(double bits)
{
    return bits < 1.0 ? "low" : bits < 1.4 ? "moderate" : "high";
}

// ---- cores

static int
compare_cores(const void *a, const void *b, void *context)
{
    const uint32_t *coreness = context;
    query_entity left = *(const query_entity *)a, right = *(const query_entity *)b;
    if (coreness[left] != coreness[right])
        return coreness[left] > coreness[right] ? -1 : 1;
    return (left > right) - (left < right);
}

static void *
make_cores(const query_snapshot *snapshot)
{
    if (!load())
        return NULL;
    const image *image = snapshot->image;
    struct graph graph;
    igraph_vector_int_t found;
    query_cores *self = calloc(1, sizeof *self);
    assert(self);
    self->coreness = calloc((size_t)image->entity_count + 1, sizeof *self->coreness);
    self->entities = malloc(((size_t)image->entity_count + 1) * sizeof *self->entities);
    assert(self->coreness && self->entities);
    graph_open(&graph, snapshot, QUERY_EDGES_DEPENDS, false);
    must(lib.vector_int_init(&found, 0));
    must(lib.coreness(&graph.graph, &found, IGRAPH_ALL));
    for (uint32_t i = 0; i < graph.count; i++) {
        uint32_t coreness = (uint32_t)VECTOR(found)[i];
        self->coreness[graph.entities[i]] = coreness;
        self->max = coreness > self->max ? coreness : self->max;
    }
    lib.vector_int_destroy(&found);
    graph_close(&graph);
    for (query_entity i = 0; i < image->entity_count; i++) {
        if (is_code(image, i))
            self->entities[self->count++] = i;
    }
    qsort_r(self->entities, self->count, sizeof *self->entities, compare_cores, self->coreness);
    return self;
}

static void
destroy_cores(void *cores)
{
    query_cores *self = cores;
    free(self->coreness);
    free(self->entities);
    free(self);
}

const query_cores *
query_cores_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_CORENESS, make_cores, destroy_cores);
}

const char *
query_layer_text(const query_cores *self, query_entity entity)
{
    uint64_t thrice = 3 * (uint64_t)self->coreness[entity];
    return thrice > 2 * (uint64_t)self->max ? "core" : thrice > self->max ? "mid" : "peripheral";
}

// ---- communities

struct community {
    uint32_t label, size, first;
};

static int
compare_communities(const void *a, const void *b)
{
    const struct community *left = a, *right = b;
    if (left->size != right->size)
        return left->size > right->size ? -1 : 1;
    return (left->first > right->first) - (left->first < right->first);
}

// Brings igraph's labels, which mean nothing, into the order of communities. Nodes are in the order of numbers, so members
// come out in it.
static void
take_membership(query_communities *self, const struct graph *graph, const igraph_vector_int_t *labels,
                uint32_t node_count)
{
    struct community *list = calloc((size_t)self->count + 1, sizeof *list);
    uint32_t *place = calloc((size_t)self->count + 1, sizeof *place), *next;
    self->starts = calloc((size_t)self->count + 2, sizeof *self->starts);
    self->members = calloc((size_t)graph->count + 1, sizeof *self->members);
    assert(list && place && self->starts && self->members);
    for (uint32_t i = node_count; i > 0; i--) {
        struct community *one = &list[VECTOR(*labels)[i - 1]];
        *one = (struct community){(uint32_t)VECTOR(*labels)[i - 1], one->size + 1, graph->entities[i - 1]};
    }
    if (self->count)
        qsort(list, self->count, sizeof *list, compare_communities);
    while (self->count && list[self->count - 1].size == 1) // without an edge
        place[list[--self->count].label] = QUERY_NONE;
    for (uint32_t i = 0; i < self->count; i++) {
        place[list[i].label] = i;
        self->starts[i + 1] = self->starts[i] + list[i].size;
    }
    next = calloc((size_t)self->count + 1, sizeof *next);
    assert(next);
    memcpy(next, self->starts, self->count * sizeof *next);
    for (uint32_t i = 0; i < node_count; i++) {
        uint32_t community = place[VECTOR(*labels)[i]];
        if (community == QUERY_NONE)
            continue;
        self->members[next[community]++] = graph->entities[i];
        self->of_entity[graph->entities[i]] = community;
    }
    free(next);
    free(place);
    free(list);
}

// Modularity with resolution g is what Leiden maximises when a node weighs its degree and an edge between two nodes is expected
// g / 2m times the product of their weights.
static void
find_communities(query_communities *self, const struct graph *graph, bool is_fine)
{
    igraph_vector_int_t labels, degrees;
    igraph_vector_t weights;
    igraph_integer_t count = 0;
    double edges = (double)lib.ecount(&graph->graph);
    double resolution = is_fine ? fmax(1, sqrt(edges) / QUERY_CLUSTER_SCALE) : 1;
    must(lib.vector_int_init(&labels, 0));
    must(lib.vector_int_init(&degrees, 0));
    must(lib.vector_init(&weights, graph->count));
    must(lib.degree(&graph->graph, &degrees, lib.vss_all(), IGRAPH_ALL, true));
    for (uint32_t i = 0; i < graph->count; i++)
        VECTOR(weights)[i] = (double)VECTOR(degrees)[i];
    if (edges > 0) {
        must(lib.community_leiden(&graph->graph, NULL, &weights, resolution / (2 * edges), LEIDEN_BETA, false,
                                     LEIDEN_ROUNDS, &labels, &count, NULL));
        must(lib.modularity(&graph->graph, &labels, NULL, 1, false, &self->modularity));
    }
    self->count = (uint32_t)count;
    take_membership(self, graph, &labels, count > 0 ? graph->count : 0);
    lib.vector_destroy(&weights);
    lib.vector_int_destroy(&degrees);
    lib.vector_int_destroy(&labels);
}

static void *
make_partition(const query_snapshot *snapshot, unsigned types, bool is_fine)
{
    if (!load())
        return NULL;
    struct graph graph;
    size_t count = (size_t)snapshot->image->entity_count + 1;
    query_communities *self = calloc(1, sizeof *self);
    assert(self);
    self->of_entity = malloc(count * sizeof *self->of_entity);
    assert(self->of_entity);
    memset(self->of_entity, 0xff, count * sizeof *self->of_entity);
    graph_open(&graph, snapshot, types, false);
    find_communities(self, &graph, is_fine);
    graph_close(&graph);
    return self;
}

static void *
make_communities(const query_snapshot *snapshot)
{
    return make_partition(snapshot, QUERY_EDGES_DEPENDS, false);
}

static void *
make_clusters(const query_snapshot *snapshot)
{
    return make_partition(snapshot, QUERY_EDGES_ALL, true);
}

static void
destroy_communities(void *communities)
{
    query_communities *self = communities;
    free(self->starts);
    free(self->members);
    free(self->of_entity);
    free(self);
}

const query_communities *
query_communities_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_COMMUNITIES, make_communities, destroy_communities);
}

const query_communities *
query_clusters_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_CLUSTERS, make_clusters, destroy_communities);
}
