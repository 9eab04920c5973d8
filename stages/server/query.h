// query - the query core: one published generation at a time, held ready for any number of threads to ask.
//
// A `query` follows one index folder. What it answers from is a `query_snapshot`: one generation, never
// changing, counted by reference. A request takes the newest with query_acquire(), asks it whatever it likes,
// and gives it back; a generation that is published meanwhile is opened by a thread of the query's own and
// swapped in, so that later requests see it, and no request sees two. Nothing here knows JSON, HTTP, SQL or a
// terminal.
//
// Entities and files have dense numbers, counted from 0 in the order of `export`: files by path; entities by
// file, first line, first byte and id, tests among them, external ones at the end in the order of their keys.
// So all of a file, and all that lies under a folder, is one range of numbers, and any list in the order of
// numbers is deterministic. Numbers mean something in one snapshot only; ids and keys are what outlives it.
//
// Threads: every function that takes a `const query_snapshot *` may be called by any number of threads at
// once, as may query_acquire() and query_release(). A result object (query_entities, query_hits,
// query_source, ...) belongs to one thread. query_open() and query_close() are for the owner.
#ifndef SLUICE_SERVER_QUERY_H
#define SLUICE_SERVER_QUERY_H

#include "base/buffer.h"
#include "base/status.h"
#include "schema/edge_rows.h"
#include "schema/relations.h"
#include "schema/rows.h"
#include "schema/store.h"

typedef struct query query;
typedef struct query_snapshot query_snapshot;

// ---- an index folder and its generations

// Opens the published generation of `db` and checks its seal. With `follow_ms` above 0 a thread looks at
// CURRENT that often and opens what is new; its databases are opened at once and stay readable when the
// indexer removes their folder. With 0, for a single question, nothing is followed and databases are opened
// when first needed. Statuses are those of generation_open(); `failure` (STORE_FAILURE_BYTES) says what is
// wrong and what to do.
status query_open(const char *db, uint32_t follow_ms, query **out, char *failure);

// Stops following and frees it; snapshots that are still held stay valid until they are released.
void query_close(query **self_p);

// Returns the newest generation that is open; never NULL, never waits for one to be opened. Release it.
query_snapshot *query_acquire(query *self);
void query_release(query_snapshot **snapshot_p);

// How many generations could not be opened since query_open(): the one before is served on. For /metrics.
uint64_t query_failures(const query *self);

// ---- a generation

typedef struct query_about {
    uint32_t generation;
    uint64_t run;
    int64_t published_ns;   // since 1970
    const char *source;     // the indexed folder
    const char *path;       // of the generation
    const store_seal *seal; // rows and digests by family, as the coordinator reported them
    uint64_t memory_bytes;  // of the tables in memory (or mapped)
} query_about;

query_about query_snapshot_about(const query_snapshot *self);

// Returns an open relation of the generation, opening it if need be. Gets and iterators on it may be used by
// many threads, an iterator by one. NULL, with `failure`, where it cannot be opened.
store_reader *query_reader(const query_snapshot *self, relation which, char *failure);

// Something that a face computes once per generation and keeps with it. The first caller of a slot makes it,
// later ones wait for that and get the same; `destroy` is called when the snapshot's last holder has gone.
// Slots are ours: one enumerator per user. A `make` may return NULL, which is kept too.
typedef enum query_memo {
    QUERY_MEMO_COMPONENTS, // query_graph.h
    QUERY_MEMO_PAGERANK,
    QUERY_MEMO_BETWEENNESS,
    QUERY_MEMO_CORENESS,
    QUERY_MEMO_COMMUNITIES,
    QUERY_MEMO_CLUSTERS,
    QUERY_MEMO_METRICS,
    QUERY_MEMO_ENTROPY,
    QUERY_MEMO_DEBT,
    QUERY_MEMO_COUNT
} query_memo;

const void *query_memoize(const query_snapshot *self, query_memo slot, void *(*make)(const query_snapshot *),
                          void (*destroy)(void *));

// ---- entities

typedef uint32_t query_entity; // its number
enum { QUERY_NONE = UINT32_MAX };

// What is known of an entity without asking the disk. Spans are lent until the snapshot is released.
typedef struct query_node {
    entity_kind kind;
    language_id language;
    test_detection detection; // DETECTION_NONE: it is not a test
    uint32_t file;            // number of its file (query_report.h), QUERY_NONE for an external entity
    uint32_t birth;
    uint32_t line_start, line_end;
    span name;
    span qualified_name; // of an external entity its module, or empty
    span path;           // of its file, "" for an external entity
} query_node;

// Entities of CodeGraph (external ones included) and TestEntitiesExcluded together.
uint32_t query_entity_count(const query_snapshot *self);

