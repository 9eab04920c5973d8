// report - what a run did: for the terminal, for DB/last-run.json, for the seal, and the progress line.
#ifndef SLUICE_BROKER_REPORT_H
#define SLUICE_BROKER_REPORT_H

#include "base/buffer.h"
#include "base/params.h"
#include "broker/ledger.h"
#include "broker/runfile.h"
#include "broker/usage.h"

typedef struct quarantine {
    char *path; // bytes, NUL-terminated
    ignore_reason reason;
} quarantine;

// What a process of the run cost.
typedef struct process_report {
    const char *stage; // a literal
    relation relation; // RELATION_COUNT but for sinks
    uint32_t number;   // among the members; 0: the coordinator
    uint32_t pid;
    usage usage;
} process_report;

typedef struct report {
    runfile run;
    uint32_t generation;
    char *source, *db; // absolute
    char commit[64];   // of the git repository that the tree is in, or empty
    int64_t started_at; // seconds since 1970, for people only
    uint64_t elapsed_ms, parsed_ms, linked_ms;
    int exit_status;
    char failure[1024]; // the first cause; empty when there is none
    uint64_t further_failures;

    uint64_t files_listed, bytes_listed;
    uint64_t files_with_errors, error_ranges;
    uint64_t ignored[REASON_COUNT];
    uint64_t resolutions[RESOLUTION_COUNT];
    uint32_t parsers; // that ever joined
    uint64_t duplicates, gaps, rejected, late_rows;
    ledger_counts counts;
    tally sent[FAMILY_COUNT], stored[FAMILY_COUNT];

    quarantine *quarantines;
    uint32_t quarantined;
    process_report *processes;
    uint32_t process_count;
    uint16_t *errors_of_file; // by number, so that a file that was parsed twice counts once
    uint32_t errors_capacity;
} report;

void report_begin(report *self, const params *params, const runfile *run, const char *db);
void report_fini(report *self);

// Takes the ledger's counts and totals.
void report_count(report *self, const ledger *ledger);

void report_errors(report *self, uint32_t file, uint32_t error_ranges);
void report_quarantine(report *self, span path, ignore_reason reason);

void report_process(report *self, process_report process);

// Appends the members of seal.json that this run knows (generation.h: store_seal_write).
void report_seal_fields(const report *self, buffer *out);

// Appends the whole report as JSON (last-run.json).
void report_json(const report *self, buffer *out);

// One progress line on stderr: over itself on a terminal, else a log line.
void report_progress(const report *self, bool is_terminal, const char *doing);

// Prints the report on stdout, as text or JSON; with `quiet` nothing but JSON that was asked for.
void report_print(const report *self, const params *params);

#endif
