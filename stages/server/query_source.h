// query_source - the text of an entity: its code, signature and documentation, cut out of its file as it was
// indexed.
#ifndef SLUICE_SERVER_QUERY_SOURCE_H
#define SLUICE_SERVER_QUERY_SOURCE_H

#include "stages/server/query.h"

// Holds the last file's text, so that asking for many entities of one file reads it once. A zeroed one is
// empty; one thread's.
typedef struct query_source {
    span code;          // as it stands in the file; empty for an external entity
    span signature;     // on one line
    span documentation; // without comment markers
    entity_row row;     // what is stored; its spans are lent likewise

    const query_snapshot
        *snapshot; // whose `file` is held: no reference, so empty it before the snapshot is released
    uint64_t run;
    uint32_t file;
    buffer row_bytes, text, rendered;
} query_source;

void query_source_fini(query_source *self);

// Reads the entity's row and text; spans are valid until the next load. STATUS_NOT_FOUND or STATUS_CORRUPT,
// with `failure`, when the generation lacks them.
status query_source_load(query_source *self, const query_snapshot *snapshot, query_entity entity,
                         char *failure);

// Lends a whole file's text until the next load. Statuses are the same.
status query_source_file(query_source *self, const query_snapshot *snapshot, uint32_t file, span *text,
                         char *failure);

#endif