query_node query_node_of(const query_snapshot *self, query_entity entity);
span query_name(const query_snapshot *self, query_entity entity);

// "CODE", "TEST" or "EXTERNAL", as `export` has it.
const char *query_class_text(const query_node *node);

// Returns the entity with that id, or QUERY_NONE.
query_entity query_entity_of_id(const query_snapshot *self, uint64_t id);

// Returns the entity with exactly that ISGL1 key, or QUERY_NONE. Any other way to name one: query_find.h.
query_entity query_entity_of_key(const query_snapshot *self, span key);

// Appends the entity's ISGL1 key.
void query_put_key(const query_snapshot *self, query_entity entity, buffer *out);

// Returns the innermost entity around that line (from 1) of a file, or QUERY_NONE.
query_entity query_entity_at(const query_snapshot *self, uint32_t file, uint32_t line);

// A list of entities that somebody owns; a zeroed one is empty and may be given to anything that fills one,
// which first empties it.
typedef struct query_entities {
    query_entity *items;
    size_t count, capacity;
} query_entities;

void query_entities_add(query_entities *self, query_entity entity);
void query_entities_fini(query_entities *self);

// ---- scopes and lists

// What lies under a folder: a range of files. A zeroed one is everything, external entities too; any other
// one holds no external entity.
typedef struct query_scope {
    uint32_t file_start, file_end; // half-open
} query_scope;

// Reads "L1" or "L1||L2" (a top-level folder, and a folder in it); "" is everything. STATUS_NOT_FOUND when no
// parsed file lies there: `nearest` then gets up to 5 existing scopes, best first, separated by newlines.
status query_scope_find(const query_snapshot *self, span text, query_scope *scope, buffer *nearest);

bool query_in_scope(const query_snapshot *self, query_entity entity, query_scope scope);

enum { QUERY_CODE = 1, QUERY_TESTS = 2, QUERY_EXTERNAL = 4, QUERY_ALL = 7 };

typedef struct query_filter {
    unsigned classes;   // QUERY_CODE | ...; 0 is QUERY_CODE
    uint32_t kinds;     // 1u << ENTITY_...; 0 is all
    uint32_t languages; // 1u << LANGUAGE_...; 0 is all
    query_scope scope;
} query_filter;

bool query_passes(const query_snapshot *self, query_entity entity, const query_filter *filter);

// Puts entities that pass into `found`, in the order of numbers, from the `offset`-th on, at most `limit` (0:
// all). Returns how many pass in total. `found` may be NULL: only counted.
uint64_t query_list(const query_snapshot *self, const query_filter *filter, uint64_t offset, uint64_t limit,
                    query_entities *found);

// ---- edges

enum {
    QUERY_EDGES_ALL = (1 << EDGE_TYPE_COUNT) - 1,
    QUERY_EDGES_CALLS = 1 << EDGE_CALLS | 1 << EDGE_TESTS, // a Tests edge is a call out of a test
    // All by which one entity needs another: what a class contains is not that.
    QUERY_EDGES_DEPENDS = QUERY_EDGES_ALL & ~(1 << EDGE_CONTAINS),
};

typedef struct query_edge {
    query_entity from, to;
    edge_type type;
    resolution resolution;
    uint32_t number;     // by source; the order of query_edges_within()
    uint32_t line;       // first site in the file of `from`, 0 without one
    uint32_t line_count; // how many sites
    span lines;          // all of them, for edge_lines_next()
} query_edge;

// A walk over edges, by value, nothing to free. Valid while its snapshot is held.
typedef struct query_edges {
    const query_snapshot *snapshot;
    unsigned types;
    bool is_reverse;
    query_entity entity; // whose edges the next one is among
    uint32_t next, end;
} query_edges;

// Edges out of (into) an entity whose type is in `types` (1 << EDGE_... together), by type, then by the
// number of the other end.
query_edges query_edges_out(const query_snapshot *self, query_entity entity, unsigned types);
query_edges query_edges_in(const query_snapshot *self, query_entity entity, unsigned types);

// Edges whose source is in scope, by source, type and target.
query_edges query_edges_within(const query_snapshot *self, query_scope scope, unsigned types);

bool query_edges_next(query_edges *self, query_edge *edge);

// How many are left. At once for QUERY_EDGES_ALL, else by looking at each.
uint64_t query_edges_count(const query_edges *self);

// Passes over `count` edges (or all that are left), likewise.
void query_edges_skip(query_edges *self, uint64_t count);

// Appends "path:line" of the edge's first site: `source_location` as `export` writes it.
void query_put_location(const query_snapshot *self, const query_edge *edge, buffer *out);

#endif
