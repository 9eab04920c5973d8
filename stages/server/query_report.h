// query_report - files and folders, and what the index says about itself: statistics, word coverage, ignored
// paths.
#ifndef SLUICE_SERVER_QUERY_REPORT_H
#define SLUICE_SERVER_QUERY_REPORT_H

#include "stages/server/query.h"

// ---- statistics: what the coordinator's report says, counted from what is served

typedef struct query_statistics {
    uint64_t code_entities;                       // rows of CodeGraph without the external ones
    uint64_t external_entities;                   // together: the report's CodeGraph
    uint64_t test_entities;                       // TestEntitiesExcluded
    uint64_t edges;                               // DependencyEdges
    uint64_t files;                               // FileWordCoverage
    uint64_t ignored;                             // IgnoredFiles
    uint64_t entities_by_kind[ENTITY_KIND_COUNT]; // code only
    uint64_t files_by_language[LANGUAGE_COUNT];   // 0: the language is not in the tree
    uint64_t edges_by_type[EDGE_TYPE_COUNT];
    uint64_t edges_by_resolution[RESOLUTION_COUNT];
    uint64_t ignored_by_reason[REASON_COUNT];
    uint64_t error_files, error_ranges; // files with parts that did not parse, and those parts
} query_statistics;

// Of the whole generation, whatever the scope of other questions. Lent until the snapshot is released.
const query_statistics *query_statistics_of(const query_snapshot *self);

// ---- files

typedef struct query_file {
    uint32_t number; // the key in CodeGraph/files; query_node.file is its place in the order of paths instead
    span path;
    language_id language;
    uint64_t size_bytes;
    int64_t modified_ns;
    uint32_t error_count, error_bytes;     // ranges that did not parse
    uint32_t code_count, test_count;       // entities
    query_entity entity_start, entity_end; // the range of its entities, tests among them
    bool has_coverage;
    coverage_row coverage;
} query_file;

// Parsed files, by place from 0 in the order of paths.
uint32_t query_file_count(const query_snapshot *self);
query_file query_file_at(const query_snapshot *self, uint32_t place);

// Returns the place of the file with that path, or QUERY_NONE.
uint32_t query_file_of_path(const query_snapshot *self, span path);

// The files of a scope are the places [file_start, file_end); this resolves "everything".
query_scope query_scope_files(const query_snapshot *self, query_scope scope);

// ---- paths that were not parsed

typedef struct query_ignored {
    span path; // a folder's ends in '/'
    ignore_reason reason;
} query_ignored;

uint32_t query_ignored_count(const query_snapshot *self);
query_ignored query_ignored_at(const query_snapshot *self, uint32_t place); // in the order of paths

// ---- folders

typedef struct query_folder {
    span l1, l2;       // names; l2 "" for a top-level folder itself; both "" for files in no folder
    query_scope scope; // of no use where l1 is ""
    uint32_t file_count;
    uint64_t code_count, test_count; // entities, of all that lies below
} query_folder;

// Top-level folders with parsed files and the folders in them, in the order of paths: each l1 is followed by
// its l2s. The first one is that of the files in no folder, where there are any. Lent until the snapshot is
// released.
const query_folder *query_folders(const query_snapshot *self, size_t *count);

#endif
