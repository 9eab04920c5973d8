// export - a relation's rows on a stream, as JSON Lines or CSV.
//
// The order depends on the rows alone, so dumps of equal trees are equal byte for byte:
//   CodeGraph, TestEntitiesExcluded   by file (path), line, first byte and id; external entities last, by key
//   DependencyEdges                   by from id, edge type, to id
//   FileWordCoverage, IgnoredFiles    by path
// Text that is not UTF-8 is written as json.h says; in JSON Lines such a path comes again as `path_base64`
// (`to_path_base64`).
#ifndef SLUICE_STAGES_CLI_EXPORT_H
#define SLUICE_STAGES_CLI_EXPORT_H

#include <stdio.h>

#include "base/status.h"
#include "schema/relations.h"

typedef enum export_format {
    EXPORT_JSONL, // an object per line
    EXPORT_CSV,   // RFC 4180, with a header line; lists are separated by spaces
} export_format;

// Finds a format by its name (jsonl, csv); false when there is none.
bool export_format_find(const char *name, export_format *found);

// Writes the relation's rows of the published generation of `db` to `out` and flushes it. `failure`
// (STORE_FAILURE_BYTES) says what is wrong and what to do. STATUS_CLOSED when the reader of `out` went away,
// STATUS_NO_SPACE or STATUS_IO when it cannot be written; else what catalog_open() and reading can give.
status export_run(const char *db, relation relation, export_format format, FILE *out, char *failure);

#endif
