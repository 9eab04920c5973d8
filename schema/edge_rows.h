// edge_rows - how by_source and by_target hold edges: a row has all edges of one entity, or as many as fit.
//
// A key is the entity's id (8 bytes, big-endian); rows after its first have a number of their own behind it (4 bytes,
// big-endian, from 1), so an entity's rows follow each other. A value begins with the number of its edges (2 bytes,
// big-endian). Edges ascend by type, then by the id of the other end. Of each there is
//   1 byte    type (bits 0 to 2), resolution (3 to 5), EDGE_IS_NEAR, EDGE_HAS_ONE_LINE
//   the id of the other end, big-endian: the lower 48 bits when its upper 16 are the entity's (EDGE_IS_NEAR), else all 64
//   by_source: how many lines (varint; not with EDGE_HAS_ONE_LINE) and the lines, each as what it lies behind the last
// In by_target resolution is 0 and no lines are told: the edge by source has them.
//
// One row for each edge took four times the CPU time in RocksDB (a row costs it as much as fifty bytes) and a fifth more disk.
#ifndef SLUICE_SCHEMA_EDGE_ROWS_H
#define SLUICE_SCHEMA_EDGE_ROWS_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"
#include "schema/kinds.h"
#include "schema/relations.h"

enum {
    EDGE_ROW_EDGES_MAX = 1024,
    EDGE_ROW_BYTES_MAX = 16 * 1024, // a row that has as many takes no further edge
};

typedef struct edge_row {
    uint64_t from, to;
    edge_type type;
    resolution resolution; // by_source only, as are the lines
    uint32_t line_count;
    span lines; // packed: edge_lines_next() reads them, ascending, each once
} edge_row;

// ---- writing

// Gets a row, which is lent for the call.
typedef void edge_rows_take(void *context, family owner, span key, span value);

typedef struct edge_rows {
    family owner; // FAMILY_BY_SOURCE or FAMILY_BY_TARGET
    edge_rows_take *take;
    void *context;
    uint64_t entity;
    uint32_t part, count; // count: edges in `value`
    buffer value;
} edge_rows;

// Starts to make rows of one family.
void edge_rows_init(edge_rows *self, family owner, edge_rows_take *take, void *context);
void edge_rows_fini(edge_rows *self);

// Adds an edge; `edge->lines` is not looked at, `lines` are edge->line_count ascending line numbers in the file of the
// edge's source, each once. Edges come in the order of the family's rows.
void edge_rows_put(edge_rows *self, const edge_row *edge, const uint32_t *lines);

// Hands out the row that is being made, if any.
void edge_rows_end(edge_rows *self);

// ---- reading

// Reads one row.
typedef struct edge_reader {
    family owner;
    uint64_t entity;
    reader in;
    uint32_t left;  // edges
    uint64_t other; // of the last one
    int type;       // of the last one, -1 before the first
} edge_reader;

// Starts to read a row. STATUS_CORRUPT when it cannot be one.
status edge_reader_open(edge_reader *self, family owner, span key, span value);

// Takes the next edge, whose spans point into the row; false at the end, or where the bytes are no edges: self->in.ok is
// false then.
bool edge_reader_next(edge_reader *self, edge_row *edge);

// Puts the next line into *line; false after the last. Start with *cursor = reader_of(edge.lines), *line = 0.
bool edge_lines_next(reader *cursor, uint32_t *line);

// Edges that a value claims to hold; 0 when it is too short for one.
uint32_t edge_row_count(span value);

#endif
